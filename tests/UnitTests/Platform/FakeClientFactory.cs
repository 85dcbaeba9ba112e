using System;
using nanoFramework.M2Mqtt;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Platform
{
    /// <summary>Hands out fake clients, each made the way the test has set.</summary>
    internal sealed class FakeClientFactory : IMqttClientFactory
    {
        /// <summary>Made next; a plain one when null.</summary>
        public FakeMqttClient Next { get; set; }

        /// <summary>Made last.</summary>
        public FakeMqttClient Last { get; private set; }

        public bool NameIsUnknown { get; set; }

        /// <summary>The one name that is not known, or null.</summary>
        public string UnknownName { get; set; }

        /// <summary>True while nobody answers at the endpoint.</summary>
        public bool Fails { get; set; }

        /// <summary>A parent topic for whose topics the service closes the connection, or null.</summary>
        public string ForbiddenParent { get; set; }

        public int ConnectReturns { get; set; }

        public string AcceptedUserName { get; set; }

        public bool AcknowledgesAtOnce { get; set; } = true;

        /// <summary>Runs while the name is being resolved.</summary>
        public System.Threading.ThreadStart WhileResolving { get; set; }

        public int Created { get; private set; }

        public string Endpoint { get; private set; }

        public int Port { get; private set; }

        public bool Tls { get; private set; }

        public IMqttClient Create(string endpoint, int port, bool tls)
        {
            Created++;
            Endpoint = endpoint;
            Port = port;
            Tls = tls;
            if (WhileResolving != null)
            {
                WhileResolving();
            }

            if (NameIsUnknown || endpoint == UnknownName)
            {
                throw new InvalidOperationException();
            }

            Last = Next ?? new FakeMqttClient
            {
                ConnectReturns = ConnectReturns,
                AcceptedUserName = AcceptedUserName,
                AcknowledgesAtOnce = AcknowledgesAtOnce,
                ConnectThrows = Fails,
                ForbiddenParent = ForbiddenParent,
            };
            Next = null;
            return Last;
        }

        /// <summary>What the exceptions of connecting mean.</summary>
        public ConnectFailure Failure { get; set; }

        public ConnectFailure Explain(Exception exception, bool tls)
        {
            return Failure;
        }
    }
}
