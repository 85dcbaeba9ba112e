namespace NanoMqttDevice.Tool.Messages;

/// <summary>What became of a command to one device.</summary>
/// <param name="ClientId">Client ID of the device.</param>
/// <param name="Id">The command's id.</param>
/// <param name="Reply">The device's answer; null when none came in time.</param>
/// <param name="Milliseconds">How long the answer took.</param>
internal sealed record CommandAnswer(string ClientId, string Id, DeviceReply? Reply, long Milliseconds)
{
    /// <summary>The answer's word, or <c>no-answer</c>.</summary>
    public string Result => Reply?.Result ?? "no-answer";

    /// <summary>True for <c>ok</c>.</summary>
    public bool IsOk => Result == "ok";

    /// <summary>Says what a word other than ok means.</summary>
    /// <returns>What it means and what to do; null when it goes without saying.</returns>
    public string? Explain() => Result switch
    {
        "no-answer" => "the device did not answer in time: is it online? An offline device may get the command when it comes back",
        "unknown-command" => "neither the firmware nor its application knows this command",
        "bad-argument" => "the argument has the wrong form or is out of range",
        "needs-tls" => "a command that may carry a secret is obeyed over TLS only, and the device's connection has none",
        "needs-seal" => "the command needs a seal, and the device's secret is not known here: name its settings file with --settings, the service's "
            + "database with --database, or the server API with --endpoint or a profile",
        "bad-seal" => "the seal was made with another secret than the device's; was it registered again since?",
        "stale" => "the device has started anew again and again; send once more",
        "busy" => "the device has no room for it now, or wrote flash less than 10 s ago; send it later",
        "failed" => "the device understood the command and could not do it",
        "working" => "the device has begun and was not done in time; give it longer with --wait",
        "no-memory" => "the device had not enough memory for it",
        "duplicate" => "the device has had a command of this id before",
        _ => null,
    };
}
