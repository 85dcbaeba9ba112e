using System;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Platform
{
    /// <summary>A network link that does as a test says.</summary>
    internal sealed class FakeLink : INetworkLink
    {
        private bool _isUp;

        /// <summary>True when already the question for an address throws.</summary>
        public bool IsBroken { get; set; }

        public bool IsUp
        {
            get
            {
                if (IsBroken)
                {
                    throw new InvalidOperationException();
                }

                return _isUp;
            }

            set
            {
                _isUp = value;
            }
        }

        public LinkResult Result { get; set; }

        public bool Throws { get; set; }

        public int Joins { get; private set; }

        public string Ssid { get; set; }

        public string Password { get; private set; }

        public string Hostname { get; set; }

        public WifiNetwork[] Networks { get; set; }

        /// <summary>Answers datagrams, or null when nobody does.</summary>
        public TimeServer TimeServer { get; set; }

        public LinkResult Join(int timeout)
        {
            Joins++;
            if (Throws)
            {
                throw new InvalidOperationException();
            }

            IsUp = Result == LinkResult.Joined;
            return Result;
        }

        public LinkResult Join(string ssid, string password, int timeout)
        {
            if (Join(timeout) == LinkResult.Joined)
            {
                Ssid = ssid;
                Password = password;
            }

            return Result;
        }

        public WifiNetwork[] Scan(int timeout)
        {
            return Networks;
        }

        public int Exchange(string host, int port, byte[] request, byte[] answer, int timeout)
        {
            return TimeServer == null ? 0 : TimeServer.Answer(host, port, request, answer);
        }

        public void Forget()
        {
            IsUp = false;
            Ssid = null;
            Password = null;
        }
    }
}
