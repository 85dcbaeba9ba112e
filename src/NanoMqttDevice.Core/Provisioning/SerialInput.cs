namespace NanoMqttDevice.Provisioning
{
    /// <summary>What a byte has brought to its end.</summary>
    public enum SerialInput
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>A line, which may be empty.</summary>
        Line = 1,

        /// <summary>A line that was passed over: too long, or with a control character.</summary>
        BadLine = 2,

        /// <summary>The Improv frame of an RPC.</summary>
        Frame = 3,
    }
}
