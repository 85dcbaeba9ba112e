using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>Why a device is not online, in words, and what to do.</summary>
internal static class OfflineText
{
    /// <summary>Makes what the user is told.</summary>
    /// <param name="cause">The device's word, for example <c>wifi-not-found</c>.</param>
    /// <param name="connack">Return code of the CONNACK that refused; null or <c>0</c> when none did.</param>
    /// <param name="before">What to say first; ends with a colon.</param>
    /// <returns>The exception, with an exit code of its own for Wi-Fi, for refusals and for the rest.</returns>
    public static ToolException ToException(string cause, string? connack, string before = "not online:") =>
        new(ExitCodeOf(cause), $"{before} {cause}{(connack is null or "0" ? "" : $" (CONNACK {connack})")}: {Explain(cause, connack)}");

    /// <summary>Makes what the user is told of a network that was not joined.</summary>
    /// <param name="join">The request.</param>
    /// <param name="ssid">Name of the network.</param>
    /// <param name="answer">The device's answer, which is no <c>OK</c>.</param>
    /// <returns>The exception.</returns>
    public static ToolException NotJoined(DeviceRequest join, string ssid, DeviceAnswer answer) => answer.Code == DeviceErrors.Tried
        ? ToException(answer.Word, null, $"the Wi-Fi network '{ssid}' was not joined:")
        : DeviceErrors.ToException(join, answer);

    /// <summary>Tells causes that no further try of the device will take away.</summary>
    /// <param name="cause">The device's word.</param>
    /// <returns>True if somebody has to do something.</returns>
    public static bool IsLasting(string cause) => cause is "wifi-wrong-password" or "refused";

    /// <summary>Explains a cause.</summary>
    /// <param name="cause">The device's word.</param>
    /// <param name="connack">Return code of the CONNACK that refused.</param>
    /// <returns>What it means and what to do: a clause without an end.</returns>
    public static string Explain(string cause, string? connack) => cause switch
    {
        "wifi-not-found" => "no such Wi-Fi network is in range; look at its name (upper and lower case differ), at the distance, and that it has 2.4 GHz",
        "wifi-wrong-password" => "the Wi-Fi network does not accept the password; give it anew with --wifi-ssid",
        "wifi-no-address" => "the Wi-Fi network gives no address; look at its DHCP server",
        "wifi-failed" => "the Wi-Fi network cannot be joined; has the device been told one? Give it with --wifi-ssid",
        "clock-not-set" => "the device does not learn the time, without which it can check no certificate; let it reach an NTP server (UDP port 123)",
        "name-not-resolved" => "the endpoint's name is not known; look at --endpoint, and at the network's DNS",
        "connect-failed" => "the endpoint does not take the connection; look at --endpoint, --mqtt-port and --tls, and at firewalls",
        "connect-timed-out" => "the endpoint does not answer in time; look at --endpoint and --mqtt-port, and at firewalls",
        "refused" => ExplainRefusal(connack),
        "subscribe-failed" => "the service ended the connection at a subscription; does the parent topic exist there?",
        "tls-failed" => "the endpoint's certificate is not accepted, or it does not speak TLS on that port; look at --mqtt-port and at the certificate "
            + "authorities on the device ('nanomqtt doctor' checks the endpoint)",
        "token-invalid" => "the service does not accept the token; has it expired or been revoked? Give a new one",
        "connection-lost" => "the connection ended; does the parent topic exist at the service?",
        "conflict" => "another device has the same client ID, and the two take the connection from one another; give each its own",
        "unprovisioned" => "the device has no settings",
        _ => "the device gives no cause",
    };

    private static int ExitCodeOf(string cause) => cause switch
    {
        "refused" or "token-invalid" => ExitCodes.Refused,
        "unprovisioned" => ExitCodes.NotProvisioned,
        _ when cause.StartsWith("wifi-", StringComparison.Ordinal) => ExitCodes.WifiFailed,
        _ => ExitCodes.NotReached,
    };

    private static string ExplainRefusal(string? connack) => connack switch
    {
        "1" => "the service does not speak MQTT 3.1.1; is --endpoint the right service?",
        "2" => "the service does not accept the client ID; look at --client-id",
        "3" => "the service is not available; try again later",
        _ => "the credential is not valid for this client ID; look at --client-id, --access-key-id, --instance and the secret. "
            + "Was it registered again, or unregistered?",
    };
}
