using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>Every run of the tool with <c>--json</c>, in whatever test, is held against the schemas (<see cref="ToolRun"/>); here are those left over.</summary>
[TestClass]
public sealed class JsonPromiseTests
{
    [TestMethod]
    public void Each_type_has_its_schema_and_each_schema_its_type()
    {
        var types = typeof(JsonTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Order().ToArray();
        var schemas = Directory.GetFiles(JsonPromise.Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order().ToArray();
        Assert.AreSequenceEqual(types, schemas);
        foreach (var schema in schemas)
        {
            var json = JsonNode.Parse(File.ReadAllText(Path.Combine(JsonPromise.Folder, schema + ".json")))!;
            Assert.AreEqual(schema, json["properties"]!["type"]!["const"]!.GetValue<string>());
            Assert.AreEqual(JsonLines.Schema, json["properties"]!["schema"]!["const"]!.GetValue<int>());
        }
    }

    [TestMethod]
    public void A_line_that_breaks_its_schema_is_found()
    {
        JsonPromise.Check("""{"type":"client-id","schema":1,"clientId":"a"}""");
        Assert.Throws<AssertFailedException>(() => JsonPromise.Check("""{"clientId":"a"}"""));
        Assert.Throws<AssertFailedException>(() => JsonPromise.Check("""{"type":"client-id","schema":2,"clientId":"a"}"""));
        Assert.Throws<AssertFailedException>(() => JsonPromise.Check("""{"type":"client-id","schema":1,"clientId":"a","new":1}"""));
        Assert.Throws<AssertFailedException>(() => JsonPromise.Check("""{"type":"client-id","schema":1,"clientId":7}"""));
        Assert.Throws<AssertFailedException>(() => JsonPromise.Check("""{"type":"stranger","schema":1}"""));
    }

    [TestMethod]
    public async Task Commands_of_the_server_API_keep_it()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        await OkAsync("credential", "register", "GID_Test@@@0001", "--out", folder.PathOf("d.json"), "--show-secret", "--json");
        await OkAsync("credential", "get", "GID_Test@@@0001", "--json");
        await OkAsync("credential", "refresh", "GID_Test@@@0001", "--json");
        await OkAsync("credential", "list", "--group", "GID_Test", "--json");
        await OkAsync("credential", "unregister", "GID_Test@@@0001", "--json");
        await OkAsync("token", "apply", "--resource", "sensors/#", "--out", folder.PathOf("d.json"), "--show-secret", "--json");
        await OkAsync("token", "query", "--token-file", folder.PathOf("d.json"), "--json");
        await OkAsync("token", "revoke", "--token-file", folder.PathOf("d.json"), "--json");

        async Task OkAsync(params string[] arguments)
        {
            var run = await ServerApiRun.OfAsync(service, arguments);
            Assert.AreEqual(0, run.ExitCode, run.Error);
            Assert.AreNotEqual("", run.Output);
        }
    }

    [TestMethod]
    public async Task Other_commands_keep_it()
    {
        using var folder = new TestFolder();
        var run = await ToolRun.StartAsync("secret", "sign", "--instance", "i", "--client-id", "GID_Test@@@1", "--access-key-id", "k", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        run = await ToolRun.StartAsync("", "load", "--stand-in", "--clients", "20", "--hold", "1s", "--messages", "2", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        await ToolRun.StartAsync("", "load", "simulate-restart", "--clients", "100", "--outage", "30s", "--json");
        await ToolRun.StartAsync("", "doctor", "--ntp", "127.0.0.1", "--endpoint", "127.0.0.1", "--mqtt-port", "1", "--tls", "off", "--json");
        run = await ToolRun.StartAsync("", "flash", "--board", "esp32-devkitc", "--dry-run", "--image", folder.PathOf("not-built-yet.bin"), "--port", "X", "--json");
        Assert.Contains("is not there yet", run.Error);
        Assert.AreEqual(0, run.ExitCode, run.Error);
    }
}
