using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.CredentialRotation;

/// <summary>
/// Gives a device in the field another credential. Registering ends the old one at once, so the device is asked first whether it would take
/// one, and the new one is on the disk before it is sent.
/// </summary>
internal sealed class RotationRun
{
    private const int MaxRepeats = 6;

    private static readonly TimeSpan _busyPause = TimeSpan.FromSeconds(4);

    private readonly IApplicationServer _server;
    private readonly RotationRequest _request;
    private readonly TimeProvider _time;
    private readonly CommandSeal _seal;
    private bool _usesOther;

    /// <summary>Makes a run.</summary>
    /// <param name="server">The application server's side.</param>
    /// <param name="request">What is done.</param>
    /// <param name="time">The clock.</param>
    public RotationRun(IApplicationServer server, RotationRequest request, TimeProvider time)
    {
        _server = server;
        _request = request;
        _time = time;
        _seal = new CommandSeal((_, token) => _usesOther ? Task.FromResult(request.OtherSecret) : request.OldSecret(token), time);
    }

    /// <summary>How many steps there are.</summary>
    public const int Steps = 6;

    /// <summary>Does it.</summary>
    /// <param name="watcher">Shows the steps.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The credential that the device uses now.</returns>
    /// <exception cref="ToolException">A step failed; the message says what counts now.</exception>
    public async Task<DeviceCredential> RunAsync(IStepWatcher watcher, CancellationToken cancellationToken)
    {
        DeviceCredential? credential = null;
        var place = "";
        var result = "";
        await watcher.StepAsync("connect", "log in as application server and listen to replies", async _ =>
        {
            await _server.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return "listening";
        }).ConfigureAwait(false);
        await watcher.StepAsync("ask", "ask the device whether it takes a credential by message", _ => AskAsync(cancellationToken)).ConfigureAwait(false);
        await watcher.StepAsync("register", "register a new credential; the old one ends with this", async _ =>
        {
            credential = await _request.Obtain(cancellationToken).ConfigureAwait(false);
            return credential.DeviceAccessKeyId;
        }).ConfigureAwait(false);
        await watcher.StepAsync("keep", "write the new credential to a file before it is sent", _ => Task.FromResult(place = _request.Keep(credential!)))
            .ConfigureAwait(false);
        try
        {
            await watcher.StepAsync("deliver", "send it to the device by P2P", async _ => result = await DeliverAsync(credential!, cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
            await watcher.StepAsync("confirm", "wait until the service has accepted the device with it", _ => ConfirmAsync(result, cancellationToken))
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is ToolException or OperationCanceledException)
        {
            throw new ToolException(
                (e as ToolException)?.ExitCode ?? Interruption.ExitCode,
                $"{(e is ToolException ? e.Message : "stopped")}. The old credential is no longer valid; the new one is in {place}: run again with --resume while the device is online; a device that cannot be reached any more needs its serial line: "
                + $"bring it over with 'nanomqtt provision --settings {place}'");
        }

        _request.Confirmed();
        return credential!;
    }

    // An argument that is none: a device that would take settings says bad-argument, and nothing secret is sent to one that would not.
    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        var reply = await CommandAsync("settings ?", cancellationToken).ConfigureAwait(false);
        return reply.Result switch
        {
            "bad-argument" => "it does",
            "needs-tls" => throw new ToolException(
                ExitCodes.NotRotated, "the device takes a credential over TLS only, and its own connection has none; nothing was changed"),
            "needs-seal" => throw new ToolException(
                ExitCodes.NotRotated, "the device takes a credential under a seal only, and its secret is not known; nothing was changed"),
            "bad-seal" => throw new ToolException(
                ExitCodes.NotRotated, "the device has another secret than the one that is known of it: it needs its serial line; nothing was changed"),
            "unknown-command" => throw new ToolException(
                ExitCodes.NotRotated, "the device's firmware does not know the command 'settings'; nothing was changed"),
            _ => throw new ToolException(ExitCodes.NotRotated, $"the device answers '{reply.Result}'; nothing was changed"),
        };
    }

    private async Task<string> DeliverAsync(DeviceCredential credential, CancellationToken cancellationToken)
    {
        var fields = $"access-key-id={credential.DeviceAccessKeyId} secret={credential.DeviceAccessKeySecret}";
        if (credential.DeviceAccessKeyId.Concat(credential.DeviceAccessKeySecret).Any(c => c is <= ' ' or > '~'))
        {
            throw new ToolException(ExitCodes.NotRotated, "the new credential has a space or no ASCII in it, and fits into no command");
        }

        var reply = await CommandAsync($"settings {fields}", cancellationToken).ConfigureAwait(false);
        return reply is { Result: "ok", Settings: "candidate" or "unchanged" }
            ? reply.Settings
            : throw new ToolException(
                ExitCodes.NotRotated, $"the device answers '{reply.Result}'{(reply.Field is null ? "" : $" about {reply.Field}")} to the new credential");
    }

    private async Task<string> ConfirmAsync(string result, CancellationToken cancellationToken)
    {
        // It had this one already, from a run whose confirmation was lost.
        if (result == "unchanged")
        {
            return "it had it already";
        }

        var reply = await NextAsync(
            r => r is { Event: "settings", Result: "current" or "dropped" },
            _request.ConfirmationLimit,
            "the device does not say within {0} s that the service has accepted it",
            cancellationToken).ConfigureAwait(false);
        return reply.Result == "current"
            ? "current"
            : throw new ToolException(ExitCodes.NotRotated, $"the device has dropped the new credential: {reply.Cause ?? "it does not say why"}");
    }

    private async Task<DeviceReply> CommandAsync(string command, CancellationToken cancellationToken)
    {
        for (var repeats = 0; ; repeats++)
        {
            var id = _seal.NextId();
            var line = await _seal.SealAsync(_request.ClientId, id, command, cancellationToken).ConfigureAwait(false);
            await _server.SendAsync(_request.ClientId, line, cancellationToken).ConfigureAwait(false);
            var reply = await NextAsync(r => r.Id == id, _request.AnswerLimit, "the device does not answer within {0} s; is it online? One that cannot be reached any more needs its serial line", cancellationToken)
                .ConfigureAwait(false);
            if (reply.Result == "bad-seal" && !_usesOther && _request.OtherSecret is not null)
            {
                _usesOther = true;
                continue;
            }

            var isSealedAnew = _seal.MustSealAgain(reply);
            if (repeats >= MaxRepeats || (!isSealedAnew && reply.Result != "busy"))
            {
                return reply;
            }

            // Between two commands that write flash a device wants 10 s.
            if (!isSealedAnew)
            {
                await Task.Delay(_busyPause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<DeviceReply> NextAsync(
        Func<DeviceReply, bool> isMeant,
        TimeSpan limit,
        string otherwise,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (true)
            {
                var reply = await _server.NextReplyAsync(any.Token).ConfigureAwait(false);
                if (reply.ClientId == _request.ClientId && isMeant(reply))
                {
                    return reply;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(ExitCodes.NoAnswer, string.Format(null, otherwise, (int)limit.TotalSeconds));
        }
    }
}
