using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using nanoFramework.M2Mqtt.Exceptions;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Mqtt
{
    /// <summary>What the exceptions of setting up TLS mean (D19); the codes are those of nf-interpreter's and mbedTLS's headers.</summary>
    [TestClass]
    public sealed class TlsFailureTests
    {
        [TestInitialize]
        public void Start()
        {
            Platform.Board.Reset();
        }

        [TestMethod]
        [DataRow(0x01, ConnectFailure.Certificate, DisplayName = "BADCERT_EXPIRED")]
        [DataRow(0x04, ConnectFailure.Certificate, DisplayName = "BADCERT_CN_MISMATCH")]
        [DataRow(0x08, ConnectFailure.Certificate, DisplayName = "BADCERT_NOT_TRUSTED")]
        [DataRow(0x09, ConnectFailure.Certificate, DisplayName = "expired and not trusted, where memory is left")]
        [DataRow(0x0C, ConnectFailure.Certificate, DisplayName = "another name and not trusted")]
        [DataRow(0x200, ConnectFailure.Certificate, DisplayName = "BADCERT_FUTURE")]
        [DataRow(-1, ConnectFailure.Certificate, DisplayName = "no result of the verification")]
        [DataRow(-0x7A00, ConnectFailure.Certificate, DisplayName = "SSL_BAD_CERTIFICATE")]
        [DataRow(-0x2180, ConnectFailure.Certificate, DisplayName = "X509_INVALID_FORMAT")]
        [DataRow(-0x21E2, ConnectFailure.Certificate, DisplayName = "X509_INVALID_FORMAT and ASN1_UNEXPECTED_TAG")]
        [DataRow(-0x0050, ConnectFailure.Connection, DisplayName = "NET_CONN_RESET")]
        [DataRow(-0x004C, ConnectFailure.Connection, DisplayName = "NET_RECV_FAILED")]
        [DataRow(-0x004E, ConnectFailure.Connection, DisplayName = "NET_SEND_FAILED")]
        [DataRow(-0x7280, ConnectFailure.Connection, DisplayName = "SSL_CONN_EOF")]
        [DataRow(-0x7880, ConnectFailure.Connection, DisplayName = "SSL_PEER_CLOSE_NOTIFY")]
        [DataRow(-0x6800, ConnectFailure.Connection, DisplayName = "SSL_TIMEOUT")]
        [DataRow(-0x7F00, ConnectFailure.Memory, DisplayName = "SSL_ALLOC_FAILED")]
        [DataRow(-0x2880, ConnectFailure.Memory, DisplayName = "X509_ALLOC_FAILED")]
        [DataRow(-0x3F80, ConnectFailure.Memory, DisplayName = "PK_ALLOC_FAILED")]
        [DataRow(-0x4D80, ConnectFailure.Memory, DisplayName = "ECP_ALLOC_FAILED")]
        [DataRow(-0x0010, ConnectFailure.Memory, DisplayName = "MPI_ALLOC_FAILED")]
        [DataRow(-0x4310, ConnectFailure.Memory, DisplayName = "RSA_PUBLIC_FAILED and MPI_ALLOC_FAILED")]
        [DataRow(-0x21EA, ConnectFailure.Memory, DisplayName = "X509_INVALID_FORMAT and ASN1_ALLOC_FAILED")]
        [DataRow(-141, ConnectFailure.Memory, DisplayName = "PSA_ERROR_INSUFFICIENT_MEMORY")]
        [DataRow(-0x7680, ConnectFailure.AuthorityFile, DisplayName = "SSL_CA_CHAIN_REQUIRED")]
        [DataRow(-0x7780, ConnectFailure.Tls, DisplayName = "SSL_FATAL_ALERT_MESSAGE")]
        [DataRow(-0x6E00, ConnectFailure.Tls, DisplayName = "SSL_HANDSHAKE_FAILURE")]
        [DataRow(-0x7200, ConnectFailure.Tls, DisplayName = "SSL_INVALID_RECORD")]
        [DataRow(3, ConnectFailure.Tls, DisplayName = "SslError_DrbgSeedFailed")]
        [DataRow(7, ConnectFailure.Tls, DisplayName = "SslError_CertificateParseFailed, of the device's own")]
        public void A_code_of_the_handshake(int code, ConnectFailure expected)
        {
            Assert.AreEqual(expected, Explain(Coded(code)));
        }

        [TestMethod]
        public void Buffers_that_could_not_be_had_are_told_from_a_certificate_by_the_memory()
        {
            Machine.LargestInternal = 12000;
            Assert.AreEqual(ConnectFailure.Memory, Explain(Coded(9)));
            Assert.AreEqual(ConnectFailure.Certificate, Explain(Coded(8)));
        }

        [TestMethod]
        [DataRow(-1, ConnectFailure.AuthorityFile, DisplayName = "a certificate of the CA file was not parsed")]
        [DataRow(10061, ConnectFailure.Unknown, DisplayName = "refused")]
        [DataRow(10060, ConnectFailure.Unknown, DisplayName = "timed out")]
        [DataRow(10054, ConnectFailure.Unknown, DisplayName = "reset before TLS")]
        [DataRow(-0x7280, ConnectFailure.Connection, DisplayName = "CONN_EOF of an older image")]
        [DataRow(-0x2700, ConnectFailure.Certificate, DisplayName = "CERT_VERIFY_FAILED of an older image")]
        [DataRow(unchecked((int)0x8A000000), ConnectFailure.Unknown, DisplayName = "an error of the CLR")]
        public void A_code_of_a_socket(int code, ConnectFailure expected)
        {
            Assert.AreEqual(expected, Explain(new SocketException(code)));
        }

        [TestMethod]
        public void An_exception_without_a_code()
        {
            Assert.AreEqual(ConnectFailure.Memory, Explain(new OutOfMemoryException()));
            Assert.AreEqual(ConnectFailure.Tls, Explain(new InvalidOperationException()));
        }

        [TestMethod]
        public void Without_TLS_nothing_is_said_of_it()
        {
            M2MqttClientFactory factory = Factory();
            Assert.AreEqual(ConnectFailure.Unknown, factory.Explain(new MqttConnectionException("", new SocketException(-1)), false));
            Assert.AreEqual(ConnectFailure.Unknown, factory.Explain(new MqttConnectionException("", Coded(8)), false));
        }

        [TestMethod]
        public void What_came_after_TLS_was_set_up_is_not_TLS()
        {
            Assert.AreEqual(ConnectFailure.Unknown, Factory().Explain(new InvalidOperationException(), true));
        }

        private static Exception Coded(int code)
        {
#pragma warning disable CS0436 // .NET has one of that name as well
            return new System.Security.Cryptography.CryptographicException(code);
#pragma warning restore CS0436
        }

        private static ConnectFailure Explain(Exception inner)
        {
            return Factory().Explain(new MqttConnectionException("Exception connecting to the broker", inner), true);
        }

        private static M2MqttClientFactory Factory()
        {
            return new M2MqttClientFactory(new FileFlash(), new Esp32Board(NanoMqttDevice.Boards.BoardTable.Find(""), null, null));
        }
    }
}
