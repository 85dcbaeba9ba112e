using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Doctor;
using NanoMqttDevice.Tool.Flashing;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Provisioning;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt doctor</c>: looks at what a device needs, from this machine.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var settings = new SettingsOptions();
        var port = new Option<string?>("--port") { Description = "Serial port to look at; without it each of a known board." };
        var ca = new Option<FileInfo?>("--ca") { Description = "PEM file with the authorities that the device trusts; flash/ca.pem without it." };
        var ntp = new Option<string>("--ntp") { Description = "Time server to ask.", DefaultValueFactory = _ => "pool.ntp.org" };
        var json = CommonOptions.Json();
        var command = new Command(
            "doctor", "Look at serial ports, nanoff, the clock, and with --endpoint or --settings at the endpoint and the login: each ok, or what to do.")
        {
            port, ca, ntp,
        };
        settings.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isJson = parsed.GetValue(json);
            var device = SettingsOf(await settings.ReadAsync(parsed, cancellationToken).ConfigureAwait(false));
            var authorities = device.Tls ? ReadAuthorities(parsed.GetValue(ca)?.FullName ?? FlashFiles.PathOf(FlashFiles.Ca)) : null;
            var isWell = Tell(await PortCheck.RunAsync(parsed.GetValue(port)).ConfigureAwait(false), isJson);
            isWell &= Tell([await NanoffCheck.RunAsync(cancellationToken).ConfigureAwait(false)], isJson);
            isWell &= Tell([await ClockCheck.RunAsync(parsed.GetValue(ntp)!, TimeProvider.System, cancellationToken).ConfigureAwait(false)], isJson);
            isWell &= await CheckServiceAsync(device, authorities, isJson, cancellationToken).ConfigureAwait(false);
            return isWell ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static async Task<bool> CheckServiceAsync(
        DeviceSettings device, X509Certificate2Collection? authorities, bool isJson, CancellationToken cancellationToken)
    {
        if (device.Endpoint is null)
        {
            return Tell([Finding.Skipped("endpoint", "not looked at; give --endpoint or --settings")], isJson);
        }

        var endpoint = await new EndpointCheck(device.Endpoint, device.Port, authorities, TimeProvider.System.GetUtcNow()).RunAsync(cancellationToken)
            .ConfigureAwait(false);
        if (!Tell(endpoint, isJson))
        {
            return false;
        }

        var missing = SettingsRules.Check(device);
        if (missing != SettingsError.None)
        {
            return Tell([Finding.Skipped("login", $"not tried, as {Settings.SettingsErrorText.Of(missing)}; give it or --settings")], isJson);
        }

        var connect = new ConnectSettings(device);
        device.Wipe();
        return Tell([await LoginCheck.RunAsync(connect, authorities, cancellationToken).ConfigureAwait(false)], isJson);
    }

    private static DeviceSettings SettingsOf(Dictionary<SettingsField, string> values)
    {
        var staged = new StagedSettings(new DeviceSettings());
        foreach (var (field, value) in values)
        {
            staged.Set(field, value);
        }

        return staged.Settings;
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        if (CaFile.Check(path, TimeProvider.System.GetUtcNow()) is { } warning)
        {
            Console.Error.WriteLine($"nanomqtt: {warning}");
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities;
    }

    private static bool Tell(IReadOnlyList<Finding> findings, bool isJson)
    {
        foreach (var finding in findings)
        {
            var word = finding.Verdict.ToString().ToLowerInvariant();
            if (isJson)
            {
                Console.Out.WriteLine(JsonLines.Of(JsonTypes.Finding, new { finding.Check, Verdict = word, finding.Text }));
                continue;
            }

            // The word alone through Spectre, which would wrap the text.
            var colour = finding.Verdict switch { Verdict.Ok => "green", Verdict.Failed => "red", Verdict.Warning => "yellow", _ => "grey" };
            AnsiConsole.Markup($"[{colour}]{word,-8}[/]");
            Console.Out.WriteLine($"{finding.Check,-12} {finding.Text}");
        }

        return findings.All(f => f.Verdict != Verdict.Failed);
    }
}
