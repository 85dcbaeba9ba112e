namespace NanoMqttDevice.Commands
{
    /// <summary>How much of the device runs, after how many starts that did not last.</summary>
    public enum StartMode
    {
        /// <summary>All of it.</summary>
        Normal = 0,

        /// <summary>It gets online, with its own commands and without the product's code: it can be mended from afar.</summary>
        WithoutProduct = 1,

        /// <summary>Only the serial line.</summary>
        SerialOnly = 2,
    }
}
