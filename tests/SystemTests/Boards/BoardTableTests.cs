using System.Globalization;
using System.Text.RegularExpressions;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Platform;
using NanoMqttDevice.SystemTests.Documents;
using NanoMqttDevice.Tool.Flashing;
using FirmwareTable = NanoMqttDevice.Boards.BoardTable;
using ToolTable = NanoMqttDevice.Tool.Flashing.BoardTable;

namespace NanoMqttDevice.SystemTests.Boards;

/// <summary>
/// <c>flash/boards.json</c> is the source of what is known of boards. The firmware cannot read it: its table, compiled into these tests, says the
/// same.
/// </summary>
[TestClass]
public sealed class BoardTableTests
{
    private const string PortPrefix = "COM";

    /// <summary>The names of the boards.</summary>
    public static IEnumerable<string> Names => ToolTable.Load().Boards.Select(b => b.Name);

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Each_image_of_a_board_finds_its_row(string name)
    {
        var board = ToolTable.Load().Find(name);
        Assert.Contains(board.Target, board.Firmware.Images, "The image that is flashed runs on the board.");
        foreach (var image in board.Firmware.Images)
        {
            Assert.AreEqual(Info(board), Info(FirmwareTable.Find(image)), image);
        }
    }

    [TestMethod]
    public void The_firmware_knows_the_images_of_the_file_and_no_other()
    {
        var wanted = ToolTable.Load().Boards.SelectMany(b => b.Firmware.Images).Distinct().Order(StringComparer.Ordinal).ToList();
        CollectionAssert.AreEqual(wanted, Images().Order(StringComparer.Ordinal).ToList(), $"BoardTable.cs should have: {string.Join(' ', wanted)}");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("ESP32_H2_THREAD")]
    [DataRow("ESP32")]
    [DataRow("ESP32_PSRAM_BLE_GenericGraphic_REV3")]
    public void An_image_that_no_board_has_uses_no_pin(string target)
    {
        Assert.AreEqual(
            Info("unknown board", target, 0, -1, -1, -1, true, -1, -1),
            Info(FirmwareTable.Find(target)));
    }

    // The firmware makes a board only when it is asked for one: what it could be asked for stands in its source.
    private static IEnumerable<string> Images() =>
        Regex.Matches(Repository.Read("src/NanoMqttDevice/Boards/BoardTable.cs"), "case \"(.+)\":").Select(m => m.Groups[1].Value);

    private static string Info(Board board)
    {
        Assert.StartsWith(PortPrefix, board.Uart.Port, board.Name);
        var uart = int.Parse(board.Uart.Port[PortPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture);
        return Info(
            board.Firmware.Name,
            board.Chip,
            uart,
            board.Uart.Tx,
            board.Uart.Rx,
            board.Led ?? -1,
            board.IsLedActiveHigh,
            board.WatchdogPin ?? -1,
            board.Button ?? -1);
    }

    private static string Info(BoardInfo board) => Info(
        board.Name,
        board.Chip,
        board.Uart,
        board.TxPin,
        board.RxPin,
        board.LedPin,
        board.IsLedActiveHigh,
        board.WatchdogPin,
        board.ButtonPin);

    // As it stands in the firmware's table, so that a difference shows what to write there.
    private static string Info(string name, string chip, int uart, int tx, int rx, int led, bool isLedActiveHigh, int watchdog, int button) =>
        $"new BoardInfo(\"{name}\", \"{chip}\", {uart}, {tx}, {rx}, {led}, {(isLedActiveHigh ? "true" : "false")}, {watchdog}, {button})";
}
