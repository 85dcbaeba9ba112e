using System;
using System.Text;

namespace NanoMqttDevice
{
    /// <summary>Wants a NUL at the end of a PEM, and one certificate at least that can be parsed.</summary>
    internal sealed class X509Certificate
    {
        private readonly byte[] _certificate;

        public X509Certificate(byte[] certificate)
        {
            if (AdapterTests.Platform.Broker.IsHeapFull)
            {
                throw new OutOfMemoryException();
            }

            string text = Encoding.UTF8.GetString(certificate);
            if (certificate[certificate.Length - 1] != 0 || !text.Contains("GOOD", StringComparison.Ordinal))
            {
                throw new ArgumentException("CLR_E_INVALID_PARAMETER");
            }

            _certificate = certificate;
        }

        public byte[] GetRawCertData()
        {
            return _certificate;
        }
    }
}
