using System.CommandLine;
using System.Text.Json.Nodes;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt send</c>: a command to a device or to many, and their answers.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("CLIENT-ID COMMAND")
        {
            Description = "Client ID of the device, and the command with its argument; with --to the command alone. - for a line of standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var to = new Option<FileInfo?>("--to")
        {
            Description = "File with client IDs to send to, one a line, or a CSV file with a column client-id; - for standard input.",
        };
        var wait = new Option<int>("--wait") { Description = "Seconds a device may take to answer.", DefaultValueFactory = _ => 15 };
        var noWait = new Option<bool>("--no-wait") { Description = "Send, and wait for no answer." };
        var settings = new Option<FileInfo?>("--settings")
        {
            Description = "The device's settings file, for the secret that seals the command; without it the server API is asked where it is known.",
        };
        var database = new Option<FileInfo?>("--database")
        {
            Description = "SQLite file of a 'nanomqtt service' with the devices' secrets, in place of the server API.",
        };
        var serverId = new Option<string?>("--as") { Description = "Client ID of the application server; a new one in the device's group without it." };
        var api = new ServerApiOptions();
        var mqtt = new MqttTargetOptions();
        var json = CommonOptions.Json();
        var command = new Command("send", "Send a command to a device, wait for its answer and show it; to many at once with --to.") { words, to, wait, noWait, settings, database, serverId };
        api.AddTo(command);
        mqtt.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (clientIds, rest) = Split(parsed.GetValue(words)!, parsed.GetValue(to));
            var line = await LineOfAsync(rest, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(wait) is < 1 or > 3600)
            {
                throw new ToolException(ExitCodes.Usage, "--wait: must be a whole number from 1 to 3600 seconds");
            }

            using var account = api.ReadAccount(parsed);
            using var store = parsed.GetValue(database) is { } file ? OpenStore(file, account.Instance) : null;
            var target = mqtt.Read(parsed, account.Connection, account.Instance);
            if (line.StartsWith("settings ", StringComparison.Ordinal))
            {
                MqttTargetOptions.RequireConfidential(target, account.IsInsecureAllowed);
            }

            var own = ServerClientId.Of(clientIds[0], parsed.GetValue(serverId));
            using var server = new ApplicationServer(
                target, account.Authority, account.Keys.Account, account.Instance, own, mqtt.ReadParentTopic(parsed, account.Connection));
            await server.ConnectAsync(cancellationToken).ConfigureAwait(false);
            using var client = account.Endpoint is { } endpoint ? new ServerApiClient(endpoint, account.Keys, account.Authority, TimeProvider.System) : null;
            var secrets = new DeviceSecrets(account.Instance, parsed.GetValue(settings)?.FullName, store, client);
            var isKnown = client is not null || store is not null || parsed.GetValue(settings) is not null;
            var seal = new CommandSeal(
                async (id, token) => isKnown ? await secrets.FindAsync(id, token).ConfigureAwait(false) : null, TimeProvider.System);
            if (parsed.GetValue(noWait) && isKnown && !CommandSeal.IsOpen(line))
            {
                throw new ToolException(
                    ExitCodes.Usage, "--no-wait: this command needs a seal over the device's nonce, which only an answer tells; leave --no-wait out");
            }

            var isJson = parsed.GetValue(json);
            var answers = new List<CommandAnswer>();
            var limit = parsed.GetValue(noWait) ? (TimeSpan?)null : TimeSpan.FromSeconds(parsed.GetValue(wait));
            await new CommandRun(server, seal, TimeProvider.System).RunAsync(
                clientIds,
                line,
                limit,
                answer =>
                {
                    answers.Add(answer);
                    Show(answer, line, isJson);
                },
                cancellationToken).ConfigureAwait(false);
            if (limit is null)
            {
                Console.Error.WriteLine($"nanomqtt: sent to {clientIds.Count}");
                return ExitCodes.Ok;
            }

            return Judge(answers);
        });
        return command;
    }

    // A service may be at work on it: only read, and never made.
    private static CredentialStore OpenStore(FileInfo file, string instance)
    {
        if (!file.Exists)
        {
            throw new ToolException(ExitCodes.Usage, $"--database: there is no file {file}");
        }

        try
        {
            return CredentialStore.Open(new ServiceOptions { InstanceIds = [instance], DatabasePath = file.FullName });
        }
        catch (Exception e) when (e is ServiceStartException or ArgumentException)
        {
            throw new ToolException(ExitCodes.Usage, $"--database: {e.Message}");
        }
    }

    private static (IReadOnlyList<string> ClientIds, IReadOnlyList<string> Command) Split(string[] words, FileInfo? to)
    {
        if (to is not null)
        {
            return (ClientIdFile.Read("--to", to.ToString()), words);
        }

        if (words.Length < 2)
        {
            throw new ToolException(ExitCodes.Usage, "COMMAND: is missing; for example: nanomqtt send GID_Demo@@@0001 ping");
        }

        SettingsCheck.Require("CLIENT-ID", NanoMqttDevice.Settings.SettingsField.ClientId, words[0]);
        return ([words[0]], words[1..]);
    }

    private static async Task<string> LineOfAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        // A secret in a command does not belong on the command line.
        var line = words is ["-"] ? await SecretInput.ReadLineAsync("command", cancellationToken).ConfigureAwait(false) : string.Join(' ', words);
        line = line.Trim(' ');
        return CommandText.Check(line);
    }

    private static void Show(CommandAnswer answer, string command, bool isJson)
    {
        var details = answer.Reply is { } reply ? JsonNode.Parse(reply.Json) as System.Text.Json.Nodes.JsonObject : null;
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Answer, new
            {
                Time = TimeProvider.System.GetUtcNow(),
                answer.ClientId,
                answer.Id,
                Command = command.Split(' ', 2)[0],
                answer.Result,
                answer.Milliseconds,
                Answer = details,
            }));
            return;
        }

        var values = details?.Where(p => p.Key is not ("id" or "clientId" or "command" or "result" or "nonce")).Select(p => $"{p.Key}={TextOf(p.Value)}") ?? [];
        Console.Out.WriteLine(SafeText.Of($"{answer.ClientId}  {answer.Result}{string.Concat(values.Select(v => "  " + v))}"));
    }

    // On one line, whatever it is.
    private static string TextOf(JsonNode? value) => value is JsonArray list ? string.Join(", ", list.Select(TextOf)) : value is JsonValue scalar ? scalar.ToString() : value?.ToJsonString() ?? "null";

    private static int Judge(List<CommandAnswer> answers)
    {
        var wrong = answers.Where(a => !a.IsOk).ToList();
        if (wrong.Count == 0)
        {
            return ExitCodes.Ok;
        }

        var words = wrong.GroupBy(a => a.Result).Select(g => answers.Count == 1
            ? $"{g.First().ClientId}: {g.Key}{(g.First().Explain() is { } why ? $": {why}" : "")}"
            : $"{g.Count()} of {answers.Count}: {g.Key}{(g.First().Explain() is { } what ? $": {what}" : "")}");
        throw new ToolException(wrong.Any(a => a.Reply is not null) ? ExitCodes.CommandRefused : ExitCodes.NoAnswer, SafeText.Of(string.Join("; ", words)));
    }
}
