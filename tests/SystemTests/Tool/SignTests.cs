using System.Text.Json;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class SignTests
{
    private static readonly string[] _example =
        ["sign", "--mode", "DeviceCredential", "--instance", "mqtt-xxxxx", "--client-id", "GID_Test@@@0001", "--access-key-id", "YYYYY"];

    [TestMethod]
    [DataRow("XXXXX")]
    [DataRow("XXXXX\n")]
    [DataRow("XXXXX\r\n")]
    public async Task The_published_example_gives_the_published_login(string input)
    {
        var run = await ToolRun.StartAsync(input, [.. _example, "--json"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        string[] names = ["type", "schema", "mode", "clientId", "userName", "password"];
        Assert.AreSequenceEqual(names, json.EnumerateObject().Select(p => p.Name).ToArray());
        Assert.AreEqual("DeviceCredential", json.GetProperty("mode").GetString());
        Assert.AreEqual("GID_Test@@@0001", json.GetProperty("clientId").GetString());
        Assert.AreEqual("DeviceCredential|YYYYY|mqtt-xxxxx", json.GetProperty("userName").GetString());
        Assert.AreEqual("vI009IZJZVGRwBwZvnbwjfuXxVM=", json.GetProperty("password").GetString());
    }

    [TestMethod]
    public async Task Without_json_it_prints_two_lines()
    {
        var run = await ToolRun.StartAsync("XXXXX", _example);
        Assert.AreEqual("user name: DeviceCredential|YYYYY|mqtt-xxxxx\npassword:  vI009IZJZVGRwBwZvnbwjfuXxVM=\n", run.Output);
    }

    [TestMethod]
    public async Task Tokens_are_joined()
    {
        var run = await ToolRun.StartAsync("W|abcd|R|123", With("--mode", "Token"));
        Assert.Contains("password:  R|123|W|abcd\n", run.Output);
        Assert.Contains("user name: Token|YYYYY|mqtt-xxxxx\n", run.Output);
    }

    [TestMethod]
    [DataRow("R|1|R|2", "token-r: is given twice")]
    [DataRow("R", "tokens: must have the form")]
    [DataRow("X|1", "tokens: the type")]
    [DataRow("R|", "token-r: is empty")]
    public async Task Tokens_of_wrong_form_are_refused(string tokens, string says)
    {
        var run = await ToolRun.StartAsync(tokens, With("--mode", "Token"));
        run.AssertRefused(2, says);
    }

    [TestMethod]
    [DataRow("--mode", "Password", "mode: must be")]
    [DataRow("--instance", "a|b", "instance: has letters")]
    [DataRow("--instance", "", "instance: is missing")]
    [DataRow("--client-id", "GID_Test", "client-id: has no separator")]
    [DataRow("--access-key-id", "a|b", "access-key-id: has neither |")]
    public async Task A_value_of_wrong_form_is_refused_with_field_and_rule(string option, string value, string says)
    {
        var run = await ToolRun.StartAsync("XXXXX", With(option, value));
        run.AssertRefused(2, says);
        Assert.AreEqual("", run.Output);
    }

    [TestMethod]
    public async Task A_secret_of_wrong_form_is_refused_and_not_shown()
    {
        var run = await ToolRun.StartAsync("top\tsecret", _example);
        run.AssertRefused(2, "secret: has no control character");
        Assert.DoesNotContain("top", run.Error);
        (await ToolRun.StartAsync(new string('x', 65), _example)).AssertRefused(2, "secret: has at most 64 characters");
        (await ToolRun.StartAsync(new string('x', 5000), _example)).AssertRefused(2, "standard input has more than");
        (await ToolRun.StartAsync("", _example)).AssertRefused(2, "secret: nothing was given");
    }

    [TestMethod]
    public async Task A_secret_on_the_command_line_is_no_option()
    {
        (await ToolRun.StartAsync("", [.. _example, "--secret", "XXXXX"])).AssertRefused(2, "Unrecognized command or argument '--secret'");
    }

    private static string[] With(string option, string value)
    {
        var changed = _example.ToArray();
        changed[Array.IndexOf(changed, option) + 1] = value;
        return changed;
    }

    [TestMethod]
    [DataRow("mosquitto", "-h 127.0.0.1\n-p 1884\n-V mqttv311\n-i GID_Test@@@0001\n-u DeviceCredential|YYYYY|mqtt-xxxxx\n-P vI009IZJZVGRwBwZvnbwjfuXxVM=\n")]
    [DataRow("paho", "{\"hostname\":\"127.0.0.1\",\"port\":1884,\"client_id\":\"GID_Test@@@0001\",\"auth\":{\"username\":\"DeviceCredential|YYYYY|mqtt-xxxxx\",\"password\":\"vI009IZJZVGRwBwZvnbwjfuXxVM=\"}}\n")]
    [DataRow("mqtt-explorer", "\"username\":\"DeviceCredential|YYYYY|mqtt-xxxxx\",\"password\":\"vI009IZJZVGRwBwZvnbwjfuXxVM=\"")]
    public async Task A_configuration_for_other_clients_goes_to_a_private_file(string client, string holds)
    {
        using var folder = new TestFolder();
        var file = folder.PathOf("configuration");
        var run = await ToolRun.StartAsync(
            "XXXXX", "sign", "--instance", "mqtt-xxxxx", "--client-id", "GID_Test@@@0001", "--access-key-id", "YYYYY", "--for", client, "--out", file,
            "--endpoint", "127.0.0.1", "--mqtt-port", "1884", "--tls", "off");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains(holds, File.ReadAllText(file));
        Assert.DoesNotContain("vI009IZJZVGRwBwZvnbwjfuXxVM=", run.Output + run.Error);
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }
}
