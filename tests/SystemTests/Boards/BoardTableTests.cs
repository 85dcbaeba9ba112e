using System.Globalization;
using System.Reflection;
using NanoMqttDevice.Boards;
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
    public void The_image_of_a_board_finds_its_row(string name)
    {
        var board = ToolTable.Load().Find(name);
        Assert.AreEqual(Row(board), Row(FirmwareTable.Find(board.Target)));
    }

    [TestMethod]
    public void The_firmware_has_a_row_for_each_kind_of_board_and_no_other()
    {
        var wanted = ToolTable.Load().Boards.Select(Row).Distinct().Order(StringComparer.Ordinal).ToList();
        var found = Rows().Select(Row).Order(StringComparer.Ordinal).ToList();
        CollectionAssert.AreEqual(wanted, found, $"BoardTable.cs should have: {string.Join("; ", wanted)}");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("ESP32_C6_THREAD")]
    [DataRow("ESP32")]
    public void An_image_that_no_board_has_uses_no_pin(string target)
    {
        Assert.AreEqual(
            Row("unknown board", target, target, 0, -1, -1, -1, true),
            Row(FirmwareTable.Find(target)));
    }

    private static IEnumerable<BoardInfo> Rows() =>
        (BoardInfo[])typeof(FirmwareTable).GetField("_boards", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    private static string Row(Board board)
    {
        Assert.StartsWith(PortPrefix, board.Uart.Port, board.Name);
        var uart = int.Parse(board.Uart.Port[PortPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture);
        return Row(
            board.Firmware.Name,
            board.Chip,
            board.Firmware.TargetPrefix,
            uart,
            board.Uart.Tx,
            board.Uart.Rx,
            board.Led ?? -1,
            board.IsLedActiveHigh);
    }

    private static string Row(BoardInfo board) => Row(
        board.Name,
        board.Chip,
        board.TargetPrefix,
        board.Uart,
        board.TxPin,
        board.RxPin,
        board.LedPin,
        board.IsLedActiveHigh);

    // As it stands in the firmware's table, so that a difference shows what to write there.
    private static string Row(string name, string chip, string prefix, int uart, int tx, int rx, int led, bool isLedActiveHigh) =>
        $"new BoardInfo(\"{name}\", \"{chip}\", \"{prefix}\", {uart}, {tx}, {rx}, {led}, {(isLedActiveHigh ? "true" : "false")})";
}
