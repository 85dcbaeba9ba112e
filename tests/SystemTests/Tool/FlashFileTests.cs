using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Flashing;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>What lies in <c>flash/</c>, and how the serial port is found in it and in Linux's description of its devices.</summary>
[TestClass]
public sealed class FlashFileTests
{
    // Of upstream's partition tables; nanoff's own default is 0x1B0000 for every chip.
    private static readonly Dictionary<string, string> _addresses = new()
    {
        ["ESP32"] = "0x1E0000",
        ["ESP32-S3"] = "0x1B0000",
        ["ESP32-C3"] = "0x1B0000",
    };

    [TestMethod]
    public void Each_board_has_a_name_of_its_own_and_the_address_of_its_chip()
    {
        var boards = BoardTable.Load().Boards;
        Assert.HasCount(boards.Count, boards.Select(b => b.Name).Distinct().ToList());
        foreach (var board in boards)
        {
            Assert.AreEqual(_addresses[board.Chip], board.DeploymentAddress, board.Name);
            Assert.Contains(board.Target, board.IdentifiedAs, board.Name);
            Assert.StartsWith(board.Chip.Replace('-', '_'), board.Target, board.Name);
            Assert.IsNotEmpty(board.UsbIds, board.Name);
            Assert.AreNotEqual(board.Uart.Tx, board.Uart.Rx, board.Name);
            Assert.IsGreaterThan(0, board.DeploymentBytes!.Value, board.Name);
        }
    }

    [TestMethod]
    [DataRow("ESP32_S3", "did you mean esp32-s3-devkitc or esp32-s3-devkitc-quad?")]
    [DataRow("esp32-c3-devkitm-1", "did you mean esp32-c3-devkitm?")]
    [DataRow("esp23-devkitc", "did you mean esp32-devkitc")]
    [DataRow("arduino", "boards are esp32-devkitc, esp32-devkitc-rev0, esp32-wrover, esp32-s3-devkitc, esp32-s3-devkitc-quad, esp32-c3-devkitm;")]
    [DataRow("", "boards are esp32-devkitc")]
    public void An_unknown_board_is_told_with_the_names_that_are_near(string name, string says)
    {
        var e = Assert.ThrowsExactly<ToolException>(() => BoardTable.Load().Find(name));
        Assert.Contains($"--board: '{name}' is not in the table; {says}", e.Message);
    }

    [TestMethod]
    [DataRow("", false)]
    [DataRow("1234567", false)]
    [DataRow("12345678", true)]
    [DataRow("correct horse battery staple", true)]
    [DataRow("línea larga", false)]
    [DataRow("tab\tin it", false)]
    public void A_password_of_WPA2_has_8_to_63_printable_characters(string password, bool isRight)
    {
        Assert.AreEqual(isRight, Accepts(password));
        Assert.IsTrue(Accepts(new string('x', 63)));
        Assert.IsFalse(Accepts(new string('x', 64)));

        static bool Accepts(string password)
        {
            try
            {
                WifiRules.CheckPassword(password);
                return true;
            }
            catch (ToolException e)
            {
                Assert.StartsWith("wifi-password: has ", e.Message);
                return false;
            }
        }
    }

    [TestMethod]
    [DataRow("[", "boards.json: ")]
    [DataRow("[{\"name\":\"x\"}]", "missing required properties")]
    [DataRow(
        """
        [{"name":"x","chip":"ESP32","description":"","target":"T","firmware":{"name":"X","targetPrefix":"T"},"identifiedAs":[],"deploymentAddress":"1B0000",
        "uart":{"port":"COM1","tx":1,"rx":2},"usbIds":[]}]
        """,
        "x: deploymentAddress")]
    public void A_table_of_wrong_form_is_told(string json, string says)
    {
        Assert.Contains(says, Assert.ThrowsExactly<ToolException>(() => BoardTable.Parse(json)).Message);
    }

    [TestMethod]
    public void The_certificate_authorities_are_the_GlobalSign_roots_of_the_service()
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(FlashFiles.PathOf(FlashFiles.Ca));
        string[] fingerprints =
        [
            "CBB522D7B7F127AD6A0113865BDF1CD4102E7D0759AF635A7CF4720DC963C53B", // R3
            "2CABEAFE37D06CA22ABA7391C0033D25982952C453647349763A3AB5AD6CCF69", // R6
            "4FA3126D8D3A11D1C4855A4F807CBAD6CF919D3A5A88B03BEA2C6372D93C40C9", // R46
        ];
        Assert.AreSequenceEqual(fingerprints, certificates.Select(c => c.GetCertHashString(HashAlgorithmName.SHA256)).ToArray());
        Assert.IsNull(CaFile.Check(FlashFiles.PathOf(FlashFiles.Ca), new DateTimeOffset(2029, 3, 1, 0, 0, 0, TimeSpan.Zero)));
        var afterR3 = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Contains("has expired on 2029-03-18; the others are valid", CaFile.Check(FlashFiles.PathOf(FlashFiles.Ca), afterR3)!);
    }

    [TestMethod]
    [DataRow("", "is empty")]
    [DataRow("E9 06 02 20 00 00 00 00 00 00 00 00 09 00 00", "is ESP firmware for ESP32-S3, no application image")]
    [DataRow("E9 06 02 20 00 00 00 00 00 00 00 00 00 00 00", "is ESP firmware for ESP32, no application image")]
    [DataRow("E9", "is ESP firmware for an unknown chip")]
    [DataRow("4D 5A 90 00", "is a .NET assembly")]
    [DataRow("50 4B 03 04", "is a zip archive")]
    [DataRow("4E 46 4D 52 4B 32 00 00", "is for another generation of nanoFramework (NFMRK2)")]
    [DataRow("4E 46 4D 52 4B 31 00 00 01 02 03", "holds a single assembly (.pe)")]
    [DataRow("00 01 02", "is no application image")]
    public void An_image_that_is_none_is_known_by_its_bytes(string bytes, string says)
    {
        using var folder = new TestFolder();
        var image = folder.PathOf("bad.bin");
        File.WriteAllBytes(image, Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));
        var e = Assert.ThrowsExactly<ToolException>(() => DeploymentImage.Check(image, BoardTable.Load().Find("esp32-devkitc")));
        Assert.AreEqual(ExitCodes.Usage, e.ExitCode);
        Assert.StartsWith($"--image: {image} {says}", e.Message);
    }

    [TestMethod]
    public void An_image_may_be_as_large_as_the_deployment_partition_and_no_larger()
    {
        using var folder = new TestFolder();
        var board = BoardTable.Load().Find("esp32-devkitc");
        var image = folder.Write("app.bin", ("NFMRK1\0\0mscorlib NFMRK1\0\0application").PadRight((int)board.DeploymentBytes!));
        DeploymentImage.Check(image, board);
        File.AppendAllText(image, "x");
        Assert.Contains(
            "has 1835009 bytes and the deployment partition of esp32-devkitc 1835008",
            Assert.ThrowsExactly<ToolException>(() => DeploymentImage.Check(image, board)).Message);
        DeploymentImage.Check(image, BoardTable.Load().Find("esp32-c3-devkitm"));
    }

    [TestMethod]
    [DataRow("rubbish", "is no PEM file with a certificate")]
    [DataRow("", "is no PEM file with a certificate")]
    [DataRow("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "holds a certificate that cannot be read")]
    public void A_CA_file_that_is_no_PEM_is_told(string text, string says)
    {
        using var folder = new TestFolder();
        var ca = folder.Write("ca.pem", text);
        Assert.StartsWith($"--ca: {ca} {says}", Assert.ThrowsExactly<ToolException>(() => CaFile.Check(ca, DateTimeOffset.UtcNow)).Message);
    }

    [TestMethod]
    public void A_port_is_found_by_its_USB_id()
    {
        using var folder = new TestFolder();
        Plug(folder, "ttyUSB0", "10C4", "ea60", "CP2102N USB to UART Bridge");
        Plug(folder, "ttyACM0", "1234", "5678", null);
        folder.Write("devices/serial8250/ttyS0/dev", "");
        var ports = SerialPortFinder.List(["/dev/ttyUSB0", "/dev/ttyS0", "/dev/ttyACM0", "/dev/ttyUSB9"], folder.PathOf("tty"));
        Assert.AreSequenceEqual(
            [new("/dev/ttyACM0", "1234:5678", null), new("/dev/ttyUSB0", "10c4:ea60", "CP2102N USB to UART Bridge")], ports);
        Assert.AreEqual("/dev/ttyUSB0", SerialPortFinder.Pick(ports, BoardTable.Load().Find("esp32-devkitc")).Name);
    }

    [TestMethod]
    public void Several_ports_are_listed_and_the_choice_is_the_users()
    {
        var board = BoardTable.Load().Find("esp32-s3-devkitc");
        SerialPortInfo jtag = new("/dev/ttyACM0", "303a:1001", "USB JTAG/serial debug unit");
        SerialPortInfo bridge = new("/dev/ttyUSB0", "10c4:ea60", null);
        SerialPortInfo other = new("/dev/ttyACM1", "1234:5678", null);
        AssertRefused(
            "several serial ports can be meant, choose one with --port: /dev/ttyACM0 (303a:1001 USB JTAG/serial debug unit), /dev/ttyUSB0 (10c4:ea60)",
            [jtag, bridge, other], board);
        AssertRefused("no serial port has a USB id of esp32-s3-devkitc; if the board is on one of these, give", [other], board);
        AssertRefused("with --port: /dev/ttyACM1 (1234:5678)", [other], board);
        AssertRefused("no serial port is there: connect the board", [], board);
        Assert.AreEqual(jtag, SerialPortFinder.Pick([jtag, other], board));

        // Where the system tells no USB id, a single port is the one that is meant.
        Assert.AreEqual("COM3", SerialPortFinder.Pick([new("COM3", null, null)], board).Name);
        AssertRefused("choose one with --port: COM3, COM4", [new("COM3", null, null), new("COM4", null, null)], board);
    }

    [TestMethod]
    [DataRow("plain-1.0_/dev:x", "plain-1.0_/dev:x")]
    [DataRow("", "''")]
    [DataRow("two words", "'two words'")]
    [DataRow("it's $HOME", "'it'\\''s $HOME'")]
    [DataRow("I:\\ca.pem", "'I:\\ca.pem'")]
    public void Words_are_quoted_for_a_shell(string word, string quoted)
    {
        Assert.AreEqual(quoted, ShellQuote.Of(word));
    }

    private static void AssertRefused(string says, IReadOnlyList<SerialPortInfo> ports, Board board)
    {
        var e = Assert.ThrowsExactly<ToolException>(() => SerialPortFinder.Pick(ports, board));
        Assert.AreEqual(ExitCodes.Usage, e.ExitCode);
        Assert.Contains(says, e.Message);
    }

    // As Linux does it: the terminal is a link to a folder of the USB interface, its 'device' a link further up.
    private static void Plug(TestFolder folder, string name, string vendor, string product, string? calledProduct)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new AssertInconclusiveException("it needs links");
        }

        var usb = $"devices/pci/usb1/1-{name}";
        folder.Write($"{usb}/idVendor", vendor + "\n");
        folder.Write($"{usb}/idProduct", product + "\n");
        if (calledProduct is not null)
        {
            folder.Write($"{usb}/product", calledProduct + "\n");
        }

        folder.Write($"{usb}/1-1:1.0/{name}/tty/{name}/dev", "188:0\n");
        Directory.CreateSymbolicLink(folder.PathOf($"{usb}/1-1:1.0/{name}/tty/{name}/device"), $"../../../{name}");
        Directory.CreateDirectory(folder.PathOf("tty"));
        Directory.CreateSymbolicLink(folder.PathOf($"tty/{name}"), $"../{usb}/1-1:1.0/{name}/tty/{name}");
    }
}
