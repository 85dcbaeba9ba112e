using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;

namespace NanoMqttDevice.AdapterTests.Mqtt
{
    /// <summary>A refusal that comes as an exception, and a Close that returns too soon (D21).</summary>
    [TestClass]
    public sealed class ReportingMqttClientTests
    {
        [TestInitialize]
        public void Start()
        {
            Board.Reset();
        }

        [TestMethod]
        [DataRow(4)]
        [DataRow(5)]
        public void A_refusal_after_which_the_broker_closes_returns_its_code(int code)
        {
            Broker.ReturnCode = code;
            Broker.ConnectFailure = new InvalidOperationException("MqttCommunicationException");
            Assert.AreEqual((MqttReasonCode)code, Connect(Make()));
        }

        [TestMethod]
        public void A_refusal_after_which_the_broker_stays_returns_its_code()
        {
            Broker.ReturnCode = 3;
            Assert.AreEqual((MqttReasonCode)3, Connect(Make()));
        }

        [TestMethod]
        public void An_accepted_login_returns_0()
        {
            IMqttClient client = Make();
            Assert.AreEqual(MqttReasonCode.Success, Connect(client));
            Assert.IsTrue(client.IsConnected);
        }

        [TestMethod]
        public void What_was_thrown_without_a_CONNACK_is_thrown()
        {
            Broker.ReturnCode = -1;
            Broker.ConnectFailure = new TimeoutException();
            Assert.AreSame(Broker.ConnectFailure, Assert.Throws<Exception>(() => Connect(Make())));
        }

        [TestMethod]
        public void The_code_of_one_client_is_not_told_by_the_next()
        {
            Broker.ReturnCode = 5;
            Connect(Make());
            Broker.ReturnCode = -1;
            Broker.ConnectFailure = new TimeoutException();
            Assert.ThrowsExactly<TimeoutException>(() => Connect(Make()));
        }

        [TestMethod]
        public void A_Close_that_does_the_work_is_not_waited_for_any_longer()
        {
            IMqttClient client = Make();
            Connect(client);
            client.Close();
            Assert.IsFalse(Broker.HasSocket);
            Assert.AreEqual(200, VirtualTime.Now);
        }

        [TestMethod]
        [DataRow(50)]
        [DataRow(2200)]
        public void A_client_that_closes_by_itself_is_waited_for(int duration)
        {
            IMqttClient client = Make();
            Connect(client);
            ((MqttClient)client).Drop(duration);
            client.Close();
            Assert.IsFalse(Broker.HasSocket, "The next client's TLS would stand beside the last one's.");
            Assert.AreEqual(duration, VirtualTime.Now);
        }

        [TestMethod]
        public void A_client_that_never_tells_its_end_is_waited_for_three_seconds()
        {
            Broker.LosesClosedEvent = true;
            IMqttClient client = Make();
            Connect(client);
            ((MqttClient)client).Drop(2200);
            client.Close();
            Assert.AreEqual(3000, VirtualTime.Now);
        }

        [TestMethod]
        public void A_client_that_has_closed_by_itself_long_ago_is_not_waited_for()
        {
            IMqttClient client = Make();
            Connect(client);
            ((MqttClient)client).Drop(100);
            VirtualTime.Advance(10000);
            client.Close();
            Assert.AreEqual(10200, VirtualTime.Now);
        }

        private static IMqttClient Make()
        {
            return new ReportingMqttClient("mqtt.example.com", 1883, false, null);
        }

        private static MqttReasonCode Connect(IMqttClient client)
        {
            return client.Connect("id", "user", "password", false, MqttQoSLevel.AtMostOnce, false, null, null, true, 90);
        }
    }
}
