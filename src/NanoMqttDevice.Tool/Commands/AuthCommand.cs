using System.CommandLine;
using System.Net;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt auth</c>: decides logins and rights for RabbitMQ and EMQX, until Ctrl-C.</summary>
internal static class AuthCommand
{
    private const int StandardPort = 8090;

    // A request waits for the database on a thread: without these a burst would wait until the pool has grown.
    private const int Threads = 64;

    public static Command Create()
    {
        var state = new ServiceStateOptions();
        var instances = new InstanceOptions();
        var certificate = new CertificateOptions();
        var all = new Option<bool>("--all") { Description = "Print the logins that are let in, too, not only what is refused." };
        var json = CommonOptions.Json();
        var command = new Command(
            "auth",
            "Decide logins and topics for RabbitMQ (rabbitmq_auth_backend_http) and EMQX (HTTP authenticator and authorizer) until Ctrl-C. Any "
                + "number may run side by side on one PostgreSQL database.");
        instances.AddTo(command);
        state.AddTo(command);
        certificate.AddTo(command);
        command.Options.Add(all);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = state.Apply(parsed, new ServiceOptions());
            options = instances.Apply(parsed, options, out var watcher);
            using var watching = watcher;
            using var tls = certificate.Read(parsed);
            options = options with
            {
                TlsCertificate = tls,
                HttpPort = options is { HttpPort: null, HttpsPort: null } ? StandardPort : options.HttpPort,
            };
            RequireSecret(options);
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(Math.Max(workers, Threads), completions);

            var (isAll, isJson) = (parsed.GetValue(all), parsed.GetValue(json));
            await using var trace = new TraceOutput(Console.OpenStandardOutput(), isJson);
            await using var service = await StartAsync(options, state, cancellationToken).ConfigureAwait(false);
            if (state.WarningOf(options) is { } warning)
            {
                Console.Error.WriteLine($"nanomqtt: {warning}");
            }

            service.Traced += entry =>
            {
                if (isAll || entry is not { Action: TraceActions.Authenticate, Reason: TraceReasons.Accepted })
                {
                    trace.Add(entry);
                }
            };
            Console.Out.WriteLine(isJson
                ? JsonLines.Of(JsonTypes.AuthListening, new { Action = "listening", options.HttpListenAddress, service.HttpPort, service.HttpsPort })
                : $"listening on {UrlsOf(options, service)}; Ctrl-C ends it");
            await UntilCancelled.WaitAsync(cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }

    // Whoever reaches the port may otherwise try passwords as fast as the database answers.
    private static void RequireSecret(ServiceOptions options)
    {
        if (options.AuthenticationSecret is null
            && IPAddress.TryParse(options.HttpListenAddress, out var address)
            && !IPAddress.IsLoopback(address))
        {
            throw new ToolException(
                ExitCodes.Usage, "--http-listen: an address that others reach needs --authenticate-secret, which the brokers send");
        }
    }

    private static async Task<AuthService> StartAsync(ServiceOptions options, ServiceStateOptions state, CancellationToken cancellationToken)
    {
        try
        {
            return await AuthService.StartAsync(options, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            var option = InstanceOptions.NameOf(e.ParamName) ?? state.NameOf(e.ParamName) ?? "--" + e.ParamName;
            throw new ToolException(
                ExitCodes.Usage, InstanceOptions.RuleOf(e).Replace($"{nameof(ServiceOptions)}.{e.ParamName}", option, StringComparison.Ordinal));
        }
    }

    private static string UrlsOf(ServiceOptions options, AuthService service)
    {
        string?[] urls =
        [
            service.HttpPort is { } port ? $"http://{options.HttpListenAddress}:{port}/" : null,
            service.HttpsPort is { } tlsPort ? $"https://{options.HttpListenAddress}:{tlsPort}/" : null,
        ];
        return string.Join(", ", urls.OfType<string>());
    }
}
