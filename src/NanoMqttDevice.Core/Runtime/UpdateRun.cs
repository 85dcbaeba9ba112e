using System;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;
using NanoMqttDevice.Security;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// Updates over the air, from the offer to the product that has proved itself: obeys the command <c>update</c>, asks for blocks, checks the package
    /// in steps, orders the start with it, judges it there. What an update needs is allocated while one is under way and at no other time.
    /// </summary>
    internal sealed class UpdateRun
    {
        /// <summary>After so many milliseconds online without a block nobody serves them any more; what has come stays, and another offer goes on there.</summary>
        public const int SilenceLimit = 300000;

        // The Base64 of the largest header.
        private const int MaxText = (PackageHeader.MaxSize + 2) / 3 * 4;

        private readonly DeviceBody _body;
        private readonly DeviceReport _report;
        private readonly ProductChoice _products;
        private readonly RestartOrder _restart;
        private readonly DeviceTopics _topics;
        private ProductTrial _trial;
        private BlockReceiver _receiver;
        private PackageCheck _check;
        private PackageSlot _slot;
        private byte[] _publicKey;
        private bool _isRestarting;
        private int _slotNumber;
        private int _seenConnects;
        private int _held;
        private long _heldSince;
        private long _nextAccept;

        public UpdateRun(DeviceBody body, DeviceReport report, ProductChoice products, RestartOrder restart, DeviceTopics topics)
        {
            _body = body;
            _report = report;
            _products = products;
            _restart = restart;
            _topics = topics;
            report.ProductRelease = products.Release;
            report.ProductSlot = products.Slot;
            Show(ResultWord(), products.ResultRelease);
        }

        /// <summary>True while a package is received, checked or tried.</summary>
        public bool IsBusy
        {
            get { return _trial != null || _check != null || _receiver != null; }
        }

        /// <summary>Judges the product that was started, when it is on trial.</summary>
        public void Begin(DeviceApplication product, DeviceContext context)
        {
            if (_products.IsTrial)
            {
                _trial = new ProductTrial(product, context, _report);
                Show("trial", _products.Release);
            }
        }

        /// <summary><c>update HEADER</c>: the offer of a package, by its header in Base64.</summary>
        /// <param name="command">The command.</param>
        /// <param name="reply">Receives <c>update</c>, and why it is refused, or how many bytes are there already.</param>
        /// <returns>Ok when the device asks for the rest now.</returns>
        public CommandResult Execute(Command command, JsonObject reply)
        {
            if (_trial != null || _check != null || _isRestarting)
            {
                return CommandResult.Busy;
            }

            byte[] data = Decode(command.Argument);
            PackageError error = data == null ? PackageError.Form : Offer(data);
            reply.Add("release", _products.Release);
            if (error != PackageError.None)
            {
                reply.Add("cause", PackageErrors.WordOf(error));
                return CommandResult.Failed;
            }

            Show("receiving", _receiver.Header.Release);
            _seenConnects = _report.Uplink.Supervisor.Connects;
            Note(_report.Now);
            reply.Add("update", "receiving").Add("held", _slot.Held).Add("size", _receiver.WantedSize);
            return CommandResult.Ok;
        }

        /// <summary>Takes a block, when one was asked for.</summary>
        /// <param name="message">The message.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Take(byte[] message, long now)
        {
            if (_receiver != null && _check == null)
            {
                _receiver.Take(message, message.Length, now);
                if (_slot.Held != _held)
                {
                    Note(now);
                }
            }
        }

        /// <summary>Does what is to be done now.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            if (_trial != null)
            {
                StepTrial(now);
            }
            else if (_check != null)
            {
                StepCheck();
            }
            else if (_receiver != null)
            {
                StepReceiver(now);
            }
        }

        private static byte[] Decode(string text)
        {
            // Four characters for three bytes; of other lengths no Base64 is.
            if (text.Length < 4 || text.Length % 4 != 0 || text.Length > MaxText)
            {
                return null;
            }

            try
            {
                return Convert.FromBase64String(text);
            }
            catch (Exception)
            {
                return null;
            }
        }

        private PackageError Offer(byte[] data)
        {
            UpdateRecord record = UpdateRecord.LoadOrCreate(_body.Flash);
            if (record == null)
            {
                return PackageError.FlashFailed;
            }

            byte[] settingsKey = FindSettingsKey();
            _publicKey = settingsKey == null ? null : record.FindKey(settingsKey);
            PackageTarget target = new PackageTarget
            {
                Product = _products.Name,
                Release = _products.Release,
                Board = _report.Board.Name,
                Loader = _body.Products,
                PublicKey = _publicKey,
            };

            // A PC's heap says nothing of a board's.
            target.FreeHeap = target.Loader != null && target.Loader.IsHost ? int.MaxValue : _report.Board.FreeMemory;
            int number = record.Free;
            if (_slot == null || _slotNumber != number)
            {
                _slot = new PackageSlot(_body.Flash, number);
                _slotNumber = number;
                _receiver = null;
            }

            BlockReceiver receiver = _receiver ?? new BlockReceiver(_slot, target.Loader != null && target.Loader.IsHost);
            PackageError error = Keep(record, number) ? receiver.Offer(data, data.Length, target) : PackageError.FlashFailed;
            if (error == PackageError.None)
            {
                _receiver = receiver;
            }
            else if (receiver.Header == null)
            {
                End();
            }

            return error;
        }

        // What is written over does not count as a product any more, before the first byte is.
        private bool Keep(UpdateRecord record, int number)
        {
            if (record.Older != number && record.Trial != number)
            {
                return true;
            }

            record.Older = record.Older == number ? UpdateRecord.Flashed : record.Older;
            record.Trial = 0;
            return record.Save(_body.Flash);
        }

        private byte[] FindSettingsKey()
        {
            DeviceSettings settings = _report.Settings.Trial.LoadTurn();
            if (settings == null)
            {
                return null;
            }

            string key = settings.GetText(SettingsField.UpdateKey);
            settings.Wipe();
            return UpdateKey.Parse(key);
        }

        private void StepReceiver(long now)
        {
            Supervisor supervisor = _report.Uplink.Supervisor;
            if (supervisor.State != SupervisorState.Online)
            {
                _heldSince = now;
                return;
            }

            if (_receiver.IsComplete)
            {
                _check = new PackageCheck();
                _check.Begin(_receiver.Header, _body.Products.IsHost, _publicKey, _slot.Read);
                Show("checking", _receiver.Header.Release);
                return;
            }

            if (now - _heldSince >= SilenceLimit)
            {
                Tell("ended", PackageError.None);
                End();
                Show(ResultWord(), _products.ResultRelease);
                return;
            }

            if (supervisor.Connects != _seenConnects)
            {
                _seenConnects = supervisor.Connects;
                _receiver.Reconnected();
            }

            int offset;
            int size = _receiver.NextRequest(now, out offset);
            if (size > 0)
            {
                JsonObject message = new JsonObject();
                message
                    .Add("clientId", _report.Uplink.Settings.ClientId)
                    .Add("request", "block")
                    .Add("tag", (long)_receiver.Tag)
                    .Add("offset", offset)
                    .Add("size", size);
                _report.Outbox.Add(_topics.Request, message.ToBytes());
            }
        }

        private void StepCheck()
        {
            if (!_check.Step())
            {
                return;
            }

            PackageError error = _check.Error;
            _check = null;
            if (error == PackageError.None)
            {
                UpdateRecord record = UpdateRecord.LoadOrCreate(_body.Flash);
                error = record != null && _products.Try(record, _slotNumber, _receiver.Header) ? PackageError.None : PackageError.FlashFailed;
            }

            if (error == PackageError.None)
            {
                Tell("checked", error);
                _isRestarting = true;
                Show("restarting", _receiver.Header.Release);
                _restart.Give(_report.Now);
            }
            else
            {
                Tell("refused", error);
                Show(PackageErrors.WordOf(error), _receiver.Header.Release);
                if (error != PackageError.FlashFailed)
                {
                    _receiver.Drop();
                }
            }

            End();
        }

        private void StepTrial(long now)
        {
            PackageError cause;
            if (now < _nextAccept || !_trial.Step(now, out cause))
            {
                return;
            }

            if (cause != PackageError.None)
            {
                _products.TakeBack(cause);
                _isRestarting = true;
                Show("restarting", _products.Release);
                _restart.Give(now);
                _trial = null;
            }
            else if (_products.Accept(FindSettingsKey()))
            {
                _trial = null;
                Show(ResultWord(), _products.ResultRelease);
                Tell("current", cause);
            }
            else
            {
                // The flash may recover; the trial goes on until it does.
                _nextAccept = now + (SilenceLimit / 5);
            }
        }

        private void Tell(string result, PackageError cause)
        {
            if (_report.Uplink.Settings == null)
            {
                // A factory reset came in between: there is nobody to be told.
                return;
            }

            JsonObject message = new JsonObject();
            message
                .Add("clientId", _report.Uplink.Settings.ClientId)
                .Add("event", "update")
                .Add("result", result)
                .Add("release", _receiver == null ? _products.Release : _receiver.Header.Release);
            if (cause != PackageError.None)
            {
                message.Add("cause", PackageErrors.WordOf(cause));
            }

            _report.Outbox.Add(_topics.Reply, message.ToBytes());
        }

        private void Note(long now)
        {
            _held = _slot.Held;
            _heldSince = now;
        }

        private void End()
        {
            _receiver = null;
            _slot = null;
            _publicKey = null;
        }

        private string ResultWord()
        {
            return _products.ResultRelease == 0 ? null : _products.Result == PackageError.None ? "current" : PackageErrors.WordOf(_products.Result);
        }

        private void Show(string word, int release)
        {
            _report.UpdateWord = word;
            _report.UpdateRelease = release;
        }
    }
}
