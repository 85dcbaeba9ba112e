using NanoMqttDevice.Runtime;

namespace NanoMqttDevice.Tool.Output;

/// <summary>The types of <see cref="JsonLines"/>; each has its schema in <c>Schemas/TYPE.json</c>.</summary>
internal static class JsonTypes
{
    /// <summary>A device's answer to a command, or that it gave none.</summary>
    public const string Answer = "answer";

    /// <summary>Where the authentication service for brokers listens.</summary>
    public const string AuthListening = "auth-listening";

    /// <summary>Where the page is.</summary>
    public const string PageListening = "page-listening";

    /// <summary>Lines that were left out, because standard output was read too slowly.</summary>
    public const string LeftOut = "left-out";

    /// <summary>A signing key of updates, without its secret.</summary>
    public const string UpdateKey = "update-key";

    /// <summary>How far a device of a rollout has come.</summary>
    public const string UpdateDevice = "update-device";

    /// <summary>What became of a rollout, or how it stands.</summary>
    public const string UpdateSummary = "update-summary";

    /// <summary>A package that was signed.</summary>
    public const string UpdatePackage = "update-package";

    /// <summary>A file that was written.</summary>
    public const string WrittenFile = "written-file";

    /// <summary>A client ID that has a credential.</summary>
    public const string ClientId = "client-id";

    /// <summary>A device credential.</summary>
    public const string Credential = "credential";

    /// <summary>That a credential has ended.</summary>
    public const string CredentialEnd = "credential-end";

    /// <summary>What a simulated device does: its serial port, its starts, its states.</summary>
    public const string Device = "device";

    /// <summary>What doctor has looked at.</summary>
    public const string Finding = "finding";

    /// <summary>What became of a device of a fleet.</summary>
    public const string FleetDevice = "fleet-device";

    /// <summary>What became of a fleet.</summary>
    public const string FleetSummary = "fleet-summary";

    /// <summary>A step of flash that was not done.</summary>
    public const string FlashPlan = "flash-plan";

    /// <summary>Where the service listens.</summary>
    public const string Listening = "listening";

    /// <summary>A run of logins.</summary>
    public const string Load = "load";

    /// <summary>How devices came back.</summary>
    public const string LoadRestart = "load-restart";

    /// <summary>A line of a serial port.</summary>
    public const string Log = "log";

    /// <summary>A user name and a password.</summary>
    public const string Login = "login";

    /// <summary>A message.</summary>
    public const string Message = "message";

    /// <summary>That a serial port came or went.</summary>
    public const string Port = "port";

    /// <summary>A profile.</summary>
    public const string Profile = "profile";

    /// <summary>A step that was done, or failed.</summary>
    public const string Step = "step";

    /// <summary>The end of a run of steps.</summary>
    public const string Summary = "summary";

    /// <summary>A token.</summary>
    public const string Token = "token";

    /// <summary>Whether a token is valid.</summary>
    public const string TokenState = "token-state";

    /// <summary>What the service has seen.</summary>
    public const string Trace = "trace";
}
