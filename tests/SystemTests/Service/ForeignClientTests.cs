using System.Globalization;
using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Clients that nobody here wrote, with a device credential: what they print is what counts.</summary>
[TestClass]
public sealed class ForeignClientTests
{
    private const string MqttJsVersion = "5.16.0";

    private string _folder = string.Empty;

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("foreign").FullName;

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task Mosquitto_pub_and_mosquitto_sub_exchange_messages()
    {
        await using var test = await StartAsync();
        var subscriber = test.Register("sub");
        using var watcher = await test.ConnectAsync("watcher");
        await watcher.SubscribeAsync("sensors/ready");

        // The subscriber's own message tells when it listens.
        var listening = RunMosquittoAsync("mosquitto_sub", test, subscriber, "-t", "sensors/+", "-q", "1", "-C", "2", "-W", "20", "-v");
        await Eventually.HoldsAsync(() => IsSubscribed(test, subscriber), "it has subscribed");
        var published = await RunMosquittoAsync("mosquitto_pub", test, test.Register("pub"), "-t", "sensors/hall", "-q", "1", "-m", "21");
        var direct = await RunMosquittoAsync(
            "mosquitto_pub", test, test.Register("pub"), "-t", $"sensors/p2p/{subscriber.ClientId}", "-q", "1", "-m", "only you");

        Assert.AreEqual((0, 0), (published.ExitCode, direct.ExitCode), published.Output + direct.Output);
        var (exitCode, output) = await listening;
        Assert.AreEqual(0, exitCode, output);
        Assert.AreEqual($"sensors/hall 21\nsensors/p2p/{subscriber.ClientId} only you\n", output);
    }

    [TestMethod]
    public async Task Mosquitto_sub_gets_with_a_persistent_session_what_came_while_it_was_away()
    {
        await using var test = await StartAsync();
        var subscriber = test.Register("sub");
        string[] persistent = ["-t", "sensors/a", "-q", "1", "-c", "-W", "20"];
        var first = await RunMosquittoAsync("mosquitto_sub", test, subscriber, [.. persistent, "-E"]);
        Assert.AreEqual(0, first.ExitCode, first.Output);
        await Eventually.HoldsAsync(() => !test.Service.IsOnline(subscriber.ClientId), "it is away");

        await RunMosquittoAsync("mosquitto_pub", test, test.Register("pub"), "-t", "sensors/a", "-q", "1", "-m", "missed you");

        var (exitCode, output) = await RunMosquittoAsync("mosquitto_sub", test, subscriber, [.. persistent, "-C", "1"]);
        Assert.AreEqual(0, exitCode, output);
        Assert.AreEqual("missed you\n", output);
    }

    [TestMethod]
    public async Task Mosquitto_pub_over_TLS_verifies_the_services_own_authority()
    {
        await using var test = await StartAsync();
        var authority = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(authority, test.Service.CertificateAuthorityPem);

        var (exitCode, output) = await RunMosquittoAsync(
            "mosquitto_pub",
            test,
            test.Register("pub"),
            ["-h", "localhost", "-p", $"{test.Service.TlsPort}", "--cafile", authority, "-t", "sensors/a", "-q", "1", "-m", "1"]);

        Assert.AreEqual(0, exitCode, output);
        Assert.HasCount(1, test.Received);
    }

    [TestMethod]
    public async Task Mosquitto_pub_with_a_wrong_password_is_told_that_it_is_not_authorised()
    {
        await using var test = await StartAsync();
        var credential = test.Register("pub") with { DeviceAccessKeySecret = "wrong" };

        var (exitCode, output) = await RunMosquittoAsync("mosquitto_pub", test, credential, "-t", "sensors/a", "-m", "1");

        Assert.AreEqual(5, exitCode, output);
        Assert.Contains("not authorised", output);
    }

    [TestMethod]
    [DataRow("tcp")]
    [DataRow("tls")]
    [DataRow("ws")]
    public async Task Paho_for_Python_logs_in_subscribes_publishes_and_is_reached_by_p2p(string transport)
    {
        await using var test = await StartAsync();
        var run = await RunPahoAsync(test, test.Register("paho"), transport);
        Assert.AreEqual(
            $"connected 0\nsubscribed 1\nreceived sensors/paho hello\nreceived sensors/p2p/{TestService.ClientId("paho")} direct\n",
            run.Output);
        Assert.AreEqual(0, run.ExitCode);
    }

    [TestMethod]
    public async Task Paho_for_Python_with_a_wrong_password_gets_return_code_5()
    {
        await using var test = await StartAsync();
        var run = await RunPahoAsync(test, test.Register("paho") with { DeviceAccessKeySecret = "wrong" }, "tcp");
        Assert.AreEqual((1, "connected 5\n"), run);
    }

    [TestMethod]
    [DataRow("mqtt")]
    [DataRow("mqtts")]
    [DataRow("ws")]
    [DataRow("wss")]
    public async Task Mqtt_js_logs_in_subscribes_publishes_and_is_reached_by_p2p(string scheme)
    {
        await using var test = await StartAsync();
        var run = await RunMqttJsAsync(test, test.Register("js"), scheme);
        Assert.AreEqual(
            $"connected\nsubscribed 1\nreceived sensors/js hello\nreceived sensors/p2p/{TestService.ClientId("js")} direct\n",
            run.Output);
        Assert.AreEqual(0, run.ExitCode);
    }

    [TestMethod]
    public async Task Mqtt_js_with_a_wrong_password_gets_return_code_5()
    {
        await using var test = await StartAsync();
        var run = await RunMqttJsAsync(test, test.Register("js") with { DeviceAccessKeySecret = "wrong" }, "mqtt");
        Assert.AreEqual((1, "error 5\n"), run);
    }

    private static Task<TestService> StartAsync()
    {
        return TestService.StartAsync(TestService.Options with { TlsPort = 0, WebSocketPort = 0, WebSocketTlsPort = 0 });
    }

    private static bool IsSubscribed(TestService test, DeviceCredential credential)
    {
        return test.Service.Trace.Any(entry => entry.ClientId == credential.ClientId && entry.Action == TraceActions.Subscribe);
    }

    // The login stands in the file that the programs read at their start, not on the command line.
    private Task<(int ExitCode, string Output)> RunMosquittoAsync(
        string name, TestService test, DeviceCredential credential, params string[] arguments)
    {
        var program = InstalledProgram.Require(name, "Debian: apt-get install mosquitto-clients");
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{name}-{credential.ClientId}")).FullName;
        File.WriteAllLines(Path.Combine(folder, name),
        [
            $"-i {credential.ClientId}",
            $"-u {TestService.UserName(credential)}",
            $"-P {TestService.Password(credential)}",
        ]);
        string[] address = arguments.Contains("-h") ? [] : ["-h", "127.0.0.1", "-p", $"{test.Service.Port}"];
        return InstalledProgram.RunAsync(program, [.. address, .. arguments], "", ("XDG_CONFIG_HOME", folder));
    }

    private async Task<(int ExitCode, string Output)> RunPahoAsync(TestService test, DeviceCredential credential, string transport)
    {
        // Debian's own Python first: it is the one that Debian's package is for.
        var python = InstalledProgram.RequireWith(
            ["/usr/bin/python3", "python3"],
            ["-c", "import paho.mqtt.client"],
            "paho-mqtt for Python",
            "Debian: apt-get install python3-paho-mqtt");
        var port = transport switch
        {
            "tls" => test.Service.TlsPort!.Value,
            "ws" => test.Service.WebSocketPort!.Value,
            _ => test.Service.Port,
        };
        return await InstalledProgram.RunAsync(python, ["-c", PahoScript], await SettingsAsync(test, credential, transport, port));
    }

    private async Task<(int ExitCode, string Output)> RunMqttJsAsync(TestService test, DeviceCredential credential, string scheme)
    {
        var node = InstalledProgram.Require("node", "Debian: apt-get install nodejs");
        var modules = await NpmPackage.InstallAsync("mqtt", MqttJsVersion);
        var port = scheme switch
        {
            "mqtts" => test.Service.TlsPort!.Value,
            "ws" => test.Service.WebSocketPort!.Value,
            "wss" => test.Service.WebSocketTlsPort!.Value,
            _ => test.Service.Port,
        };
        return await InstalledProgram.RunAsync(
            node, ["-e", MqttJsScript], await SettingsAsync(test, credential, scheme, port), ("NODE_PATH", modules));
    }

    private async Task<string> SettingsAsync(TestService test, DeviceCredential credential, string transport, int port)
    {
        var authority = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(authority, test.Service.CertificateAuthorityPem);
        return JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["transport"] = transport,
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["ca"] = authority,
            ["clientId"] = credential.ClientId,
            ["userName"] = TestService.UserName(credential),
            ["password"] = TestService.Password(credential),
            ["topic"] = $"sensors/{credential.ClientId.Split("@@@")[1]}",
            ["p2p"] = $"sensors/p2p/{credential.ClientId}",
        });
    }

    private const string PahoScript =
        """
        import json, sys
        import paho.mqtt.client as mqtt

        settings = json.load(sys.stdin)
        transport = 'websockets' if settings['transport'] == 'ws' else 'tcp'
        version = [mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, 'CallbackAPIVersion') else []
        client = mqtt.Client(*version, client_id=settings['clientId'], clean_session=True, transport=transport)
        client.username_pw_set(settings['userName'], settings['password'])
        if settings['transport'] == 'tls':
            client.tls_set(ca_certs=settings['ca'])
        if settings['transport'] == 'ws':
            client.ws_set_options(path='/mqtt')

        def say(text):
            print(text, flush=True)

        def on_connect(client, data, flags, code):
            say(f'connected {code}')
            if code != 0:
                sys.exit(1)
            client.subscribe(settings['topic'], 1)

        def on_subscribe(client, data, mid, granted):
            say(f'subscribed {granted[0]}')
            client.publish(settings['topic'], 'hello', 1)

        def on_message(client, data, message):
            say(f'received {message.topic} {message.payload.decode()}')
            if message.topic == settings['topic']:
                client.publish(settings['p2p'], 'direct', 1)
            else:
                client.disconnect()

        client.on_connect = on_connect
        client.on_subscribe = on_subscribe
        client.on_message = on_message
        client.connect('localhost', int(settings['port']))
        client.loop_forever()
        """;

    private const string MqttJsScript =
        """
        const fs = require('fs');
        const mqtt = require('mqtt');
        const settings = JSON.parse(fs.readFileSync(0, 'utf8'));
        const client = mqtt.connect(`${settings.transport}://localhost:${settings.port}/mqtt`, {
          clientId: settings.clientId,
          username: settings.userName,
          password: settings.password,
          protocolVersion: 4,
          reconnectPeriod: 0,
          ca: fs.readFileSync(settings.ca),
          wsOptions: { ca: fs.readFileSync(settings.ca) },
        });
        client.on('error', error => { console.log(`error ${error.code}`); process.exit(1); });
        client.on('connect', () => {
          console.log('connected');
          client.subscribe(settings.topic, { qos: 1 }, (error, granted) => {
            console.log(`subscribed ${granted[0].qos}`);
            client.publish(settings.topic, 'hello', { qos: 1 });
          });
        });
        client.on('message', (topic, payload) => {
          console.log(`received ${topic} ${payload}`);
          if (topic === settings.topic) client.publish(settings.p2p, 'direct', { qos: 1 });
          else client.end();
        });
        """;
}
