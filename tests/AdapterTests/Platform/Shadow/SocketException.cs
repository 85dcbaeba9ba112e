using System;

namespace NanoMqttDevice
{
    /// <summary>Positive codes are those of the network (10054); -1 is thrown for certificates that cannot be parsed.</summary>
    internal sealed class SocketException : Exception
    {
        public SocketException(int errorCode)
        {
            ErrorCode = errorCode;
        }

        public int ErrorCode { get; }
    }
}
