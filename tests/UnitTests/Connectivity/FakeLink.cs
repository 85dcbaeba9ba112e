using System;
using NanoMqttDevice.Connectivity;

namespace NFUnitTest.Connectivity
{
    /// <summary>A network link that does as a test says.</summary>
    internal sealed class FakeLink : INetworkLink
    {
        public bool IsUp { get; set; }

        public LinkResult Result { get; set; }

        public bool Throws { get; set; }

        public int Joins { get; private set; }

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
    }
}
