using System.CommandLine;
using System.Net;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>
/// The options of <c>nanomqtt service</c> for what it keeps and what it offers over HTTP. Secrets come from files of mode 600 or from
/// the environment, never from the command line.
/// </summary>
internal sealed class ServiceStateOptions
{
    public const string PostgresVariable = "NANOMQTT_POSTGRES";
    public const string OperationsVariable = "NANOMQTT_OPERATIONS_SECRET";
    public const string AuthenticateVariable = "NANOMQTT_AUTHENTICATE_SECRET";

    private readonly Option<FileInfo?> _database = new("--database")
    {
        Description = "SQLite file that keeps credentials and tokens; memory without it.",
    };

    private readonly Option<FileInfo?> _postgres = new("--postgres")
    {
        Description = $"File of mode 600 with the connection string of a PostgreSQL database, instead of --database; {PostgresVariable} "
            + "in the environment does the same.",
    };

    private readonly Option<FileInfo?> _accounts = new("--accounts")
    {
        Description = """JSON file of mode 600 with the accounts: [{"accessKeyId":"…","accessKeySecret":"…"}].""",
    };

    private readonly Option<int?> _httpPort = new("--http-port")
    {
        Description = "Port for the page, the server API, /authenticate, /trace, /metrics and /health; 0 takes a free one; none without it.",
    };

    private readonly Option<int?> _httpsPort = new("--https-port") { Description = "Port for the same over TLS." };

    private readonly Option<string> _httpListen = new("--http-listen")
    {
        Description = "Address to listen on for HTTP.",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private readonly Option<FileInfo?> _authenticate = new("--authenticate-secret")
    {
        Description = "File of mode 600 with what a broker must send to /authenticate as 'Authorization: Bearer …'; "
            + $"{AuthenticateVariable} in the environment does the same.",
    };

    private readonly Option<FileInfo?> _operations = new("--operations-secret")
    {
        Description = "File of mode 600 with what /trace and /metrics want as 'Authorization: Bearer …'; needed unless --http-listen is a "
            + $"loopback address; {OperationsVariable} in the environment does the same.",
    };

    public void AddTo(Command command)
    {
        AddDatabaseTo(command);
        foreach (var option in (Option[])[_httpPort, _httpsPort, _httpListen, _authenticate, _operations])
        {
            command.Add(option);
        }
    }

    /// <summary>Adds only the options for what is kept: the database and the accounts.</summary>
    public void AddDatabaseTo(Command command)
    {
        foreach (var option in (Option[])[_database, _postgres, _accounts])
        {
            command.Add(option);
        }
    }

    /// <summary>Takes what was given over into the service's options.</summary>
    /// <exception cref="ToolException">A file cannot be used, or two options contradict each other.</exception>
    public ServiceOptions Apply(ParseResult parsed, ServiceOptions options) => ApplyDatabase(parsed, options) with
    {
        HttpPort = CommonOptions.CheckPort(parsed.GetValue(_httpPort), _httpPort.Name),
        HttpsPort = CommonOptions.CheckPort(parsed.GetValue(_httpsPort), _httpsPort.Name),
        HttpListenAddress = parsed.GetValue(_httpListen)!,
        AuthenticationSecret = Secret(parsed, _authenticate, AuthenticateVariable),
        OperationsSecret = Secret(parsed, _operations, OperationsVariable),
    };

    /// <summary>Takes the options of <see cref="AddDatabaseTo"/> over into the service's options.</summary>
    /// <exception cref="ToolException">A file cannot be used, or two options contradict each other.</exception>
    public ServiceOptions ApplyDatabase(ParseResult parsed, ServiceOptions options)
    {
        var database = parsed.GetValue(_database)?.FullName;
        var postgres = Secret(parsed, _postgres, database is null ? PostgresVariable : null);
        if (database is not null && postgres is not null)
        {
            throw new ToolException(ExitCodes.Usage, $"{_database.Name} and {_postgres.Name}: give one of them");
        }

        return options with
        {
            DatabasePath = database,
            PostgresConnectionString = postgres,
            Accounts = parsed.GetValue(_accounts) is { } accounts ? AccountsFile.Read(_accounts.Name, accounts.FullName) : [],
        };
    }

    /// <summary>What the operator should know of where HTTP is served; null when there is nothing.</summary>
    public string? WarningOf(ServiceOptions options) =>
        options.HttpPort is not null && IPAddress.TryParse(options.HttpListenAddress, out var address) && !IPAddress.IsLoopback(address)
            ? $"{_httpListen.Name}: replies of the server API hold secrets, and plain HTTP shows them to anybody on the way; use {_httpsPort.Name}"
            : null;

    /// <summary>The command line's name for one of the service's options.</summary>
    public string? NameOf(string? serviceOption) => serviceOption switch
    {
        nameof(ServiceOptions.DatabasePath) => _database.Name,
        nameof(ServiceOptions.PostgresConnectionString) => _postgres.Name,
        nameof(ServiceOptions.Accounts) => _accounts.Name,
        nameof(ServiceOptions.HttpListenAddress) => _httpListen.Name,
        nameof(ServiceOptions.AuthenticationSecret) => _authenticate.Name,
        nameof(ServiceOptions.OperationsSecret) => _operations.Name,
        _ => null,
    };

    // The option counts before the environment.
    private static string? Secret(ParseResult parsed, Option<FileInfo?> option, string? variable)
    {
        if (parsed.GetValue(option) is { } file)
        {
            return SecretFile.Read(option.Name, file.FullName);
        }

        return variable is not null && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
    }
}
