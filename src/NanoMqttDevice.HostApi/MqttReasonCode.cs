namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>The CONNACK return codes of MQTT 3.1.1 (MQTT-3.2.2.3), a part of upstream's enumeration.</summary>
    public enum MqttReasonCode
    {
        /// <summary>Connection accepted.</summary>
        Success = 0,

        /// <summary>Unacceptable protocol version.</summary>
        ConnectionRefusedUnacceptableProtocolVersion = 1,

        /// <summary>Identifier rejected.</summary>
        ConnectionRefusedIdentifierRejected = 2,

        /// <summary>Server unavailable.</summary>
        ConnectionRefusedServerUnavailable = 3,

        /// <summary>Bad user name or password.</summary>
        ConnectionRefusedBadUserNameOrPassword = 4,

        /// <summary>Not authorized.</summary>
        ConnectionRefusedNotAuthorized = 5,
    }
}
