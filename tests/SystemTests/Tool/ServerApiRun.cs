using System.Diagnostics;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>Runs commands of the tool that call the server API of a service, with the account's keys in the environment.</summary>
internal static class ServerApiRun
{
    /// <summary>Runs one against a service.</summary>
    public static Task<ToolRun> OfAsync(TestService service, params string[] arguments) =>
        OfAsync(service, "", arguments);

    /// <summary>Runs one against a service.</summary>
    public static Task<ToolRun> OfAsync(TestService service, string input, string[] arguments) =>
        AtAsync($"http://127.0.0.1:{service.Service.HttpPort}", input, arguments);

    /// <summary>Runs one against an endpoint.</summary>
    public static Task<ToolRun> AtAsync(string endpoint, string input, params string[] arguments) =>
        ToolRun.StartAsync(input, At(endpoint, arguments));

    /// <summary>How one is started against a service.</summary>
    public static ProcessStartInfo StartInfo(TestService service, params string[] arguments) =>
        At($"http://127.0.0.1:{service.Service.HttpPort}", arguments);

    /// <summary>Runs one with the account's keys and no server API.</summary>
    public static Task<ToolRun> WithoutApiAsync(params string[] arguments) =>
        ToolRun.StartAsync("", WithKeys(ToolRun.StartInfo([.. arguments, "--instance", TestService.Instance])));

    /// <summary>A service that offers the server API.</summary>
    public static Task<TestService> StartServiceAsync() => TestService.StartAsync(TestService.Options with { HttpPort = 0 });

    /// <summary>The options that say where a service's MQTT side is.</summary>
    public static string[] MqttOf(TestService service) =>
        ["--mqtt-endpoint", "127.0.0.1", "--mqtt-port", $"{service.Service.Port}", "--tls", "off"];

    private static ProcessStartInfo At(string endpoint, string[] arguments) =>
        WithKeys(ToolRun.StartInfo([.. arguments, "--endpoint", endpoint, "--instance", TestService.Instance]));

    private static ProcessStartInfo WithKeys(ProcessStartInfo start)
    {
        start.Environment["NANOMQTT_ACCESS_KEY_ID"] = ApiClient.AccessKeyId;
        start.Environment["NANOMQTT_ACCESS_KEY_SECRET"] = TestService.AccountSecret;
        return start;
    }
}
