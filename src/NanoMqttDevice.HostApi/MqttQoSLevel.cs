namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>Quality of service, and the SUBACK failure code.</summary>
    public enum MqttQoSLevel
    {
        /// <summary>QoS 0.</summary>
        AtMostOnce = 0,

        /// <summary>QoS 1.</summary>
        AtLeastOnce = 1,

        /// <summary>QoS 2.</summary>
        ExactlyOnce = 2,

        /// <summary>SUBACK 0x80.</summary>
        GrantedFailure = 0x80,
    }
}
