using System;

namespace NanoMqttDevice.Esp32
{
    /// <summary>The file with the certificate of the authority cannot be used.</summary>
    internal sealed class AuthorityException : Exception
    {
    }
}
