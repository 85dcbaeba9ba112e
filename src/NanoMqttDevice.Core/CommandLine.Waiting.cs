using NanoMqttDevice.Connectivity;

namespace NanoMqttDevice
{
    /// <content>The requests whose answer waits for the network.</content>
    public sealed partial class CommandLine
    {
        private void Test()
        {
            if (_device.ClientId == null)
            {
                Fail(NotOnline, StatusWords.Of(SupervisorState.Unprovisioned));
                return;
            }

            _failures = _device.Supervisor.Failures;
            _device.Supervisor.RetryNow(_device.Now);
            BeginWait(Wait.Test);
        }

        private void StepTest()
        {
            Supervisor supervisor = _device.Supervisor;
            if (supervisor.State == SupervisorState.Online)
            {
                Say("state", StatusWords.Of(supervisor.State));
                Ok();
            }
            else if (supervisor.Failures != _failures || _device.Now > _waitEnd)
            {
                if (supervisor.ReturnCode != 0)
                {
                    Say("connack", supervisor.ReturnCode);
                }

                Fail(NotOnline, StatusWords.Of(supervisor.Cause == OfflineCause.None ? OfflineCause.ConnectTimedOut : supervisor.Cause));
            }
        }

        private void Wifi(string rest)
        {
            if (rest == "scan")
            {
                BeginWifi(Wait.Scan, null, null);
            }
            else if (rest.Length > 5 && rest.Length <= 5 + DeviceNames.MaxLength && rest.Substring(0, 5) == "join ")
            {
                _awaitedSsid = rest.Substring(5);
            }
            else
            {
                Fail(BadArgument, "argument");
            }
        }

        private void BeginWifi(Wait wait, string ssid, string password)
        {
            if (_device.Wifi.Begin(ssid, password))
            {
                BeginWait(wait);
            }
            else
            {
                Fail(Busy, "busy");
            }
        }

        private void EndWifi()
        {
            WifiJob wifi = _device.Wifi;
            if (_wait == Wait.Join ? wifi.Result != LinkResult.Joined : wifi.Networks == null)
            {
                // The numbers of the two are the same.
                Fail(NotOnline, StatusWords.Of((OfflineCause)wifi.Result));
                return;
            }

            for (int i = 0; _wait == Wait.Scan && i < wifi.Networks.Length; i++)
            {
                WifiNetwork network = wifi.Networks[i];
                _writer.Add("network: ").Add(network.Rssi.ToString()).Add(network.IsSecured ? " yes " : " no ").Say(network.Ssid);
            }

            Ok();
        }

        private void BeginWait(Wait wait)
        {
            _wait = wait;
            _waitEnd = _device.Now + WaitLimit;
        }
    }
}
