namespace NanoMqttDevice.Credentials
{
    /// <summary>What came of checking a seal.</summary>
    public enum SealCheck
    {
        /// <summary>The command may be obeyed, this once.</summary>
        Good = 0,

        /// <summary>It is no seal under this device's secret.</summary>
        Wrong = 1,

        /// <summary>It is a seal over the nonce of an earlier start.</summary>
        Stale = 2,

        /// <summary>The id is not above that of the last command: it was obeyed already, or has been overtaken.</summary>
        Repeated = 3,

        /// <summary>The id is not a number of 1 to 18 digits above 0.</summary>
        BadId = 4,
    }
}
