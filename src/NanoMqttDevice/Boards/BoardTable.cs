using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Boards
{
    /// <summary>
    /// The boards this firmware knows, by the exact names of upstream's images: a name that only begins alike is another board, whose pins may carry
    /// a display or the Ethernet clock. <c>flash/boards.json</c> is the source; a test compares. COM1 is the port of the debug protocol unless that
    /// has found a host on the chip's own USB connector when the board started: to provision over COM1, connect both.
    /// </summary>
    public static class BoardTable
    {
        /// <summary>Finds the board that the running image was made for. Only that one is made: kept, the table would take a KB and a half of the heap.</summary>
        /// <param name="targetName">Target name of the image.</param>
        /// <returns>The board; for a target that is not known one without serial port and light, so that no pin is used that may not be.</returns>
        public static BoardInfo Find(string targetName)
        {
            // Name, chip, serial port, TX, RX, LED, whether it shines at a high level, watchdog pin, button.
            switch (targetName)
            {
                case "ESP32_BLE_REV0":
                case "ESP32_BLE_REV3":
                case "ESP32_REV0":
                case "ESP32_REV3":
                    return new BoardInfo("ESP32 DevKit", "ESP32", 2, 17, 16, 2, true, -1, 0);

                // Modules with PSRAM use 16 and 17 for it.
                case "ESP32_PSRAM_REV0":
                case "ESP32_PSRAM_REV3":
                case "ESP32_PSRAM_REV3_IPV6":
                case "ESP32_PSRAM_XTAL26_REV0":
                    return new BoardInfo("ESP32 DevKit PSRAM", "ESP32", 2, 25, 26, 2, true, -1, 0);

                // The PICO-D4 uses 16 and 17 for its flash.
                case "ESP32_PICO":
                    return new BoardInfo("ESP32-PICO-KIT", "ESP32", 2, 25, 26, -1, true, -1, 0);

                // The light of these is one of three colours that takes commands, not levels.
                case "ESP32_S2":
                    return new BoardInfo("ESP32-S2 DevKit", "ESP32-S2", 1, 43, 44, -1, true, -1, 0);
                case "ESP32_S3_OCTAL":
                case "ESP32_S3_QUAD":
                    return new BoardInfo("ESP32-S3 DevKitC", "ESP32-S3", 1, 43, 44, -1, true, -1, 0);
                case "ESP32_C3":
                case "ESP32_C3_BETA":
                    return new BoardInfo("ESP32-C3 DevKitM", "ESP32-C3", 1, 21, 20, -1, true, -1, 9);
                case "ESP32_C5_THREAD":
                    return new BoardInfo("ESP32-C5 DevKitC", "ESP32-C5", 1, 11, 12, -1, true, -1, 28);
                case "ESP32_C6_THREAD":
                    return new BoardInfo("ESP32-C6 DevKitC", "ESP32-C6", 1, 16, 17, -1, true, -1, 9);
                case "ESP32_C61":
                    return new BoardInfo("ESP32-C61 DevKitC", "ESP32-C61", 1, 11, 10, -1, true, -1, 9);
                case "ESP32_P4":
                case "ESP32_P4_REV_LESS3":
                    return new BoardInfo("ESP32-P4 Function EV", "ESP32-P4", 1, 37, 38, -1, true, -1, 35);

                // M5Stack: the Grove connector.
                case "M5StickC":
                case "M5StickCPlus":
                    return new BoardInfo("M5StickC", "ESP32", 2, 32, 33, 10, false, -1, 37);
                case "M5Core2":
                    return new BoardInfo("M5Core2", "ESP32", 2, 32, 33, -1, true, -1, -1);
                case "AtomS3":
                    return new BoardInfo("AtomS3", "ESP32-S3", 2, 2, 1, -1, true, -1, 41);
                default:
                    return new BoardInfo("unknown board", targetName, 0, -1, -1, -1, true, -1);
            }
        }
    }
}
