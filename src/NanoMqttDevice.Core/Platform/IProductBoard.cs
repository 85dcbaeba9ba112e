namespace NanoMqttDevice.Platform
{
    /// <summary>Implemented by a product that knows its board better than the firmware's table: by its application, beside what that derives from.</summary>
    public interface IProductBoard
    {
        /// <summary>Describes the product's board. Asked once, before anything else of the product.</summary>
        /// <param name="targetName">Target name of the running image, for example <c>ESP32_REV3</c>.</param>
        /// <returns>The board, or null for the one of the firmware's table.</returns>
        BoardInfo FindBoard(string targetName);
    }
}
