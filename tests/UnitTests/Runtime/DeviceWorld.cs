using System.Text;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;
using NFUnitTest.Platform;
using NFUnitTest.Updates;

namespace NFUnitTest.Runtime
{
    /// <summary>A device among fakes, and the passing of time.</summary>
    internal sealed class DeviceWorld
    {
        public const string ClientId = "GID_Test@@@0001";
        public const string Secret = "XXXXX";
        public const string OwnTopic = "top/p2p/GID_Test@@@0001";

        public DeviceWorld()
        {
            Link.IsUp = true;
            Switch();
        }

        public FakeFlash Flash { get; } = new FakeFlash();

        public FakeLink Link { get; } = new FakeLink();

        public FakeClientFactory Factory { get; } = new FakeClientFactory();

        public FakeClock Clock { get; } = new FakeClock();

        public FakeRandom Random { get; } = new FakeRandom();

        public FakeBoard Board { get; } = new FakeBoard();

        public FakeApplication Application { get; } = new FakeApplication();

        public FakeProductLoader Products { get; } = new FakeProductLoader();

        public FakeSerialLine Serial { get; } = new FakeSerialLine();

        public DeviceRunner Runner { get; private set; }

        public Device Device
        {
            get { return Runner.Device; }
        }

        public SupervisorState State
        {
            get { return Device.Uplink.Supervisor.State; }
        }

        public FakeMqttClient Client
        {
            get { return Factory.Last; }
        }

        /// <summary>The nonce that the device has told.</summary>
        public string Nonce
        {
            get { return Device.Report.Processor.Gate.Seal.Nonce; }
        }

        /// <summary>Makes what the device needs of this world.</summary>
        public DeviceBody Body()
        {
            return new DeviceBody { Flash = Flash, Link = Link, Clients = Factory, Clock = Clock, Random = Random, Board = Board, Serial = Serial, Products = Products };
        }

        /// <summary>Starts the device anew as when that was ordered.</summary>
        public void Switch()
        {
            Flash.Write("starts", new byte[] { 0x80, 0x7F }, 2);
            Crash();
        }

        /// <summary>Starts the device anew before it has lasted.</summary>
        public void Crash()
        {
            Runner = new DeviceRunner(Body(), CreateApplication);
        }

        /// <summary>Sends a command with the seal of whoever knows the secret.</summary>
        public void SendSealed(string command)
        {
            Send(Seal(command));
        }

        /// <summary>Seals a command over the device's nonce.</summary>
        public string Seal(string command)
        {
            return command + " ~" + Nonce + CommandSeal.Compute(Encoding.UTF8.GetBytes(Secret), ClientId, Nonce, command);
        }

        public static DeviceSettings Settings()
        {
            return new DeviceSettings
            {
                Mode = AuthenticationMode.DeviceCredential,
                Endpoint = "a.b",
                Port = 1883,
                Tls = false,
                Instance = "mqtt-xxxxx",
                ClientId = ClientId,
                AccessKeyId = "YYYYY",
                Secret = Encoding.UTF8.GetBytes(Secret),
                ParentTopic = "top",
            };
        }

        public StoreResult Provision()
        {
            SettingsError error;
            return Device.Settings.Commit(Settings(), out error);
        }

        public DeviceWorld Provisioned()
        {
            Provision();
            Run(200);
            return this;
        }

        /// <summary>Lets time pass, with the workers doing what they are asked to.</summary>
        public void Run(int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += DeviceRunner.StepInterval)
            {
                Runner.Step();
                Device.Uplink.Opener.RunOne();
                Device.Uplink.Closer.RunOne();
                Clock.Milliseconds += DeviceRunner.StepInterval;
            }
        }

        /// <summary>Lets time pass while everything that may block does block.</summary>
        public void RunBlocked(int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += DeviceRunner.StepInterval)
            {
                Runner.Step();
                Clock.Milliseconds += DeviceRunner.StepInterval;
            }
        }

        public void Send(string command)
        {
            Client.Receive(OwnTopic, Encoding.UTF8.GetBytes(command));
            Run(200);
        }

        /// <summary>Types a line and gives the whole answer, lines parted by a slash.</summary>
        public string Ask(string line)
        {
            Serial.Type(line + "\n");
            for (int i = 0; i < 20; i++)
            {
                Runner.Step();
            }

            string answer = "";
            string raw = Serial.TakeAnswer();
            if (raw.Length == 0)
            {
                // What waits for the network is answered only when the workers have done their part.
                Run(400);
                raw = Serial.TakeAnswer();
            }

            for (int i = 0; i < raw.Length; i++)
            {
                answer += raw[i] == '\n' ? "/" : raw[i] == '\r' ? "" : raw[i].ToString();
            }

            return answer;
        }

        public FakeApplication CreateApplication()
        {
            return Application;
        }
    }
}
