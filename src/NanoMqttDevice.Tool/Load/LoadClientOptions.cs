using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Load;

/// <summary>
/// The options that say where the clients of a load run come from and where they log in: a file of logins, credentials registered for
/// the run, or a stand-in in this process.
/// </summary>
internal sealed class LoadClientOptions
{
    private const string StandInGroup = "GID_Load";
    private const string StandInInstance = "mqtt-load";
    private const string StandInParent = "load";

    private readonly Option<FileInfo?> _file = new("--clients-file")
    {
        Description = "File of mode 600 with logins: CSV clientId,userName,password, or lines userName:password.",
    };

    private readonly Option<string?> _group = new("--group") { Description = "Register credentials in this group through the server API, and unregister them at the end." };

    private readonly Option<FileInfo?> _out = new("--clients-out")
    {
        Description = "File of mode 600 that receives the registered logins, for --clients-file; they stay registered.",
    };

    private readonly Option<bool> _standIn = new("--stand-in") { Description = "Start the stand-in in this process and load that." };

    private readonly ServerApiOptions _api = new();
    private readonly MqttTargetOptions _mqtt = new();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_file, _group, _out, _standIn])
        {
            command.Options.Add(option);
        }

        _api.AddTo(command);
        _mqtt.AddTo(command);
    }

    /// <summary>Reads the parent topic.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The parent topic.</returns>
    /// <exception cref="ToolException">It is missing or breaks its rule.</exception>
    public string ReadParentTopic(ParseResult parsed) => parsed.GetValue(_standIn) ? StandInParent : _mqtt.ReadParentTopic(parsed, _api.ReadConnection(parsed));

    /// <summary>Gets the clients and the broker ready.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="count">How many clients.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the run needs; disposing it takes away what was made for it.</returns>
    /// <exception cref="ToolException">Something is missing, wrong or not to be had.</exception>
    public async Task<PreparedLoad> PrepareAsync(ParseResult parsed, int count, CancellationToken cancellationToken)
    {
        var (file, group, isStandIn) = (parsed.GetValue(_file), parsed.GetValue(_group), parsed.GetValue(_standIn));
        if (new[] { file is not null, group is not null, isStandIn }.Count(given => given) != 1)
        {
            throw new ToolException(ExitCodes.Usage, "--clients-file, --group and --stand-in: give one of them, it says who logs in");
        }

        if (parsed.GetValue(_out) is not null && group is null)
        {
            throw new ToolException(ExitCodes.Usage, "--clients-out: needs --group");
        }

        return isStandIn ? await StartStandInAsync(count, cancellationToken).ConfigureAwait(false)
            : group is not null ? await RegisterAsync(parsed, group, count, cancellationToken).ConfigureAwait(false)
            : await ReadFileAsync(parsed, file!, count, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PreparedLoad> StartStandInAsync(int count, CancellationToken cancellationToken)
    {
        var options = new ServiceOptions { InstanceIds = [StandInInstance], GroupIds = [StandInGroup], ParentTopics = [StandInParent] };
        var service = await MqttService.StartAsync(options, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        var clients = Enumerable.Range(1, count)
            .Select(i => LoadRegistration.Of(service.Credentials.Register(StandInInstance, LoadRegistration.ClientId(StandInGroup, i))))
            .ToList();
        var target = new MqttTarget(options.ListenAddress, service.Port, IsTls: false);
        return new PreparedLoad(
            await BrokerAddress.ResolveAsync(target, null, cancellationToken).ConfigureAwait(false), clients, service.DisposeAsync);
    }

    private async Task<PreparedLoad> RegisterAsync(ParseResult parsed, string group, int count, CancellationToken cancellationToken)
    {
        var api = _api.Read(parsed);
        var target = _mqtt.Read(parsed, api.Connection, api.Instance);
        var broker = await BrokerAddress.ResolveAsync(target, api.Authority, cancellationToken).ConfigureAwait(false);
        var registration = new LoadRegistration(api, group);
        var clients = await LoadProgress.WatchAsync(
            registration.RegisterAsync(count, cancellationToken), () => $"registered: {LoadProgress.Show(registration.Done)} of {LoadProgress.Show(count)}")
            .ConfigureAwait(false);
        if (parsed.GetValue(_out) is { } file)
        {
            LoadClientFile.Write(file.FullName, clients);
        }

        return new PreparedLoad(broker, clients, async () =>
        {
            if (parsed.GetValue(_out) is null)
            {
                // Also after Ctrl-C: credentials that nobody has belong to nobody.
                await LoadProgress.WatchAsync(
                    registration.UnregisterAsync(clients, CancellationToken.None),
                    () => $"unregistered: {LoadProgress.Show(registration.Done)} of {LoadProgress.Show(count)}").ConfigureAwait(false);
            }

            api.Dispose();
        });
    }

    private async Task<PreparedLoad> ReadFileAsync(ParseResult parsed, FileInfo file, int count, CancellationToken cancellationToken)
    {
        var clients = LoadClientFile.Read(_file.Name, file.FullName);
        if (clients.Count < count)
        {
            throw new ToolException(ExitCodes.Usage, $"--clients: {file} holds {clients.Count} logins, {count} are wanted");
        }

        // With logins from a file nothing is asked of the API.
        var connection = _api.ReadConnection(parsed);
        var target = _mqtt.Read(parsed, connection, _api.ReadInstance(parsed, connection));
        var authority = _api.ReadAuthority(parsed, connection);
        var broker = await BrokerAddress.ResolveAsync(target, authority, cancellationToken).ConfigureAwait(false);
        return new PreparedLoad(broker, [.. clients.Take(count)], () =>
        {
            authority?.Dispose();
            return ValueTask.CompletedTask;
        });
    }
}
