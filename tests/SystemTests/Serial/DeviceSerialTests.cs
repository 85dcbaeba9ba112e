using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Serial;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class DeviceSerialTests
{
    [TestMethod]
    public async Task An_unprovisioned_device_waits_at_its_serial_port_until_it_is_told_to_end()
    {
        using var folder = new TestFolder();
        await using var device = await RunningDevice.StartAsync(folder.PathOf("flash"), "--mac", "0200000000ab");
        Assert.AreEqual("empty", (await device.ReadAsync("boot")).GetProperty("settings").GetString());
        using (var client = new SerialClient(device.PortName))
        {
            Assert.Contains("/mac: 0200000000AB/", client.Ask("info"));
            Assert.StartsWith("state: unprovisioned/", client.Ask("status"));
        }

        Assert.AreEqual(0, await device.EndAsync());
    }

    [TestMethod]
    public async Task The_link_leads_to_the_port_replaces_an_old_one_and_ends_with_the_device()
    {
        using var folder = new TestFolder();
        var link = folder.PathOf("board");
        File.CreateSymbolicLink(link, folder.PathOf("nowhere"));
        await using var device = await RunningDevice.StartAsync(folder.PathOf("flash"), "--serial-link", link);
        Assert.AreEqual(device.PortName, new FileInfo(link).LinkTarget);
        Assert.AreEqual(link, device.Serial.GetProperty("link").GetString());
        using (var client = new SerialClient(link))
        {
            Assert.Contains("/chip: PC/", client.Ask("info"));
        }

        Assert.AreEqual(0, await device.EndAsync());
        Assert.IsNull(new FileInfo(link).LinkTarget);
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.PathOf(".")));
    }

    [TestMethod]
    public async Task A_link_that_others_made_since_is_left_alone()
    {
        using var folder = new TestFolder();
        var link = folder.PathOf("board");
        await using var device = await RunningDevice.StartAsync(folder.PathOf("flash"), "--serial-link", link);
        File.Delete(link);
        File.CreateSymbolicLink(link, "/dev/null");
        Assert.AreEqual(0, await device.EndAsync());
        Assert.AreEqual("/dev/null", new FileInfo(link).LinkTarget);
    }

    [TestMethod]
    public async Task A_file_or_folder_in_the_link_s_place_is_not_replaced()
    {
        using var folder = new TestFolder();
        var file = folder.Write("file", "precious");
        var flash = folder.PathOf("flash");
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--serial-link", file)).AssertRefused(2, "--serial-link: ");
        Assert.AreEqual("precious", File.ReadAllText(file));
        var other = Directory.CreateDirectory(folder.PathOf("folder")).FullName;
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--serial-link", other)).AssertRefused(2, "is there already and no link");
        Assert.IsTrue(Directory.Exists(other));
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--serial-link", folder.PathOf("none/link"))).AssertRefused(2, "--serial-link: ");
    }
}
