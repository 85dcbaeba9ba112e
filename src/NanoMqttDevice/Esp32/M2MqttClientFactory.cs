using System;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using nanoFramework.M2Mqtt;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// Makes clients of the M2Mqtt library. With TLS the server is always checked, against the authority in the file <c>ca.pem</c> and those that
    /// the platform keeps.
    /// </summary>
    public sealed class M2MqttClientFactory : IMqttClientFactory
    {
        /// <summary>File with the certificate of the authority, PEM.</summary>
        public const string AuthorityFile = "ca.pem";

        private const int MaxAuthoritySize = 8192;

        private readonly IFlash _flash;

        /// <summary>Makes a factory; nothing is read yet.</summary>
        /// <param name="flash">Where the authority is.</param>
        public M2MqttClientFactory(IFlash flash)
        {
            _flash = flash;
        }

        /// <inheritdoc/>
        public IMqttClient Create(string endpoint, int port, bool tls)
        {
            return new ReportingMqttClient(endpoint, port, tls, tls ? ReadAuthority() : null);
        }

        /// <inheritdoc/>
        public ConnectFailure Explain(Exception exception, bool tls)
        {
            // Upstream wraps what setting up the connection throws. What the network throws is a SocketException, what TLS throws is none.
            bool isTls = exception is AuthorityException
                || (tls && exception.InnerException != null && !(exception.InnerException is SocketException));
            return isTls ? ConnectFailure.Tls : ConnectFailure.Unknown;
        }

        private X509Certificate ReadAuthority()
        {
            try
            {
                int size = _flash.Read(AuthorityFile, new byte[1]);
                if (size < 0)
                {
                    return null;
                }

                if (size <= MaxAuthoritySize)
                {
                    // One byte more than the file has: the NUL that the parser wants at the end of a PEM.
                    byte[] pem = new byte[size + 1];
                    _flash.Read(AuthorityFile, pem);
                    return new X509Certificate(pem);
                }
            }
            catch (Exception)
            {
                // Said by what is thrown below: passed on, it would be taken for a name that is not known.
            }

            throw new AuthorityException();
        }
    }
}
