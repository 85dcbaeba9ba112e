using System.CommandLine;
using System.CommandLine.Completions;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt profile</c>: what is always the same, in one place.</summary>
internal static class ProfileCommand
{
    private static readonly Profiles _profiles = new(Environment.GetEnvironmentVariable);

    public static Command Create() => new("profile", "Keep what is always the same in one place: endpoint, instance, account keys, CA, MQTT options.")
    {
        CreateCommand(),
        ListCommand(),
        OfOne("show", "Show a profile; its secrets stay hidden.", (name, isJson) => Show(name, _profiles.Read(name), isJson)),
        OfOne("use", "Take a profile into use: commands without --profile go by it.", (name, isJson) =>
        {
            _profiles.Use(name);
            Show(name, _profiles.Read(name), isJson);
        }),
        OfOne("remove", "Remove a profile.", (name, _) => _profiles.Remove(name)),
    };

    private static Command CreateCommand()
    {
        var name = NameArgument(isOld: false);
        var endpoint = new Option<string?>("--endpoint") { Description = "URL of the server API, the stand-in's for example." };
        var region = new Option<string?>("--region") { Description = "The vendor's region, for example cn-hangzhou, in place of --endpoint." };
        var instance = new Option<string?>("--instance") { Description = "Instance ID." };
        var keyId = new Option<string?>("--access-key-id") { Description = "AccessKey ID of the account; its secret comes from standard input or a hidden prompt." };
        var secretFile = new Option<FileInfo?>("--secret-file") { Description = "File of mode 600 that holds the secret." };
        var secretCommand = new Option<string[]>("--secret-command")
        {
            Description = "Program and arguments that print the secret, for a platform's keeper of secrets; the profile holds them and not the secret.",
            AllowMultipleArgumentsPerToken = true,
        };
        var ca = TrustedAuthority.Option();
        var insecure = new Option<bool>("--insecure") { Description = "Take an http:// endpoint on another machine, in a lab of your own." };
        var force = new Option<bool>("--force") { Description = "Replace a profile of this name." };
        var use = new Option<bool>("--use") { Description = "Take it into use; the first one is, in any case." };
        var mqtt = new MqttTargetOptions();
        var json = CommonOptions.Json();
        var command = new Command("create", "Make a profile, a file of mode 600.")
        {
            name, endpoint, region, instance, keyId, secretFile, secretCommand, ca, insecure, force, use,
        };
        mqtt.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = Profiles.CheckName(parsed.GetValue(name)!);
            if (_profiles.Has(chosen) && !parsed.GetValue(force))
            {
                throw new ToolException(ExitCodes.Usage, $"there is a profile '{chosen}' already; replace it with --force");
            }

            if (parsed.GetValue(endpoint) is not null && parsed.GetValue(region) is not null)
            {
                throw new ToolException(ExitCodes.Usage, "--endpoint and --region: give one of them");
            }

            var keeper = parsed.GetValue(secretCommand) is { Length: > 0 } words ? words : null;
            if (parsed.GetValue(keyId) is null && (keeper is not null || parsed.GetValue(secretFile) is not null))
            {
                throw new ToolException(ExitCodes.Usage, "--access-key-id: is missing; a secret goes with it");
            }

            if (keeper is not null && parsed.GetValue(secretFile) is not null)
            {
                throw new ToolException(ExitCodes.Usage, "--secret-file and --secret-command: give one of them");
            }

            var url = parsed.GetValue(endpoint) is { } given ? ServerApiEndpoint.Parse(given, parsed.GetValue(insecure)) : null;
            if (parsed.GetValue(region) is { } place)
            {
                ServerApiEndpoint.OfRegion(place);
            }

            TrustedAuthority.Read(parsed.GetValue(ca))?.Dispose();
            var values = mqtt.ReadGiven(parsed);
            var content = new ProfileContent
            {
                AccessKeyId = parsed.GetValue(keyId),
                AccessKeySecret = parsed.GetValue(keyId) is null || keeper is not null ? null
                    : parsed.GetValue(secretFile) is { } file ? SecretFile.Read(secretFile.Name, file.FullName)
                    : await SecretInput.ReadLineAsync("secret", cancellationToken).ConfigureAwait(false),
                AccessKeySecretCommand = keeper,
                Endpoint = url?.ToString(),
                Region = parsed.GetValue(region),
                Instance = parsed.GetValue(instance),
                Ca = parsed.GetValue(ca)?.FullName,
                MqttEndpoint = values.GetValueOrDefault(SettingsField.Endpoint),
                MqttPort = values.TryGetValue(SettingsField.Port, out var port) ? int.Parse(port, null) : null,
                Tls = values.TryGetValue(SettingsField.Tls, out var tls) ? tls == "on" : null,
                ParentTopic = values.GetValueOrDefault(SettingsField.ParentTopic),
            };
            _profiles.Write(chosen, content);
            if (parsed.GetValue(use) || _profiles.Current is null)
            {
                _profiles.Use(chosen);
            }

            Show(chosen, content, parsed.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command ListCommand()
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "List the profiles; the one in use has a star.") { json };
        command.SetAction(parsed =>
        {
            var names = _profiles.List();
            foreach (var name in names)
            {
                if (parsed.GetValue(json))
                {
                    Show(name, _profiles.Read(name), isJson: true);
                    continue;
                }

                var content = _profiles.Read(name);
                var where = content.Endpoint ?? content.Region ?? content.MqttEndpoint ?? "";
                Console.Out.WriteLine($"{(name == _profiles.Current ? "*" : " ")} {name,-16} {where}  {content.Instance}".TrimEnd());
            }

            if (names.Count == 0)
            {
                Console.Error.WriteLine("nanomqtt: there is no profile; make one with 'nanomqtt profile create NAME'");
            }
        });
        return command;
    }

    private static Command OfOne(string verb, string description, Action<string, bool> work)
    {
        var name = NameArgument(isOld: true);
        var json = CommonOptions.Json();
        var command = new Command(verb, description) { name };
        if (verb != "remove")
        {
            command.Options.Add(json);
        }

        command.SetAction(parsed =>
        {
            work(Profiles.CheckName(parsed.GetValue(name)!), verb != "remove" && parsed.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Argument<string> NameArgument(bool isOld)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the profile." };
        if (isOld)
        {
            name.CompletionSources.Add(_ => _profiles.List().Select(n => new CompletionItem(n)));
        }

        return name;
    }

    private static void Show(string name, ProfileContent content, bool isJson)
    {
        var isCurrent = name == _profiles.Current;
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Profile, new
            {
                Name = name,
                InUse = isCurrent,
                content.AccessKeyId,
                HasSecret = content.AccessKeySecret is not null,
                SecretCommand = content.AccessKeySecretCommand,
                content.Endpoint,
                content.Region,
                content.Instance,
                content.Ca,
                content.MqttEndpoint,
                content.MqttPort,
                content.Tls,
                content.ParentTopic,
            }));
            return;
        }

        Line("profile", isCurrent ? $"{name} (in use)" : name);
        Line("endpoint", content.Endpoint);
        Line("region", content.Region);
        Line("instance", content.Instance);
        Line("AccessKey ID", content.AccessKeyId);
        Line("secret", content.AccessKeySecret is { } secret ? Masked.Of(secret) : content.AccessKeySecretCommand is { } command ? $"from {command[0]}" : null);
        Line("ca", content.Ca);
        Line("mqtt-endpoint", content.MqttEndpoint);
        Line("mqtt-port", content.MqttPort?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Line("tls", content.Tls switch { true => "on", false => "off", null => null });
        Line("parent-topic", content.ParentTopic);

        static void Line(string what, string? value)
        {
            if (value is not null)
            {
                Console.Out.WriteLine($"{what + ":",-14} {value}");
            }
        }
    }
}
