using System.CommandLine;
using System.Security.Cryptography;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.CredentialRotation;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt rotate</c>: another credential for a device in the field.</summary>
internal static class RotateCommand
{
    public static Command Create()
    {
        var clientId = ClientIdArgument.Create();
        var output = new Option<FileInfo?>("--out")
        {
            Description = "Settings file of mode 600 that keeps the new credential, before it is sent; CLIENT-ID.json without it. Until the device uses that, "
                + "the old one stays in a file of the same name with .old behind it.",
        };
        var resume = new Option<bool>("--resume") { Description = "Deliver the credential that is in --out, of a run that failed; register none." };
        var serverId = new Option<string?>("--as") { Description = "Client ID of the application server; a new one in the device's group without it." };
        var wait = new Option<int>("--wait")
        {
            Description = "Seconds the device may take to be accepted with the new credential.",
            DefaultValueFactory = _ => 480,
        };
        var api = new ServerApiOptions();
        var mqtt = new MqttTargetOptions();
        var json = CommonOptions.Json();
        var command = new Command("rotate", "Give a device in the field another credential: register, deliver by P2P, wait until it is in use.")
        {
            clientId, output, resume, serverId, wait,
        };
        api.AddTo(command);
        mqtt.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var device = ClientIdArgument.Read(parsed, clientId);
            using var target = api.Read(parsed);
            var broker = mqtt.Read(parsed, target.Connection, target.Instance);
            MqttTargetOptions.RequireConfidential(broker, target.IsInsecureAllowed);
            var parentTopic = mqtt.ReadParentTopic(parsed, target.Connection);
            if (parsed.GetValue(wait) is < 1 or > 3600)
            {
                throw new ToolException(ExitCodes.Usage, "--wait: must be a whole number from 1 to 3600 seconds");
            }

            var own = ServerClientId.Of(device, parsed.GetValue(serverId));
            var file = parsed.GetValue(output) ?? new FileInfo($"{device}.json");
            var kept = CheckFile(file, device);
            if (parsed.GetValue(resume) && kept is null)
            {
                throw new ToolException(ExitCodes.Usage, $"--resume: {file} holds no credential; it takes the file that a run before has written");
            }

            using var server = new ApplicationServer(broker, target.Authority, target.Keys.Account, target.Instance, own, parentTopic);

            // Registering ends the old credential at the service, and the device obeys no other until it has taken the new one: its secret stays
            // beside the new one until then, so that a run that is stopped can be resumed.
            var before = new OldCredentialFile(file);
            var isResumed = parsed.GetValue(resume);
            DeviceCredential? old = before.Read(device);
            if (old is not null && !isResumed)
            {
                throw new ToolException(
                    ExitCodes.Usage,
                    $"a run before was not finished: {before} holds the credential that the device had; finish it with --resume, or remove that file if the "
                        + "device was given another since");
            }

            var request = new RotationRequest
            {
                ClientId = device,
                Obtain = isResumed
                    ? _ => Task.FromResult(kept!)
                    : token =>
                    {
                        before.Write(old!);
                        return target.Client.RegisterAsync(target.Instance, device, token);
                    },
                OldSecret = async token =>
                    (old ??= await target.Client.GetAsync(target.Instance, device, token).ConfigureAwait(false)).DeviceAccessKeySecret,
                OtherSecret = isResumed ? kept!.DeviceAccessKeySecret : null,
                Confirmed = before.Delete,
                Keep = credential => Keep(file, credential, mqtt.ReadSettings(parsed, target.Connection, target.Instance, isNew: !file.Exists)),
                ConfirmationLimit = TimeSpan.FromSeconds(parsed.GetValue(wait)),
            };
            await RunAsync(new RotationRun(server, request, TimeProvider.System), file, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task RunAsync(RotationRun run, FileInfo file, bool isJson, CancellationToken cancellationToken)
    {
        var report = new StepReport(RotationRun.Steps, isJson);
        try
        {
            var credential = await run.RunAsync(report, cancellationToken).ConfigureAwait(false);
            report.Summary(
            [
                new("clientId", credential.ClientId),
                new("accessKeyId", credential.DeviceAccessKeyId),
                new("settings", file.ToString()),
            ]);
        }
        catch (ToolException e)
        {
            report.Fail(e.Message);
            throw new ToolException(e.ExitCode, $"rotate failed at step {report.Number} ({report.Name}): {e.Message}");
        }
    }

    private static DeviceCredential? CheckFile(FileInfo file, string device)
    {
        if (!file.Exists)
        {
            return null;
        }

        var values = SettingsFile.ReadValues(file.FullName);
        if (values.TryGetValue(SettingsField.ClientId, out var other) && other != device)
        {
            throw new ToolException(ExitCodes.Usage, $"--out: {file} holds the settings of {other}");
        }

        return values.TryGetValue(SettingsField.AccessKeyId, out var id) && values.TryGetValue(SettingsField.Secret, out var secret)
            ? new DeviceCredential(values.GetValueOrDefault(SettingsField.Instance, ""), device, id, secret, 0, 0)
            : null;
    }

    private static string Keep(FileInfo file, DeviceCredential credential, Dictionary<SettingsField, string> settings)
    {
        CredentialSettings.AddTo(settings, credential);
        SettingsFile.Update(file.FullName, settings);
        return file.ToString();
    }
}
