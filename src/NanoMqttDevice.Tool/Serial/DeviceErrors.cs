using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>A device's <c>ERR code word</c> in words; the codes are those of Core's <c>Provisioning/SPEC.md</c>.</summary>
internal static class DeviceErrors
{
    /// <summary>The request that was waiting gave way to another.</summary>
    public const int Aborted = 7;

    /// <summary>What was tried failed; the word is the cause.</summary>
    public const int Tried = 6;

    /// <summary>The device is joining a network already.</summary>
    public const int Busy = 9;

    /// <summary>No value of a setting of the product; the word is its name.</summary>
    public const int BadValue = 10;

    /// <summary>Makes what the user is told.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">An answer that is no <c>OK</c>.</param>
    /// <returns>The exception.</returns>
    public static ToolException ToException(DeviceRequest request, DeviceAnswer answer) => answer.Code switch
    {
        1 => Plain(request, answer, "its firmware does not know that; flash a newer one with 'nanomqtt flash'"),
        2 => Plain(request, answer, "the line is too long for it or holds a control character"),
        3 => Plain(request, answer, "its firmware has no such field; flash a newer one with 'nanomqtt flash'"),
        4 when answer.Word == "newer-version" => Plain(request, answer, "its settings were stored by a newer firmware, which this one leaves alone; "
            + "flash the newer one, or forget them with 'factory-reset confirm'"),
        4 => Plain(request, answer, "its flash could not be written; what was stored before still is"),
        Tried => OfflineText.ToException(answer.Word, answer["connack"]),
        Aborted => Plain(request, answer, "another request came in between; does a second program use this line?"),
        Busy => Plain(request, answer, "it is joining a network already; wait a minute"),
        BadValue => new ToolException(ExitCodes.Usage, $"{answer.Word}: must be {answer["rule"]}"),
        >= 15 when Enum.IsDefined((SettingsError)answer.Code) => new ToolException(ExitCodes.Usage, SettingsErrorText.Of((SettingsError)answer.Code)),
        _ => Plain(request, answer, "this tool does not know why"),
    };

    /// <summary>Says what an answer means to who typed the request.</summary>
    /// <param name="answer">An answer that is no <c>OK</c>.</param>
    /// <returns>What it means and what to do.</returns>
    public static string Explain(DeviceAnswer answer) => answer.Code switch
    {
        1 => "the device has no such request; 'help' lists those it has",
        3 => "the device has no such field; 'show' lists those it has",
        5 => "that erases settings and name, and wants to be meant: factory-reset confirm",
        8 => "that is no argument of this request; 'help' shows its form",
        _ => ToException(new DeviceRequest("it"), answer).Message.Replace($"the device answers '{answer.Verdict}' to 'it': ", "", StringComparison.Ordinal),
    };

    private static ToolException Plain(DeviceRequest request, DeviceAnswer answer, string why) =>
        new(ExitCodes.Failed, $"the device answers '{answer.Verdict}' to '{request.Name}': {why}");
}
