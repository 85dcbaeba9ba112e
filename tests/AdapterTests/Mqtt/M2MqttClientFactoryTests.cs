using System;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using nanoFramework.M2Mqtt;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Mqtt
{
    /// <summary>What a client is made with, and what is said when it cannot be made.</summary>
    [TestClass]
    public sealed class M2MqttClientFactoryTests
    {
        private const string Path = "I:\\" + M2MqttClientFactory.AuthorityFile;

        private M2MqttClientFactory _factory;

        [TestInitialize]
        public void Start()
        {
            Platform.Board.Reset();
            _factory = new M2MqttClientFactory(new FileFlash(), new Esp32Board(BoardTable.Find(""), null, null));
        }

        [TestMethod]
        public void With_TLS_the_file_of_the_authorities_is_given_with_a_NUL_at_its_end()
        {
            Drive.Put(Path, Encoding.ASCII.GetBytes("GOOD PEM\n"));
            _factory.Create("mqtt.example.com", 8883, true);
            Assert.AreEqual("mqtt.example.com", Broker.Endpoint);
            Assert.AreEqual(8883, Broker.TcpPort);
            Assert.IsTrue(Broker.IsSecure);
            Assert.AreEqual(MqttSslProtocols.TLSv1_2, Broker.Protocol);
            Assert.AreEqual("GOOD PEM\n\0", Encoding.ASCII.GetString(Broker.Authority.GetRawCertData()));
        }

        [TestMethod]
        public void Without_a_file_the_platforms_own_authorities_count()
        {
            _factory.Create("mqtt.example.com", 8883, true);
            Assert.IsTrue(Broker.IsSecure);
            Assert.IsNull(Broker.Authority);
        }

        [TestMethod]
        public void Without_TLS_the_file_is_not_read()
        {
            Drive.Put(Path, Encoding.ASCII.GetBytes("nonsense"));
            _factory.Create("mqtt.example.com", 1883, false);
            Assert.IsFalse(Broker.IsSecure);
            Assert.IsNull(Broker.Authority);
        }

        [TestMethod]
        [DataRow("nonsense", 0, false)]
        [DataRow("GOOD", 8192, false)]
        [DataRow("GOOD", 0, true)]
        public void A_file_that_cannot_be_used_is_called_so(string start, int more, bool isBroken)
        {
            Drive.Put(Path, Encoding.ASCII.GetBytes(start + new string(' ', more)));
            Drive.IsBroken = isBroken;
            Assert.AreEqual(ConnectFailure.AuthorityFile, Failure());
        }

        [TestMethod]
        public void A_file_of_the_largest_size_is_used()
        {
            Drive.Put(Path, Encoding.ASCII.GetBytes("GOOD" + new string(' ', 8188)));
            Assert.AreEqual(ConnectFailure.Unknown, Failure());
        }

        [TestMethod]
        public void A_full_heap_is_not_blamed_on_the_file()
        {
            Drive.Put(Path, Encoding.ASCII.GetBytes("GOOD"));
            Broker.IsHeapFull = true;
            Assert.AreEqual(ConnectFailure.Memory, Failure());
        }

        [TestMethod]
        public void A_name_that_is_not_known_is_left_to_the_step()
        {
            Broker.NameFailure = new SocketException(11001);
            Assert.AreSame(Broker.NameFailure, Assert.Throws<Exception>(() => _factory.Create("nowhere", 8883, true)));
            Assert.AreEqual(ConnectFailure.Unknown, _factory.Explain(Broker.NameFailure, true));
        }

        private ConnectFailure Failure()
        {
            try
            {
                _factory.Create("mqtt.example.com", 8883, true);
                return ConnectFailure.Unknown;
            }
            catch (Exception e)
            {
                return _factory.Explain(e, true);
            }
        }
    }
}
