using System;

namespace nanoFramework.M2Mqtt.Exceptions
{
    /// <summary>Wraps what setting up the connection throws.</summary>
    internal sealed class MqttConnectionException : Exception
    {
        public MqttConnectionException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}
