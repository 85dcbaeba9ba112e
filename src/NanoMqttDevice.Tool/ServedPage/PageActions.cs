using System.Globalization;
using System.Text.Json.Nodes;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.CredentialRotation;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Serial;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>What the page's user does: the flows of <c>send</c>, <c>rotate</c>, <c>credential</c>, <c>token</c> and <c>provision</c>.</summary>
/// <param name="source">The devices.</param>
/// <param name="desk">Credentials and tokens.</param>
/// <param name="connect">Makes the application server that speaks with a device, by its client ID.</param>
/// <param name="checkSecrecy">Refuses, with <see cref="ToolException"/>, to let a secret cross a network in plain.</param>
/// <param name="folder">Where rotated credentials are kept before they are sent.</param>
/// <param name="time">The clock.</param>
internal sealed class PageActions(
    IFleetSource source, ICredentialDesk desk, Func<string, IApplicationServer> connect, Action checkSecrecy, string folder, TimeProvider time) : IFleetActions
{
    private const string SettingsCommand = "settings ";

    private static readonly TimeSpan _answerLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _seenLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan _helpLimit = TimeSpan.FromSeconds(5);

    // What every firmware has obeyed, before there was 'help'.
    private static readonly string[] _basicCommands = ["ping", "info"];

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListCommandsAsync(string clientId, CancellationToken cancellationToken) => Try<IReadOnlyList<string>>(async () =>
    {
        var reply = await AskAsync(clientId, "help", _helpLimit, cancellationToken).ConfigureAwait(false);
        var known = JsonNode.Parse(reply?.Reply?.Json ?? "{}") as System.Text.Json.Nodes.JsonObject;
        string[] usages = [.. UsagesOf(known?["open"]), .. UsagesOf(known?["sealed"])];
        return usages.Length > 0 ? usages : _basicCommands;
    });

    /// <inheritdoc/>
    public string ExplainCause(string cause) => OfflineText.Explain(cause, null);

    /// <inheritdoc/>
    public Task<SentCommand> SendAsync(string clientId, string command, CancellationToken cancellationToken) => Try(async () =>
    {
        var line = CommandText.Check(command.Trim(' '));
        if (line.StartsWith(SettingsCommand, StringComparison.Ordinal))
        {
            checkSecrecy();
        }

        var answer = await AskAsync(clientId, line, _answerLimit, cancellationToken).ConfigureAwait(false);
        var details = answer?.Reply is { } reply ? JsonNode.Parse(reply.Json) as System.Text.Json.Nodes.JsonObject : null;
        var values = details?
            .Where(p => p.Key is not ("id" or "clientId" or "command" or "result" or "nonce"))
            .Select(p => KeyValuePair.Create(p.Key, SafeText.Of(p.Value?.ToString() ?? "")));
        return new SentCommand(answer?.Result ?? "no-answer", answer?.Explain(), [.. values ?? []], answer?.Milliseconds ?? 0);
    });

    /// <inheritdoc/>
    public Task<CredentialFacts?> FindCredentialAsync(string clientId, CancellationToken cancellationToken) => Try(async () =>
        await desk.FindAsync(clientId, cancellationToken).ConfigureAwait(false) is { } found
            ? new CredentialFacts(
                found.DeviceAccessKeyId, DateTimeOffset.FromUnixTimeMilliseconds(found.CreateTime), DateTimeOffset.FromUnixTimeMilliseconds(found.UpdateTime))
            : null);

    /// <inheritdoc/>
    public Task<NewCredential> RegisterAsync(string clientId, CancellationToken cancellationToken) =>
        Try(async () => Once(await desk.RegisterAsync(clientId, cancellationToken).ConfigureAwait(false)));

    /// <inheritdoc/>
    public Task<NewCredential> RefreshAsync(string clientId, CancellationToken cancellationToken) =>
        Try(async () => Once(await desk.RefreshAsync(clientId, cancellationToken).ConfigureAwait(false)));

    /// <inheritdoc/>
    public Task UnregisterAsync(string clientId, CancellationToken cancellationToken) => Try(async () =>
    {
        await desk.UnregisterAsync(clientId, cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <inheritdoc/>
    public Task<string> RotateAsync(string clientId, bool isResumed, IStepLog steps, CancellationToken cancellationToken) => Try(async () =>
    {
        checkSecrecy();

        // Read before registering ends it; of a run that is resumed the new one is all that is known.
        string? oldSecret = null;
        var server = connect(clientId);
        using var owner = server as IDisposable;
        var request = new RotationRequest
        {
            ClientId = clientId,
            Obtain = token => isResumed ? KnownAsync(clientId, token) : desk.RegisterAsync(clientId, token),
            OldSecret = async token => oldSecret ??= await SecretOfAsync(clientId, token).ConfigureAwait(false),
            Keep = Keep,
        };
        var credential = await new RotationRun(server, request, time).RunAsync(new PageSteps(steps), cancellationToken).ConfigureAwait(false);
        return $"{clientId} uses {credential.DeviceAccessKeyId} now; it is in {FileOf(clientId)}";
    });

    /// <inheritdoc/>
    public Task<string> ApplyTokenAsync(
        IReadOnlyList<string> resources, string actions, TimeSpan lifetime, CancellationToken cancellationToken) =>
        Try(() => desk.ApplyTokenAsync(resources, actions, time.GetUtcNow() + lifetime, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> QueryTokenAsync(string token, CancellationToken cancellationToken) => Try(() => desk.QueryTokenAsync(token, cancellationToken));

    /// <inheritdoc/>
    public Task RevokeTokenAsync(string token, CancellationToken cancellationToken) => Try(async () =>
    {
        await desk.RevokeTokenAsync(token, cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ScanAsync(IBoardPort port, CancellationToken cancellationToken) => Try(async () =>
    {
        var improv = new ImprovLine(new BoardChannel(port), time);
        await improv.IdentifyAsync(cancellationToken).ConfigureAwait(false);
        return await improv.ScanAsync(cancellationToken).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public Task<NewBoard> ProvisionAsync(IBoardPort port, BoardRequest request, IStepLog steps, CancellationToken cancellationToken) => Try(async () =>
    {
        var values = ValuesOf(request);
        foreach (var (field, value) in values)
        {
            SettingsCheck.Require(SettingsFields.NameOf(field), field, value);
        }

        var watcher = new PageSteps(steps);
        var channel = new BoardChannel(port);
        if (request.WifiName is { } wifi)
        {
            await watcher.StepAsync("wifi", $"have it join the Wi-Fi network '{wifi}' (Improv)", said => JoinAsync(channel, wifi, request.WifiPassword, said, cancellationToken))
                .ConfigureAwait(false);
        }

        await watcher.StepAsync("register", "give it a credential, or take the one it has", async _ =>
        {
            var credential = await desk.FindAsync(request.ClientId, cancellationToken).ConfigureAwait(false);
            var isKnown = credential is not null;
            credential ??= await desk.RegisterAsync(request.ClientId, cancellationToken).ConfigureAwait(false);
            CredentialSettings.AddTo(values, credential);
            return $"{credential.DeviceAccessKeyId}{(isKnown ? ", registered before" : "")}";
        }).ConfigureAwait(false);

        await using var line = new DeviceLine(channel);
        var result = await new ProvisionRun(line, new ProvisionRequest { Values = values }, time).RunAsync(watcher, cancellationToken).ConfigureAwait(false);
        if (source.IsOnline(request.ClientId) is not null)
        {
            await watcher.StepAsync("seen", "look whether the service sees it, too", _ => SeenAsync(request.ClientId, cancellationToken)).ConfigureAwait(false);
        }

        return new NewBoard(
            result.ClientId, result.Device.Mac, result.Device.Board, result.Device.Chip, result.Device.Version, values[SettingsField.AccessKeyId]);
    });

    private async Task<CommandAnswer?> AskAsync(string clientId, string line, TimeSpan limit, CancellationToken cancellationToken)
    {
        var server = connect(clientId);
        using var owner = server as IDisposable;
        await server.ConnectAsync(cancellationToken).ConfigureAwait(false);
        CommandAnswer? answer = null;
        await new CommandRun(server, new CommandSeal(SecretOfAsync, time), time)
            .RunAsync([clientId], line, limit, a => answer = a, cancellationToken).ConfigureAwait(false);
        return answer;
    }

    private static IEnumerable<string> UsagesOf(JsonNode? list) => list is JsonArray array
        ? array.OfType<JsonValue>().Select(v => v.TryGetValue<string>(out var usage) ? SafeText.Of(usage) : "").Where(u => u.Length > 0)
        : [];

    private async Task<string> JoinAsync(BoardChannel channel, string name, string password, Action<string> said, CancellationToken cancellationToken)
    {
        var improv = new ImprovLine(channel, time);
        var board = await improv.IdentifyAsync(cancellationToken).ConfigureAwait(false);
        said($"{string.Join(' ', board.Take(3))} joins");
        if (await improv.JoinAsync(name, password, cancellationToken).ConfigureAwait(false))
        {
            return "joined";
        }

        // Improv has one error for all causes; the command line has a word for each, and with it comes a second try.
        said("not joined; asking why");
        await using var line = new DeviceLine(channel);
        await line.ResynchroniseAsync(cancellationToken).ConfigureAwait(false);
        var join = DeviceRequest.JoinWifi(name, password);
        var answer = await line.AskAsync(join, cancellationToken).ConfigureAwait(false);
        return answer.IsOk ? "joined" : throw OfflineText.NotJoined(join, name, answer);
    }

    private async Task<string> SeenAsync(string clientId, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (source.IsOnline(clientId) != true)
        {
            if (time.GetElapsedTime(start) > _seenLimit)
            {
                throw new ToolException(ExitCodes.NotReached, "the device says that it is online, and this service does not see it: is the endpoint this service's?");
            }

            await Task.Delay(_poll, time, cancellationToken).ConfigureAwait(false);
        }

        return "it does";
    }

    private Dictionary<SettingsField, string> ValuesOf(BoardRequest request) => new()
    {
        [SettingsField.Mode] = "DeviceCredential",
        [SettingsField.Endpoint] = request.Endpoint,
        [SettingsField.Port] = request.Port.ToString(CultureInfo.InvariantCulture),
        [SettingsField.Tls] = request.IsTls ? "on" : "off",
        [SettingsField.Instance] = source.Facts.Instance,
        [SettingsField.ClientId] = request.ClientId,
        [SettingsField.ParentTopic] = source.Facts.ParentTopic,
    };

    private async Task<DeviceCredential> KnownAsync(string clientId, CancellationToken cancellationToken) =>
        await desk.FindAsync(clientId, cancellationToken).ConfigureAwait(false)
            ?? throw new ToolException(ExitCodes.NotRotated, $"{clientId} has no credential to deliver");

    private async Task<string?> SecretOfAsync(string clientId, CancellationToken cancellationToken) =>
        source.Facts.HasServerApi ? (await desk.FindAsync(clientId, cancellationToken).ConfigureAwait(false))?.DeviceAccessKeySecret : null;

    private string FileOf(string clientId) => Path.Combine(folder, clientId + ".json");

    private string Keep(DeviceCredential credential)
    {
        var file = FileOf(credential.ClientId);
        var facts = source.Facts;
        var settings = File.Exists(file)
            ? []
            : new Dictionary<SettingsField, string>
            {
                [SettingsField.Endpoint] = facts.Endpoint,
                [SettingsField.Port] = facts.Port.ToString(CultureInfo.InvariantCulture),
                [SettingsField.Tls] = facts.IsTls ? "on" : "off",
                [SettingsField.ParentTopic] = facts.ParentTopic,
            };
        CredentialSettings.AddTo(settings, credential);
        SettingsFile.Update(file, settings);
        return file;
    }

    private static NewCredential Once(DeviceCredential credential) => new(credential.DeviceAccessKeyId, credential.DeviceAccessKeySecret);

    private static async Task<T> Try<T>(Func<Task<T>> what)
    {
        try
        {
            return await what().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            throw new PageException(SafeText.Of(e.Message), e);
        }
    }
}
