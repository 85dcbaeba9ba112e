namespace NanoMqttDevice.Boards
{
    /// <summary>
    /// The boards this firmware knows. To add one, add an entry; where two prefixes fit, the upper entry counts. COM1 is the port of the debug
    /// protocol unless that has found a host on the chip's own USB connector when the board started: to provision over COM1, connect both.
    /// </summary>
    public static class BoardTable
    {
        private static readonly BoardInfo[] _boards =
        {
            // Name, chip, target prefix, serial port, TX, RX, LED, and whether it shines at a high level.
            new BoardInfo("ESP32 DevKit", "ESP32", "ESP32_REV", 2, 17, 16, 2, true),

            // Modules with PSRAM use 16 and 17 for it.
            new BoardInfo("ESP32 DevKit PSRAM", "ESP32", "ESP32_PSRAM", 2, 25, 26, 2, true),

            // The light of these two is one of three colours that takes commands, not levels.
            new BoardInfo("ESP32-S3 DevKitC", "ESP32-S3", "ESP32_S3", 1, 43, 44, -1, true),
            new BoardInfo("ESP32-C3 DevKitM", "ESP32-C3", "ESP32_C3", 1, 21, 20, -1, true),
        };

        /// <summary>Finds the board that the running image was made for.</summary>
        /// <param name="targetName">Target name of the image.</param>
        /// <returns>The board; for a target that is not known one without serial port and light, so that no pin is used that may not be.</returns>
        public static BoardInfo Find(string targetName)
        {
            for (int i = 0; i < _boards.Length; i++)
            {
                if (targetName.StartsWith(_boards[i].TargetPrefix))
                {
                    return _boards[i];
                }
            }

            return new BoardInfo("unknown board", targetName, targetName, 0, -1, -1, -1, true);
        }
    }
}
