using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Commands;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class FlashCommandTests
{
    [TestMethod]
    [DataRow("esp32-devkitc", "ESP32_REV3", "0x1E0000")]
    [DataRow("esp32-devkitc-rev0", "ESP32_REV0", "0x1E0000")]
    [DataRow("esp32-wrover", "ESP32_PSRAM_REV0", "0x1E0000")]
    [DataRow("esp32-s3-devkitc", "ESP32_S3_OCTAL", "0x1B0000")]
    [DataRow("esp32-s3-devkitc-quad", "ESP32_S3_QUAD", "0x1B0000")]
    [DataRow("esp32-c3-devkitm", "ESP32_C3", "0x1B0000")]
    public async Task A_dry_run_prints_the_commands_and_needs_neither_nanoff_nor_a_port(string board, string target, string address)
    {
        using var bench = new FlashBench();
        var image = bench.Write("my app.bin", File.ReadAllText(bench.Image));
        var start = bench.StartInfo("--board", board, "--port", "/dev/ttyUSB7", "--image", image, "--address", "--wifi-ssid", "Home", "--dry-run");
        start.Environment["PATH"] = bench.PathOf("tmp");
        start.WorkingDirectory = bench.PathOf("tmp");
        var run = await ToolRun.StartAsync("", start);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual("", run.Error);
        const string nanoff = "NANOFRAMEWORK_TELEMETRY_OPTOUT=1 nanoff --suppressnanoffversioncheck";
        var folder = Path.Combine(bench.PathOf("tmp"), "nanomqtt-flash-XXXXXX");
        string[] commands =
        [
            $"{nanoff} --platform esp32 --serialport /dev/ttyUSB7 --identifyfirmware",
            $"{nanoff} --verbosity minimal --platform esp32 --target {target} --serialport /dev/ttyUSB7 --update --nobackupconfig",
            $"{nanoff} --filedeployment {folder}/files.json",
            $"{nanoff} --networkdeployment {folder}/network.json",
            $"{nanoff} --platform esp32 --serialport /dev/ttyUSB7 --deploy --image '{image}' --address {address}",
        ];
        Assert.AreSequenceEqual(commands, run.Output.Split('\n').Where(l => l.StartsWith("NANO", StringComparison.Ordinal)).ToArray());
        Assert.Contains($"# {folder}/network.json, mode 600, deleted afterwards: {{\"SerialPort\":\"/dev/ttyUSB7\"", run.Output);
        Assert.Contains("\"Ssid\":\"Home\",\"Password\":\"****\"", run.Output);
        Assert.IsEmpty(bench.Steps);
        Assert.IsEmpty(bench.Leftovers);
    }

    [TestMethod]
    public async Task A_dry_run_with_json_has_one_step_a_line_and_a_word_for_a_port_that_is_not_known()
    {
        using var bench = new FlashBench();
        var run = await ToolRun.StartAsync("", bench.StartInfo("--board", "esp32-c3-devkitm", "--port", "COM3", "--dry-run", "--json"));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var lines = run.Output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.AreSequenceEqual(["identify", "update", "files"], lines.Select(l => l.GetProperty("name").GetString()!).ToArray());
        Assert.AreEqual("nanoff", lines[1].GetProperty("command")[0].GetString());
        Assert.AreEqual("1", lines[1].GetProperty("environment").GetProperty("NANOFRAMEWORK_TELEMETRY_OPTOUT").GetString());
        Assert.AreEqual("COM3", lines[2].GetProperty("file").GetProperty("content").GetProperty("SerialPort").GetString());
        Assert.AreEqual("600", lines[2].GetProperty("file").GetProperty("mode").GetString());
    }

    [TestMethod]
    public async Task A_missing_nanoff_says_how_to_install_it()
    {
        using var bench = new FlashBench();
        File.Delete(bench.Nanoff);
        (await ToolRun.StartAsync("", NoPath(bench))).AssertRefused(7, "install it with: dotnet tool install -g nanoff --version 2.5.162");

        // Where 'dotnet tool install -g' puts it, which is not always on PATH. This one cannot be started.
        bench.Write(".dotnet/tools/nanoff", "");
        var run = await ToolRun.StartAsync("", NoPath(bench));
        Assert.AreEqual(7, run.ExitCode);
        Assert.Contains(".dotnet/tools/nanoff cannot be started", run.Error);
    }

    [TestMethod]
    public async Task A_port_that_is_not_there_is_refused_before_anything_is_done()
    {
        using var bench = new FlashBench();
        var run = await ToolRun.StartAsync("", bench.StartInfo("--board", "esp32-devkitc", "--port", bench.PathOf("ttyUSB9")));
        run.AssertRefused(2, $"--port: {bench.PathOf("ttyUSB9")} is not there");
        Assert.IsEmpty(bench.Steps);
    }

    [TestMethod]
    [DataRow("--board: 'esp32-devkit' is not in the table; did you mean esp32-devkitc or esp32-devkitc-rev0?", new[] { "--board", "esp32-devkit" })]
    [DataRow("Option '--board' is required", new string[0])]
    [DataRow("Unrecognized command or argument '--wifi-password'", new[] { "--board", "esp32-devkitc", "--wifi-password", "secret" })]
    [DataRow("--wifi-ssid: has 1 to 32 bytes", new[] { "--board", "esp32-devkitc", "--wifi-ssid", "" })]
    public async Task A_wrong_command_line_is_refused_with_one_line(string says, string[] options)
    {
        (await ToolRun.StartAsync("", ["flash", .. options])).AssertRefused(2, says);
    }

    [TestMethod]
    [DataRow("--update and --no-update: give one of them", new[] { "--update", "--no-update" })]
    [DataRow("--ca and --no-ca: give one of them", new[] { "--ca", "x", "--no-ca" })]
    [DataRow("--masserase: goes with the update", new[] { "--no-update", "--masserase" })]
    [DataRow("--fwversion: goes with the update", new[] { "--no-update", "--fwversion", "1.17.0" })]
    [DataRow("--fwversion: must have the form", new[] { "--fwversion", "newest" })]
    [DataRow("--address: says where the image goes", new[] { "--address", "0x1E0000" })]
    [DataRow("nothing is left to do", new[] { "--no-update", "--no-ca" })]
    [DataRow("--timeout: must be a whole number from 1 to 3600", new[] { "--timeout", "0" })]
    [DataRow("--boot-wait: must be a whole number from 0 to 60", new[] { "--boot-wait", "61" })]
    [DataRow("--wifi-ssid: has 1 to 32 bytes", new[] { "--wifi-ssid", "äääääääääääääääää" })]
    [DataRow("--wifi-ssid: has no control character", new[] { "--wifi-ssid", "a\tb" })]
    public async Task Options_that_do_not_fit_are_told(string says, string[] options)
    {
        var parsed = FlashCommand.Create().Parse(["--board", "esp32-devkitc", .. options]);
        var e = await Assert.ThrowsExactlyAsync<ToolException>(
            () => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
        Assert.AreEqual(ExitCodes.Usage, e.ExitCode);
        Assert.StartsWith(says, e.Message);
    }

    [TestMethod]
    [DataRow("", "wifi-password: nothing was given on standard input")]
    [DataRow("line\nbreak", "wifi-password: has printable ASCII characters only")]
    public async Task A_password_no_network_can_have_is_refused_and_not_shown(string password, string says)
    {
        using var bench = new FlashBench();
        var run = await bench.FlashAsync(password, "--board", "esp32-devkitc", "--wifi-ssid", "Home");
        run.AssertRefused(2, says);
        Assert.IsTrue(password.Length == 0 || !run.Error.Contains(password, StringComparison.Ordinal));
        Assert.IsEmpty(bench.Steps);
    }

    [TestMethod]
    public async Task A_CA_file_that_helps_no_device_is_refused()
    {
        using var bench = new FlashBench();
        var now = DateTimeOffset.UtcNow;
        await AssertCaRefusedAsync(bench, bench.PathOf("none.pem"), "none.pem");
        await AssertCaRefusedAsync(bench, bench.Write("rubbish.pem", "rubbish"), "is no PEM file with a certificate");
        var old = bench.Write("old.pem", Certificate("Old Root", now.AddYears(-2), now.AddDays(-2)));
        await AssertCaRefusedAsync(bench, old, "the certificate 'Old Root' has expired on ");
        const string key = "-----BEGIN PRIVATE KEY-----\nTopSecret\n-----END PRIVATE KEY-----\n";
        var both = bench.Write("key.pem", Certificate("Root", now.AddDays(-2), now.AddYears(2)) + key);
        await AssertCaRefusedAsync(bench, both, "holds a private key");
        var all = bench.Write("all.pem", string.Concat(Enumerable.Repeat(File.ReadAllText(FlashBench.DefaultCa), 2)));
        await AssertCaRefusedAsync(bench, all, "is larger than 8 KB");
    }

    [TestMethod]
    public async Task A_CA_file_in_which_one_of_two_has_expired_is_deployed_with_a_warning()
    {
        using var bench = new FlashBench();
        var now = DateTimeOffset.UtcNow;
        var old = Certificate("Old Root", now.AddYears(-2), now.AddDays(-2));
        var ca = bench.Write("my ca.pem", old + Certificate("New Root", now.AddDays(-2), now.AddYears(2)));
        var run = await bench.FlashAsync("", "--board", "esp32-devkitc", "--no-update", "--ca", ca);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("the certificate 'Old Root' has expired on ", run.Error);
        Assert.Contains($"\"SourceFilePath\":\"{ca}\"", bench.Read("files.json"));
    }

    [TestMethod]
    public async Task An_image_that_is_missing_or_for_another_purpose_is_refused()
    {
        using var bench = new FlashBench();
        (await bench.FlashAsync("", "--board", "esp32-devkitc", "--image", bench.PathOf("none.bin"))).AssertRefused(2, "none.bin");
        var image = bench.PathOf("nanoCLR.bin");
        await File.WriteAllBytesAsync(image, [0xE9, 6, 2, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0]);
        (await bench.FlashAsync("", "--board", "esp32-devkitc", "--image", image)).AssertRefused(2, "is ESP firmware for ESP32-S3, no application image");
        Assert.IsEmpty(bench.Steps);
    }

    [TestMethod]
    public async Task An_address_outside_the_deployment_partition_is_warned_of()
    {
        using var bench = new FlashBench();
        string[] options = ["--board", "esp32-devkitc", "--image", bench.Image, "--dry-run", "--address"];
        Assert.Contains("the deployment partition of esp32-devkitc is at 0x1E0000", (await bench.FlashAsync("", [.. options, "0x1B0000"])).Error);
        (await bench.FlashAsync("", [.. options, "1B0000"])).AssertRefused(2, "--address: must be written like 0x1E0000");
    }

    private static System.Diagnostics.ProcessStartInfo NoPath(FlashBench bench)
    {
        var start = bench.StartInfo("--board", "esp32-devkitc", "--port", bench.Port);
        start.Environment["PATH"] = bench.PathOf("tmp");
        return start;
    }

    private static async Task AssertCaRefusedAsync(FlashBench bench, string path, string says)
    {
        var run = await bench.FlashAsync("", "--board", "esp32-devkitc", "--ca", path);
        run.AssertRefused(2, says);
        Assert.Contains("--ca: ", run.Error);
        Assert.DoesNotContain("TopSecret", run.Error);
        Assert.IsEmpty(bench.Steps);
    }

    private static string Certificate(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, to);
        return certificate.ExportCertificatePem() + "\n";
    }
}
