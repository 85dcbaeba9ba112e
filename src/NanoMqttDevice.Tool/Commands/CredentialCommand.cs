using System.CommandLine;
using System.Globalization;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt credential</c>: device credentials, through the vendor's server API.</summary>
internal static class CredentialCommand
{
    private const int LargestPage = 100;

    public static Command Create() => new("credential", "Device credentials, through the vendor's server API: the real one or the stand-in's.")
    {
        WithCredential(
            "register",
            "Register a credential for a client ID. One that was there ends: the device needs the new one for its next connect.",
            (api, clientId, token) => api.Client.RegisterAsync(api.Instance, clientId, token),
            id => $"The credential is registered, and the one before has ended: {GetAgain(id)}"),
        WithCredential(
            "get",
            "Show the credential of a client ID.",
            (api, clientId, token) => api.Client.GetAsync(api.Instance, clientId, token),
            _ => "Nothing was changed at the service"),
        WithCredential(
            "refresh",
            "Give the credential of a client ID another secret; the one before ends.",
            (api, clientId, token) => api.Client.RefreshAsync(api.Instance, clientId, token),
            id => $"The credential has its new secret, and the one before has ended: {GetAgain(id)}"),
        Unregister(),
        List(),
    };

    private static string GetAgain(string clientId) => $"'nanomqtt credential get {clientId} --out FILE' gives it once there is room";

    private static Command WithCredential(
        string name,
        string description,
        Func<ServerApiTarget, string, CancellationToken, Task<DeviceCredential>> call,
        Func<string, string> otherwise)
    {
        var clientId = ClientIdArgument.Create();
        var api = new ServerApiOptions();
        var secret = new SecretOutput();
        var mqtt = new MqttTargetOptions();
        var json = CommonOptions.Json();
        var command = new Command(name, description) { clientId };
        api.AddTo(command);
        secret.AddTo(command);
        mqtt.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var target = api.Read(parsed);
            secret.Check(parsed);
            var settings = mqtt.ReadSettings(parsed, target.Connection, target.Instance, isNew: !secret.IsFileThere(parsed));
            var credential = await call(target, ClientIdArgument.Read(parsed, clientId), cancellationToken).ConfigureAwait(false);
            CredentialSettings.AddTo(settings, credential);
            var file = secret.Write(parsed, settings, otherwise(credential.ClientId));
            Print(credential, file, secret.IsShown(parsed), parsed.GetValue(json));
            if (!secret.IsKept(parsed))
            {
                Console.Error.WriteLine("nanomqtt: the secret is not shown; 'credential get' with --out FILE or --show-secret gives it");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Unregister()
    {
        var clientId = ClientIdArgument.Create();
        var api = new ServerApiOptions();
        var json = CommonOptions.Json();
        var command = new Command("unregister", "End the credential of a client ID: an online device stays online, its next connect is refused.") { clientId };
        api.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var target = api.Read(parsed);
            var id = ClientIdArgument.Read(parsed, clientId);
            await target.Client.UnregisterAsync(target.Instance, id, cancellationToken).ConfigureAwait(false);
            Console.Out.WriteLine(parsed.GetValue(json) ? JsonLines.Of(JsonTypes.CredentialEnd, new { ClientId = id, Result = "unregistered" }) : $"unregistered {id}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var group = new Option<string>("--group") { Description = "Group ID.", Required = true };
        var pageSize = new Option<int>("--page-size") { Description = "Client IDs a call, 1 to 100.", DefaultValueFactory = _ => LargestPage };
        var api = new ServerApiOptions();
        var json = CommonOptions.Json();
        var command = new Command("list", "List the client IDs of a group that have a credential, all pages.") { group, pageSize };
        api.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(pageSize) is < 1 or > LargestPage)
            {
                throw new ToolException(ExitCodes.Usage, $"--page-size: must be a whole number from 1 to {LargestPage}");
            }

            using var target = api.Read(parsed);
            var (count, total, next) = (0L, 0L, (string?)null);
            do
            {
                var page = await target.Client.ListAsync(
                    target.Instance, parsed.GetValue(group)!, parsed.GetValue(pageSize), next, cancellationToken).ConfigureAwait(false);
                foreach (var clientId in page.ClientIds)
                {
                    Console.Out.WriteLine(parsed.GetValue(json) ? JsonLines.Of(JsonTypes.ClientId, new { ClientId = clientId }) : clientId);
                }

                (count, total, next) = (count + page.ClientIds.Count, page.Total, page.NextToken);
            }
            while (next is not null);

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nanomqtt: {count} of {total}"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Print(DeviceCredential credential, string? file, bool isShown, bool isJson)
    {
        if (isJson)
        {
            var all = new OrderedDictionary<string, object>
            {
                ["clientId"] = credential.ClientId,
                ["instance"] = credential.InstanceId,
                ["accessKeyId"] = credential.DeviceAccessKeyId,
                ["created"] = TimeOf(credential.CreateTime),
                ["updated"] = TimeOf(credential.UpdateTime),
            };
            AddIf(isShown, "secret", credential.DeviceAccessKeySecret);
            AddIf(file is not null, "settings", file!);
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Credential, all));
            return;

            void AddIf(bool condition, string name, string value)
            {
                if (condition)
                {
                    all[name] = value;
                }
            }
        }

        Console.Out.WriteLine($"client ID:             {credential.ClientId}");
        Console.Out.WriteLine($"instance ID:           {credential.InstanceId}");
        Console.Out.WriteLine($"DeviceAccessKeyId:     {credential.DeviceAccessKeyId}");
        var secret = isShown ? credential.DeviceAccessKeySecret : Masked.Of(credential.DeviceAccessKeySecret);
        Console.Out.WriteLine($"DeviceAccessKeySecret: {secret}");
        Console.Out.WriteLine($"created:               {TimeOf(credential.CreateTime)}");
        Console.Out.WriteLine($"updated:               {TimeOf(credential.UpdateTime)}");
        if (file is not null)
        {
            Console.Out.WriteLine($"settings:              {file}");
        }
    }

    private static string TimeOf(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
