using System;
using System.Reflection;
using System.Text;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Settings;
using NFUnitTest.Runtime;

namespace NFUnitTest.Host
{
    /// <summary>
    /// A whole device with two credentials, a service that accepts either, both or none of them, and what an honest witness has seen: which of the two
    /// was accepted, had a message acknowledged, and held its session for the settling time.
    /// </summary>
    internal sealed class TrialWorld
    {
        internal const string Old = "DeviceCredential|YYYYY|mqtt-xxxxx";
        internal const string New = "DeviceCredential|ZZZZZ|mqtt-xxxxx";

        private const int Step = 500;
        private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;
        private static readonly string[] _flags = { "_isHalfRound", "_isRaised", "_hasOther" };
        private readonly DeviceWorld _world = new DeviceWorld();
        private int _created;
        private long _since;
        private readonly bool _hasNew;

        /// <summary>Begins a rotation.</summary>
        /// <param name="cut">The change of flash at which the power is cut while the new credential is stored, from 1; 0 for none.</param>
        /// <param name="isHalf">Whether that change is half done.</param>
        internal TrialWorld(int cut, bool isHalf)
        {
            _world.Provisioned();
            Run(15000);
            _world.Ask("set access-key-id ZZZZZ");
            Arm(cut, isHalf);
            string answer = _world.Ask("commit");
            if (cut != 0)
            {
                Restart();
            }

            _hasNew = answer.IndexOf("candidate") >= 0;
        }

        internal bool IsOldProved { get; private set; }

        internal bool IsNewProved { get; private set; }

        /// <summary>Why something that may still be good is gone, or null.</summary>
        internal string Loss
        {
            get
            {
                bool hasOld = Holds("YYYYY");
                bool hasNew = Holds("ZZZZZ");
                return !hasOld && !IsNewProved ? "the old one was erased before the new one had proved itself"
                    : _hasNew && !hasNew && !IsOldProved ? "the new one was erased before the old one had proved itself"
                    : null;
            }
        }

        /// <summary>All that decides what comes next, but for times.</summary>
        internal string Key
        {
            get
            {
                StringBuilder key = new StringBuilder();
                for (int i = 0; i < 4; i++)
                {
                    byte[] file = _world.Flash.Get(i);
                    string text = file == null ? "" : Encoding.Latin1.GetString(file);
                    key.Append(file == null ? '-' : text.Contains("YYYYY") ? 'Y' : text.Contains("ZZZZZ") ? 'Z' : '?').Append(file?.Length > 40 ? '+' : '.');
                }

                SettingsTrial trial = _world.Device.Settings.Trial;
                SettingsStore store = new SettingsStore(_world.Flash);
                key.Append(' ').Append(NameOf(store.Load())).Append(NameOf(store.LoadCandidate()));
                key.Append(trial.IsTrying ? 'T' : '-').Append(trial.IsCandidateTurn ? 'C' : '-').Append(trial.IsParked ? 'P' : '-');
                foreach (string flag in _flags)
                {
                    key.Append((bool)typeof(SettingsTrial).GetField(flag, Private).GetValue(trial) ? '1' : '0');
                }

                key.Append((int)typeof(SettingsTrial).GetField("_lost", Private).GetValue(trial));
                key.Append((long)typeof(SettingsTrial).GetField("_nextTurn", Private).GetValue(trial) != 0 ? 'n' : '-');
                key.Append((long)typeof(SettingsTrial).GetField("_retryAccept", Private).GetValue(trial) != 0 ? 'r' : '-');
                Supervisor supervisor = _world.Device.Uplink.Supervisor;
                key.Append(' ').Append(supervisor.State).Append(supervisor.IsSettled).Append(supervisor.Cause);
                key.Append(_world.Device.Report.Mode).Append(IsOldProved).Append(IsNewProved);
                return key.ToString();
            }
        }

        /// <summary>Lets the service accept some from now on: 0 the old one, 1 the new one, 2 both, 3 none; whoever is refused loses its session.</summary>
        internal void Accept(int which)
        {
            string wanted = which == 0 ? Old : which == 1 ? New : which == 2 ? null : "nobody";
            if (_world.Factory.AcceptedUserName != wanted)
            {
                _world.Factory.AcceptedUserName = wanted;
                if (wanted != null && _world.Factory.Last.IsConnected && _world.Factory.Last.UserName != wanted)
                {
                    _world.Factory.Last.Drop();
                }
            }
        }

        /// <summary>Lets something happen.</summary>
        /// <param name="what">0 to 6, and from 7 on a power cut at one change of flash after the other, none of it done or half of it.</param>
        internal void Happen(int what)
        {
            switch (what)
            {
                case 0:
                    Run(2000);
                    break;
                case 1:
                    Run(13000);
                    break;
                case 2:
                    Run(70000);
                    break;
                case 3:
                    _world.Factory.Fails = true;
                    DropIfConnected();
                    Run(15000);
                    _world.Factory.Fails = false;
                    break;
                case 4:
                    _world.Factory.AcknowledgesAtOnce = false;
                    DropIfConnected();
                    Run(5000);
                    DropIfConnected();
                    _world.Factory.AcknowledgesAtOnce = true;
                    break;
                case 5:
                    Run(5000);
                    DropIfConnected();
                    Run(1000);
                    break;
                case 6:
                    Run(1000);
                    _world.Crash();
                    Run(500);
                    break;
                default:
                    Arm(((what - 7) / 2) + 1, (what & 1) == 0);
                    Run(13000);
                    Restart();
                    break;
            }
        }

        /// <summary>Whether a credential is still stored.</summary>
        internal bool Holds(string accessKeyId)
        {
            SettingsStore store = new SettingsStore(_world.Flash);
            return NameOf(store.Load()) == accessKeyId[0] || NameOf(store.LoadCandidate()) == accessKeyId[0];
        }

        /// <summary>Lets the service accept one credential from now on and waits, for hours, until the device stays online with it.</summary>
        internal bool ComesAndStays(int which)
        {
            string wanted = which == 0 ? Old : New;
            Accept(which);
            int online = 0;
            for (int i = 0; i < 4 * 3600 * 1000 && online < 300000; i += Step)
            {
                Run(Step);
                bool isOnline = _world.State == SupervisorState.Online && _world.Client.UserName == wanted;
                online = isOnline ? online + Step : 0;
            }

            return online >= 300000;
        }

        private static char NameOf(DeviceSettings settings)
        {
            return settings == null ? '-' : settings.AccessKeyId[0];
        }

        private void Run(int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += Step)
            {
                _world.Runner.Step();
                _world.Device.Uplink.Opener.RunOne();
                _world.Device.Uplink.Closer.RunOne();
                Watch();
                _world.Clock.Milliseconds += Step;
            }
        }

        private void Watch()
        {
            if (_world.Factory.Last == null || !_world.Factory.Last.IsConnected)
            {
                return;
            }

            if (_created != _world.Factory.Created)
            {
                _created = _world.Factory.Created;
                _since = _world.Clock.Milliseconds;
            }

            bool isProof = _world.Factory.Last.AcknowledgesAtOnce
                && _world.Factory.Last.Payloads.Count > 0
                && _world.Clock.Milliseconds - _since >= Supervisor.SettleTime - Step;
            IsOldProved |= isProof && _hasNew && _world.Factory.Last.UserName == Old;
            IsNewProved |= isProof && _world.Factory.Last.UserName == New;
        }

        private void Arm(int change, bool isHalf)
        {
            if (change != 0)
            {
                _world.Flash.CutAtChange = _world.Flash.Changes + change;
                _world.Flash.CutsHalfway = isHalf;
            }
        }

        private void DropIfConnected()
        {
            if (_world.Factory.Last.IsConnected)
            {
                _world.Factory.Last.Drop();
            }
        }

        private void Restart()
        {
            _world.Flash.Restore();
            _world.Crash();
            Run(500);
        }
    }
}
