namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>Ctrl-C is 130, and 0 where stopping is the normal end.</summary>
[TestClass]
public sealed class InterruptTests
{
    [TestMethod]
    public async Task Fleet_says_what_it_waits_for_and_is_interrupted()
    {
        using var folder = new TestFolder();
        var file = folder.WritePrivate(
            "fleet.csv",
            "client-id,access-key-id,secret,mode,endpoint,instance,parent-topic\nGID_Test@@@0001,k,s,DeviceCredential,127.0.0.1,i,sensors\n");
        await using var window = await TerminalWindow.StartAsync(80, "fleet", file, "--port", "/dev/ttyNowhere0");
        var screen = await window.ExpectAsync("plug in a board");
        Assert.Contains("/dev/ttyNowhere0 is not there", screen);
        await window.PressAsync("C-c");
        await window.ExpectAsync("[exit 130]");
    }

    [TestMethod]
    public async Task Service_and_device_end_well()
    {
        using var folder = new TestFolder();
        await using var service = await TerminalWindow.StartAsync(80, "service", "--port", "0");
        await using var device = await TerminalWindow.StartAsync(80, "device", "--flash", folder.PathOf("flash"));
        await service.ExpectAsync("Ctrl-C ends");
        await device.ExpectAsync("settings empty");
        await service.PressAsync("C-c");
        await device.PressAsync("C-c");
        await service.ExpectAsync("[exit 0]");
        await device.ExpectAsync("[exit 0]");
    }

    [TestMethod]
    public async Task A_question_of_send_is_interrupted()
    {
        await using var window = await TerminalWindow.StartAsync(80, "send", "GID_Test@@@0001", "-", "--instance", "i");
        await window.ExpectAsync("command:");
        await window.PressAsync("C-c");
        await window.ExpectAsync("[exit 130]");
    }
}
