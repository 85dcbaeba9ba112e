using System.CommandLine;
using System.Globalization;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt token</c>: temporary tokens, through the vendor's server API.</summary>
internal static class TokenCommand
{
    private const int MostResources = 100;

    public static Command Create() => new("token", "Tokens of mode Token, through the vendor's server API: the real one or the stand-in's.")
    {
        Apply(),
        OfOne(
            "query",
            "Tell whether a token is valid; it comes from --token-file, standard input or a hidden prompt.",
            async (api, token, cancellationToken) => await api.Client.QueryTokenAsync(api.Instance, token, cancellationToken).ConfigureAwait(false)
                ? ("valid", ExitCodes.Ok)
                : ("not valid", ExitCodes.TokenInvalid)),
        OfOne(
            "revoke",
            "End a token before its time; it comes from --token-file, standard input or a hidden prompt.",
            async (api, token, cancellationToken) =>
            {
                await api.Client.RevokeTokenAsync(api.Instance, token, cancellationToken).ConfigureAwait(false);
                return ("revoked", ExitCodes.Ok);
            }),
    };

    private static Command Apply()
    {
        var resources = new Option<string[]>("--resource")
        {
            Description = "Topic, or topic filter with + and #. May be given up to 100 times.",
            Required = true,
        };
        var actions = new Option<string>("--actions") { Description = "R to subscribe, W to publish, RW for both.", DefaultValueFactory = _ => "RW" };
        var validFor = new Option<string>("--valid-for")
        {
            Description = "How long, from 60s to 30d: a number and s, m, h or d. The service cuts what is longer.",
            DefaultValueFactory = _ => "1h",
        };
        var api = new ServerApiOptions();
        var secret = new SecretOutput();
        var mqtt = new MqttTargetOptions();
        var json = CommonOptions.Json();
        var command = new Command("apply", "Apply for a token, which needs --out FILE or --show-secret: it is given once.") { resources, actions, validFor };
        api.AddTo(command);
        secret.AddTo(command);
        mqtt.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!secret.IsKept(parsed))
            {
                throw new ToolException(ExitCodes.Usage, "a token is given once: say where it goes with --out FILE or --show-secret");
            }

            if (!TokenType.TryParse(parsed.GetValue(actions), out var permitted))
            {
                throw new ToolException(ExitCodes.Usage, "--actions: must be R, W or RW");
            }

            var topics = parsed.GetValue(resources)!;
            if (topics.Length > MostResources || topics.Any(t => t.Length == 0 || t.Contains(',', StringComparison.Ordinal)))
            {
                throw new ToolException(ExitCodes.Usage, $"--resource: at most {MostResources}, none of them empty or with a comma");
            }

            var duration = Duration.Parse("--valid-for", parsed.GetValue(validFor)!);
            if (duration < TimeSpan.FromSeconds(60))
            {
                throw new ToolException(ExitCodes.Usage, "--valid-for: must be at least 60s");
            }

            using var target = api.Read(parsed);
            secret.Check(parsed);
            var settings = mqtt.ReadSettings(parsed, target.Connection, target.Instance, isNew: !secret.IsFileThere(parsed));

            // A second more than asked: the call takes time, and the service's rule is strict.
            var expireTime = TimeProvider.System.GetUtcNow() + duration + TimeSpan.FromSeconds(1);
            var type = TokenType.Of(permitted);
            var token = await target.Client.ApplyTokenAsync(
                target.Instance, topics, type == "RW" ? "R,W" : type, expireTime, cancellationToken).ConfigureAwait(false);
            AddTo(settings, target, type, token);
            var file = secret.Write(
                parsed, settings, $"The token was issued and is lost with this; it ends by itself at {TimeOf(expireTime)}. Apply for another once there is room");
            Print(type, token, expireTime, file, secret.IsShown(parsed), parsed.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command OfOne(
        string name,
        string description,
        Func<ServerApiTarget, string, CancellationToken, Task<(string Result, int ExitCode)>> call)
    {
        var tokenFile = new Option<FileInfo?>("--token-file")
        {
            Description = "File of mode 600 that holds the token, alone or among settings, as 'token apply --out' writes them.",
        };
        var type = new Option<string?>("--type") { Description = "Which token of a settings file that holds several: R, W or RW." };
        type.AcceptOnlyFromAmong("R", "W", "RW");
        var api = new ServerApiOptions();
        var json = CommonOptions.Json();
        var command = new Command(name, description) { tokenFile, type };
        api.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var target = api.Read(parsed);
            var token = parsed.GetValue(tokenFile) is { } file
                ? TokenFile.Read(tokenFile.Name, file.FullName, parsed.GetValue(type))
                : (await SecretInput.ReadAsync("token", cancellationToken).ConfigureAwait(false)).Trim();
            var (result, exitCode) = await call(target, token, cancellationToken).ConfigureAwait(false);
            Console.Out.WriteLine(parsed.GetValue(json) ? JsonLines.Of(JsonTypes.TokenState, new { Token = Masked.Of(token), Result = result }) : result);
            return exitCode;
        });
        return command;
    }

    // A token of one type takes the place of the one before; those of other types stay.
    private static void AddTo(Dictionary<SettingsField, string> settings, ServerApiTarget target, string type, string token)
    {
        settings[SettingsField.Mode] = "Token";
        settings[SettingsField.Instance] = target.Instance;
        settings[SettingsField.AccessKeyId] = target.Keys.Account.AccessKeyId;
        settings[SettingsField.Secret] = "";
        settings[SettingsField.Password] = "";
        var field = type switch
        {
            "R" => SettingsField.TokenR,
            "W" => SettingsField.TokenW,
            _ => SettingsField.TokenRW,
        };
        settings[field] = token;
    }

    private static string TimeOf(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Print(string type, string token, DateTimeOffset expireTime, string? file, bool isShown, bool isJson)
    {
        var expires = TimeOf(expireTime);
        if (isJson)
        {
            var all = new OrderedDictionary<string, object> { ["tokenType"] = type, ["expires"] = expires };
            if (isShown)
            {
                all["token"] = token;
            }

            if (file is not null)
            {
                all["settings"] = file;
            }

            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Token, all));
            return;
        }

        Console.Out.WriteLine($"type:     {type}");
        Console.Out.WriteLine($"token:    {(isShown ? token : Masked.Of(token))}");
        Console.Out.WriteLine($"expires:  {expires}");
        if (file is not null)
        {
            Console.Out.WriteLine($"settings: {file}");
        }
    }
}
