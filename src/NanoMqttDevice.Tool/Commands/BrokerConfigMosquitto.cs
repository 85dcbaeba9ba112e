using System.CommandLine;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.BrokerConfig;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt broker-config mosquitto</c>.</summary>
internal static class BrokerConfigMosquitto
{
    public static Command Create()
    {
        var serve = new Option<string?>("--serve") { Description = "Instance ID of an --instances-file that this broker serves; the first without it." };
        var listen = new Option<string>("--mqtt-listen")
        {
            Description = "Where it listens, address:port.",
            DefaultValueFactory = _ => "0.0.0.0:1883",
        };
        var backends = new Option<string[]>("--backend")
        {
            Description = "ACCESSKEYID=CLIENTID: a client of an account of --accounts, mode Signature. May be given several times, once an account.",
        };
        var state = new ServiceStateOptions();
        var instances = new InstanceOptions();
        var output = new ConfigurationOutput();
        var command = new Command(
            "mosquitto",
            "mosquitto.conf, passwords and acl, for what is registered in the database now. It asks nobody: make them anew after each change.")
        {
            serve, listen, backends,
        };
        instances.AddTo(command);
        state.AddDatabaseTo(command);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = instances.Apply(parsed, state.ApplyDatabase(parsed, new ServiceOptions()), out var watcher);
            using var watching = watcher;
            var instance = ServedInstance.One(options, parsed.GetValue(serve));
            var configuration = new MosquittoConfiguration(instance, Endpoint.Check(listen.Name, parsed.GetValue(listen)!));
            if (options is { DatabasePath: null, PostgresConnectionString: null })
            {
                throw new ToolException(ExitCodes.Usage, "--database or --postgres: one of them is needed, with the registered credentials");
            }

            using var store = CredentialStore.Open(options);
            foreach (var credential in store.List(instance.InstanceId))
            {
                configuration.Add(credential);
            }

            foreach (var (account, clientId) in (parsed.GetValue(backends) ?? []).Select(text => ReadBackend(text, options.Accounts)))
            {
                configuration.Add(account, clientId);
            }

            output.Write(parsed, configuration.Files(output.FolderOf(parsed)));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static (ServiceAccount Account, string ClientId) ReadBackend(string text, IReadOnlyList<ServiceAccount> accounts)
    {
        var parts = text.Split('=');
        return parts.Length == 2 && parts[1].Length > 0 && accounts.FirstOrDefault(account => account.AccessKeyId == parts[0]) is { } found
            ? (found, parts[1])
            : throw new ToolException(ExitCodes.Usage, "--backend: must be ACCESSKEYID=CLIENTID, with an account of --accounts");
    }
}
