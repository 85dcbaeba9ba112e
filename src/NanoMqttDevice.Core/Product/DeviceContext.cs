using System;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Product
{
    /// <summary>What a product sees of the device it runs on, and what it may ask of it. Members are for the main thread unless they say otherwise.</summary>
    public sealed class DeviceContext
    {
        private readonly DeviceReport _report;
        private readonly DeviceBody _body;
        private readonly DeviceTopics _topics;

        /// <summary>Makes one.</summary>
        /// <param name="report">Knows the device.</param>
        /// <param name="body">The body.</param>
        /// <param name="topics">The topics that are gone by.</param>
        public DeviceContext(DeviceReport report, DeviceBody body, DeviceTopics topics)
        {
            _report = report;
            _body = body;
            _topics = topics;
            Handover = new Handover(topics, report.Outbox);
            Timers = new ProductTimers(body.Clock);
            Stamps = new MessageStamp(body.Clock, body.Random);
            Kept = new WakeRecord(body.Flash);
        }

        /// <summary>The board.</summary>
        public IBoard Board
        {
            get { return _report.Board; }
        }

        /// <summary>
        /// The pins: a <c>System.Device.Gpio.GpioController</c>, to be cast to that; null where there are none. Those of the status LED, the reset button and
        /// the serial line are taken: opening one throws.
        /// </summary>
        public object Pins
        {
            get { return _body.Pins; }
        }

        /// <summary>Seconds since the start.</summary>
        public long Uptime
        {
            get { return _report.Uptime; }
        }

        /// <summary>Client ID, or null when the device is unprovisioned.</summary>
        public string ClientId
        {
            get { return _report.Uplink.Settings == null ? null : _report.Uplink.Settings.ClientId; }
        }

        /// <summary>True while the service has the device.</summary>
        public bool IsOnline
        {
            get { return _report.Uplink.Supervisor.State == SupervisorState.Online; }
        }

        /// <summary>How many messages wait to be sent or acknowledged.</summary>
        public int Waiting
        {
            get { return _report.Outbox.Count; }
        }

        /// <summary>UTC in milliseconds since 1970; 0 while the time of day is not known.</summary>
        public long UnixMilliseconds
        {
            get { return _body.Clock.IsSet ? _body.Clock.UnixMilliseconds : 0; }
        }

        internal Handover Handover { get; }

        internal ProductTimers Timers { get; }

        internal MessageStamp Stamps { get; }

        internal Jobs Jobs { get; } = new Jobs();

        internal SleepPlan Sleep { get; } = new SleepPlan();

        internal WakeRecord Kept { get; }

        /// <summary>What has ended the sleep that this start comes from; None when it comes from none.</summary>
        public WakeCause Wake
        {
            get { return _body.Board.Wake; }
        }

        /// <summary>Calls a handler again and again, as long as the device runs.</summary>
        /// <param name="milliseconds">Time between two calls, and until the first, at least 20.</param>
        /// <param name="handler">What to call. When it throws, that is counted, and it is called again at its next time.</param>
        /// <returns>The timer. InvalidOperationException is thrown when there are 16 already.</returns>
        public ProductTimer Every(int milliseconds, Action handler)
        {
            return Timers.Add(milliseconds, handler, false);
        }

        /// <summary>Calls a handler once.</summary>
        /// <param name="milliseconds">Time until then, at least 20.</param>
        /// <param name="handler">What to call.</param>
        /// <returns>The timer. InvalidOperationException is thrown when there are 16 already.</returns>
        public ProductTimer After(int milliseconds, Action handler)
        {
            return Timers.Add(milliseconds, handler, true);
        }

        /// <summary>Calls a handler on the main thread, in the next step: for handlers of pins and other events. For any thread.</summary>
        /// <param name="handler">What to call.</param>
        /// <returns>False when 16 wait already, and it is not called.</returns>
        public bool Post(Action handler)
        {
            return Handover.Post(handler);
        }

        /// <summary>Publishes a message with QoS 1: it is sent again until the service has acknowledged it. For any thread.</summary>
        /// <param name="subtopic">Topic below the parent topic, for example <c>alarm</c>; with the parent topic it has at most 64 characters.</param>
        /// <param name="message">The message, which is copied.</param>
        /// <returns>As <see cref="Publish(string, byte[], int)"/>.</returns>
        public bool Publish(string subtopic, JsonObject message)
        {
            return Handover.Publish(subtopic, message.ToBytes(), 1);
        }

        /// <summary>Publishes a message. For any thread.</summary>
        /// <param name="subtopic">Topic below the parent topic.</param>
        /// <param name="message">The message, which is copied.</param>
        /// <param name="qos">0 to send it once, 1 to send it until it is acknowledged.</param>
        /// <returns>As <see cref="Publish(string, byte[], int)"/>.</returns>
        public bool Publish(string subtopic, JsonObject message, int qos)
        {
            return Handover.Publish(subtopic, message.ToBytes(), qos);
        }

        /// <summary>Publishes a message. For any thread.</summary>
        /// <param name="subtopic">Topic below the parent topic.</param>
        /// <param name="payload">Payload; not copied.</param>
        /// <param name="qos">0 to send it once, 1 to send it until it is acknowledged.</param>
        /// <returns>
        /// True when it was taken; it is sent as soon as the device is online. Offline the outbox keeps the latest, 64 messages or 8 KB, and counts what it
        /// drops. False when the device is unprovisioned, the message larger than 4 KB (2 KB over TLS), the topic is none that the service takes, or too much was handed over since the last step.
        /// </returns>
        public bool Publish(string subtopic, byte[] payload, int qos)
        {
            return Handover.Publish(subtopic, payload, qos);
        }

        /// <summary>Gives a message of the product what telemetry has: <c>boot</c>, <c>number</c> and the time, so that it can be told from one that came twice.</summary>
        /// <param name="message">Receives it.</param>
        public void Stamp(JsonObject message)
        {
            Stamps.Put(message);
        }

        /// <summary>Adds a command of the product, to be called in <see cref="DeviceApplication.Start"/>.</summary>
        /// <param name="usage">Its name and, behind a space, its arguments, for example <c>led on|off</c>: what <c>help</c> shows.</param>
        /// <param name="traits">Sealed or Open, and what else it is.</param>
        /// <param name="handler">
        /// Obeys it, in less than a second. One that takes longer returns <see cref="CommandResult.Working"/>, and <see cref="Answer"/> follows.
        /// InvalidOperationException is thrown for a name that is known already.
        /// </param>
        public void AddCommand(string usage, CommandTraits traits, CommandHandler handler)
        {
            _report.Processor.Add(new CommandRow(usage, traits, handler));
        }

        /// <summary>Answers a command whose handler has returned <see cref="CommandResult.Working"/>.</summary>
        /// <param name="command">The command.</param>
        /// <param name="result">What became of it.</param>
        /// <param name="details">What the answer says beside, or null; copied.</param>
        /// <returns>False when the command awaits no answer.</returns>
        public bool Answer(Command command, CommandResult result, JsonObject details)
        {
            byte[] reply = ClientId == null ? null : _report.Processor.Answer(ClientId, command, result, details);
            if (reply == null)
            {
                return false;
            }

            _report.Outbox.Add(_topics.Reply, reply);
            return true;
        }

        /// <summary>Declares a setting that is on or off; its name outside is <c>app.NAME</c>. To be called in <see cref="DeviceApplication.Start"/>.</summary>
        /// <param name="name">Name: 1 to 24 lower-case letters, digits and hyphens.</param>
        /// <param name="usual">Value where none was set.</param>
        /// <returns>The setting, with its value; may be kept. InvalidOperationException is thrown for a name that is there already.</returns>
        public ProductSetting AddSwitch(string name, bool usual)
        {
            return _report.Product.Add(name, ProductSettingKind.Switch, 0, 1, usual ? "on" : "off");
        }

        /// <summary>Declares a setting that is a whole number.</summary>
        /// <param name="name">As for <see cref="AddSwitch"/>.</param>
        /// <param name="usual">Value where none was set.</param>
        /// <param name="least">Least number, at least -999,999,999.</param>
        /// <param name="most">Greatest number, at most 999,999,999.</param>
        /// <returns>The setting, with its value.</returns>
        public ProductSetting AddInt(string name, int usual, int least, int most)
        {
            return _report.Product.Add(name, ProductSettingKind.Whole, least, most, usual.ToString());
        }

        /// <summary>Declares a setting that is a number.</summary>
        /// <param name="name">As for <see cref="AddSwitch"/>.</param>
        /// <param name="usual">Value where none was set, as text, for example <c>21.5</c>: people see it as it stands here.</param>
        /// <param name="least">Least number.</param>
        /// <param name="most">Greatest number.</param>
        /// <returns>The setting, with its value.</returns>
        public ProductSetting AddNumber(string name, string usual, double least, double most)
        {
            return _report.Product.Add(name, ProductSettingKind.Number, least, most, usual);
        }

        /// <summary>Declares a setting that is a text.</summary>
        /// <param name="name">As for <see cref="AddSwitch"/>.</param>
        /// <param name="usual">Value where none was set.</param>
        /// <param name="most">Most bytes of UTF-8, up to 64.</param>
        /// <returns>The setting, with its value.</returns>
        public ProductSetting AddText(string name, string usual, int most)
        {
            return _report.Product.Add(name, ProductSettingKind.Text, 0, most, usual);
        }

        /// <summary>
        /// Runs what may block, for example the reading of a slow sensor, on a thread of its own; two at a time. What it finds out it leaves in the
        /// product's fields, which nobody else touches until it has ended.
        /// </summary>
        /// <param name="work">What may block.</param>
        /// <param name="limit">
        /// Milliseconds after which it counts as hanging. It cannot be ended then: it keeps its place, the service is told (event <c>job</c>), and the
        /// device goes on.
        /// </param>
        /// <param name="ended">Called on the main thread when it has ended, has thrown, or its time is over.</param>
        /// <returns>False when both places are taken, and nothing is begun.</returns>
        public bool RunJob(Action work, int limit, JobHandler ended)
        {
            return Jobs.Begin(work, ended, _body.Clock.Milliseconds + limit);
        }

        /// <summary>
        /// Lets the device sleep from now on: it stays awake until everything is acknowledged and the service has sent nothing for a second, a minute at most.
        /// Then only the chip's clock runs, and the device starts anew. An unprovisioned device does not sleep, and none whose serial line is in use.
        /// </summary>
        /// <param name="seconds">Seconds from one wake to the next; 0 to stay awake.</param>
        public void SleepBetween(int seconds)
        {
            SleepBetween(seconds, SleepPlan.UsualLimit);
        }

        /// <summary>As the other, with a limit of one's own.</summary>
        /// <param name="seconds">Seconds from one wake to the next; 0 to stay awake.</param>
        /// <param name="limit">Seconds after which the device sleeps even when it has not delivered everything; what waits is lost then.</param>
        public void SleepBetween(int seconds, int limit)
        {
            Sleep.Seconds = seconds;
            Sleep.Limit = limit;
        }

        /// <summary>Lets a pin end a sleep, too.</summary>
        /// <param name="pin">GPIO that can do so: of a classic ESP32 one of 0, 2, 4, 12 to 15, 25 to 27, 32 to 39.</param>
        /// <param name="isHigh">Level that does so.</param>
        public void WakeByPin(int pin, bool isHigh)
        {
            Sleep.Pin = pin;
            Sleep.IsHigh = isHigh;
        }

        /// <summary>
        /// Gives a counter that lives across sleeps and restarts. It is written to flash when the device goes to sleep or starts anew as it was told to, and
        /// once an hour while it is awake, and only when it has changed; when the power goes, the last value that was written counts.
        /// </summary>
        /// <param name="index">Which one, 0 to 7.</param>
        /// <returns>Its value; 0 when it was never set.</returns>
        public long GetCounter(int index)
        {
            return Kept.GetCounter(index);
        }

        /// <summary>Sets such a counter.</summary>
        /// <param name="index">Which one, 0 to 7.</param>
        /// <param name="value">Its value.</param>
        public void SetCounter(int index, long value)
        {
            Kept.SetCounter(index, value);
        }

        internal ProductSetting TakeChanged()
        {
            return _report.Product.TakeChanged();
        }
    }
}
