using System.CommandLine;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt sign</c>: the user name and password of a client, computed by the code that runs on the device.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var mode = new Option<string>("--mode") { Description = "Signature, Token or DeviceCredential.", DefaultValueFactory = _ => "DeviceCredential" };
        var instance = new Option<string>("--instance") { Description = "Instance ID.", Required = true };
        var clientId = new Option<string>("--client-id") { Description = "Client ID, GroupId@@@DeviceId.", Required = true };
        var accessKeyId = new Option<string>("--access-key-id") { Description = "AccessKey ID, or DeviceAccessKeyId.", Required = true };
        var client = new Option<string?>("--for") { Description = $"Write a client's configuration in place of printing: {string.Join(", ", ClientConfiguration.Clients)}." };
        client.AcceptOnlyFromAmong([.. ClientConfiguration.Clients]);
        var output = new Option<FileInfo?>("--out") { Description = "File of mode 600 that receives the configuration." };
        var endpoint = new Option<string?>("--endpoint") { Description = "Host name of the service, for the configuration; {instance}.mqtt.aliyuncs.com without it." };
        var port = new Option<int?>("--mqtt-port") { Description = "Its TCP port: 8883 with TLS, 1883 without." };
        var tls = new Option<string>("--tls") { Description = "on or off.", DefaultValueFactory = _ => "on" };
        tls.AcceptOnlyFromAmong("on", "off");
        var ca = TrustedAuthority.Option();
        var json = CommonOptions.Json();
        var command = new Command(
            "sign",
            "Print the user name and password of a client. The secret, or in mode Token the tokens as R|…|W|…|RW|…, comes from standard input or a hidden prompt.")
        {
            mode, instance, clientId, accessKeyId, client, output, endpoint, port, tls, ca, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if ((parsed.GetValue(client) is null) != (parsed.GetValue(output) is null))
            {
                throw new ToolException(ExitCodes.Usage, "--for and --out: give both or neither; a configuration holds the password");
            }

            var staged = new StagedSettings(new DeviceSettings());
            Set(staged, SettingsField.Mode, parsed.GetValue(mode)!);
            Set(staged, SettingsField.Instance, parsed.GetValue(instance)!);
            Set(staged, SettingsField.ClientId, parsed.GetValue(clientId)!);
            Set(staged, SettingsField.AccessKeyId, parsed.GetValue(accessKeyId)!);
            if (staged.Settings.Mode == AuthenticationMode.Token)
            {
                SetTokens(staged, await SecretInput.ReadAsync("tokens", cancellationToken).ConfigureAwait(false));
            }
            else
            {
                Set(staged, SettingsField.Secret, await SecretInput.ReadAsync("secret", cancellationToken).ConfigureAwait(false));
            }

            var login = staged.Settings.CreateLogin();
            if (parsed.GetValue(client) is { } name)
            {
                var isTls = parsed.GetValue(tls) == "on";
                var host = parsed.GetValue(endpoint) ?? $"{parsed.GetValue(instance)}.mqtt.aliyuncs.com";
                SettingsCheck.Require(endpoint.Name, SettingsField.Endpoint, host);
                var target = new MqttTarget(host, CommonOptions.CheckPort(parsed.GetValue(port), port.Name) ?? (isTls ? 8883 : 1883), isTls);
                var file = parsed.GetValue(output)!;
                SecretFile.Write(
                    file.FullName,
                    new ClientConfiguration(target, parsed.GetValue(ca)?.FullName, parsed.GetValue(clientId)!, login.UserName, login.Password).For(name));
                Console.Error.WriteLine($"nanomqtt: {file} is written. Use it: {ClientConfiguration.UseOf(name, file.ToString())}");
                staged.Settings.Wipe();
                return ExitCodes.Ok;
            }

            Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonLines.Of(JsonTypes.Login, new { Mode = staged.Show(SettingsField.Mode), staged.Settings.ClientId, login.UserName, login.Password })
                : $"user name: {login.UserName}\npassword:  {login.Password}");
            staged.Settings.Wipe();
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void SetTokens(StagedSettings staged, string joined)
    {
        var parts = joined.Split('|');
        if (parts.Length % 2 != 0)
        {
            throw new ToolException(ExitCodes.Usage, "tokens: must have the form TYPE|TOKEN, joined by |, for example R|…|W|…");
        }

        foreach (var pair in parts.Chunk(2))
        {
            var field = pair[0] switch
            {
                "R" => SettingsField.TokenR,
                "W" => SettingsField.TokenW,
                "RW" => SettingsField.TokenRW,
                _ => throw new ToolException(ExitCodes.Usage, "tokens: the type before each token must be R, W or RW"),
            };
            if (staged.Settings.GetText(field) is not null)
            {
                throw new ToolException(ExitCodes.Usage, $"{SettingsFields.NameOf(field)}: is given twice; at most one token per type");
            }

            if (pair[1].Length == 0)
            {
                throw new ToolException(ExitCodes.Usage, $"{SettingsFields.NameOf(field)}: is empty");
            }

            Set(staged, field, pair[1]);
        }
    }

    private static void Set(StagedSettings staged, SettingsField field, string value)
    {
        var error = staged.Set(field, value);
        if (error == SettingsError.None && value.Length == 0)
        {
            error = (SettingsError)(((int)field * 10) + 1);
        }

        if (error != SettingsError.None)
        {
            throw new ToolException(ExitCodes.Usage, SettingsErrorText.Of(error));
        }
    }
}
