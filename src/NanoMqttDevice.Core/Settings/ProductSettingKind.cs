namespace NanoMqttDevice.Settings
{
    /// <summary>What a setting of the product holds.</summary>
    public enum ProductSettingKind
    {
        /// <summary><c>on</c> or <c>off</c>.</summary>
        Switch = 0,

        /// <summary>A whole number.</summary>
        Whole = 1,

        /// <summary>A number.</summary>
        Number = 2,

        /// <summary>A text.</summary>
        Text = 3,
    }
}
