using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Serial;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed partial class DeviceSerialTests
{
    // TIOCEXCL
    private const uint ExclusiveMode = 0x540C;

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
    public async Task A_board_that_knows_no_network_is_told_one_and_keeps_none_with_a_wrong_password()
    {
        using var folder = new TestFolder();
        var password = folder.WritePrivate("password", "right password\n");
        await using var device = await RunningDevice.StartAsync(
            folder.PathOf("flash"), "--wifi-new", "--wifi-network", "home", "--wifi-password-file", password);
        using var client = new SerialClient(device.PortName);
        Assert.Contains("/wifi: not set/", client.Ask("status"));
        Assert.AreEqual("network: -44 yes home/OK", client.Ask("wifi scan"));
        Assert.AreEqual("ERR 6 wifi-not-found", client.Ask("wifi join elsewhere\nright password"));
        Assert.AreEqual("ERR 6 wifi-wrong-password", client.Ask("wifi join home\nwrong password"));
        Assert.Contains("/wifi: not set/", client.Ask("status"));
        Assert.AreEqual("OK", client.Ask("wifi join home\nright password"));
        Assert.Contains("/wifi: home/", client.Ask("status"));
    }

    [TestMethod]
    public async Task After_a_program_that_was_killed_with_the_port_for_itself_another_can_open_it()
    {
        // Root may open it all the same, unless the right to is taken from it.
        var start = ToolRun.StartInfo(["device", "--flash", "", "--json", "--serial-link", ""]);
        using var folder = new TestFolder();
        var link = folder.PathOf("board");
        start.ArgumentList[3] = folder.PathOf("flash");
        start.ArgumentList[6] = link;
        if (Environment.IsPrivilegedProcess)
        {
            start.ArgumentList.Insert(0, start.FileName);
            start.ArgumentList.Insert(0, "--inh-caps=-sys_admin");
            start.ArgumentList.Insert(0, "--bounding-set=-sys_admin");
            start.FileName = "setpriv";
        }

        await using var device = await RunningDevice.StartAsync(start);
        await device.ReadAsync("boot");
        await using (var killed = new FileStream(link, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0))
        {
            // System.IO.Ports takes this back when it closes a port; who is killed does not.
            Assert.AreEqual(0, Control(killed.SafeFileHandle, ExclusiveMode));
            killed.Write("info\n"u8);
            Assert.IsGreaterThan(0, killed.Read(new byte[100]));
        }

        var port = (await device.ReadAsync("serial")).GetProperty("port").GetString();
        Assert.AreEqual(port, new FileInfo(link).LinkTarget);
        using var next = new SerialClient(link);
        Assert.EndsWith("OK", next.Ask("info"));
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

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(SafeFileHandle terminal, nuint request);
}
