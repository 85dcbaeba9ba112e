using System.CommandLine;
using System.Globalization;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The options of <c>nanomqtt service</c> for what one client, one address and all together may take: one for each of <see cref="ServiceLimits"/>.</summary>
internal sealed class ServiceLimitOptions
{
    private static readonly ServiceLimits _standard = new();

    private readonly Option<long> _connections = Of(
        nameof(ServiceLimits.MaxConnections), "Connections at a time; fewer where the process may not open so many files.", _standard.MaxConnections);

    private readonly Option<long> _perAddress = Of(
        nameof(ServiceLimits.MaxConnectionsPerAddress), "Connections at a time from one address.", _standard.MaxConnectionsPerAddress);

    private readonly Option<long> _unfinished = Of(
        nameof(ServiceLimits.MaxUnfinished), "Connections at a time without a CONNECT; one more ends the oldest.", _standard.MaxUnfinished);

    private readonly Option<long> _connect = Of(nameof(ServiceLimits.MaxConnectBytes), "Bytes of a CONNECT.", _standard.MaxConnectBytes);

    private readonly Option<long> _wrong = Of(
        nameof(ServiceLimits.MaxWrongLogins), "Wrong logins a minute of a client ID from one address; 0 is no limit.", _standard.MaxWrongLogins);

    private readonly Option<long> _queuedBytes = Of(
        nameof(ServiceLimits.MaxQueuedBytes), "Bytes that wait in memory for one client.", _standard.MaxQueuedBytes);

    private readonly Option<long> _queuedTotal = Of(
        nameof(ServiceLimits.MaxQueuedBytesTotal), "Bytes that wait in memory for all clients.", _standard.MaxQueuedBytesTotal);

    private readonly Option<long> _queuedMessages = Of(
        nameof(ServiceLimits.MaxQueuedMessages), "Messages that wait in memory for one client.", _standard.MaxQueuedMessages);

    private readonly Option<long> _unacknowledged = Of(
        nameof(ServiceLimits.MaxUnacknowledged), "Messages sent to one client and not acknowledged.", _standard.MaxUnacknowledged);

    private readonly Option<long> _sessions = Of(
        nameof(ServiceLimits.MaxSessions), "Sessions kept for clients with cleanSession=false.", _standard.MaxSessions);

    private readonly Option<long> _offlineMessages = Of(
        nameof(ServiceLimits.MaxOfflineMessages), "Messages on the disk for one client; one more is dropped.", _standard.MaxOfflineMessages);

    private readonly Option<long> _offlineBytes = Of(
        nameof(ServiceLimits.MaxOfflineBytes), "Bytes of messages on the disk for one client.", _standard.MaxOfflineBytes);

    private readonly Option<long> _deviceTraces = Of(
        nameof(ServiceLimits.MaxDeviceTraces), "Events of connections kept for trace queries.", _standard.MaxDeviceTraces);

    private readonly Option<long> _messageTraces = Of(
        nameof(ServiceLimits.MaxMessageTraces), "Steps of messages kept for trace queries.", _standard.MaxMessageTraces);

    private readonly Option<long> _freeDisk = Of(
        nameof(ServiceLimits.MinFreeDisk), "Bytes of free disk below which /health/ready says no.", _standard.MinFreeDisk);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
        [
            _connections, _perAddress, _unfinished, _connect, _wrong, _queuedBytes, _queuedTotal, _queuedMessages, _unacknowledged, _sessions,
            _offlineMessages, _offlineBytes, _deviceTraces, _messageTraces, _freeDisk,
        ])
        {
            command.Add(option);
        }
    }

    /// <summary>Puts what the user gave into the service's options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options so far.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ToolException">A number is too large.</exception>
    public ServiceOptions Apply(ParseResult parsed, ServiceOptions options) => options with
    {
        Limits = new ServiceLimits
        {
            MaxConnections = Whole(parsed, _connections),
            MaxConnectionsPerAddress = Whole(parsed, _perAddress),
            MaxUnfinished = Whole(parsed, _unfinished),
            MaxConnectBytes = Whole(parsed, _connect),
            MaxWrongLogins = Whole(parsed, _wrong),
            MaxQueuedBytes = parsed.GetValue(_queuedBytes),
            MaxQueuedBytesTotal = parsed.GetValue(_queuedTotal),
            MaxQueuedMessages = Whole(parsed, _queuedMessages),
            MaxUnacknowledged = Whole(parsed, _unacknowledged),
            MaxSessions = Whole(parsed, _sessions),
            MaxOfflineMessages = Whole(parsed, _offlineMessages),
            MaxOfflineBytes = parsed.GetValue(_offlineBytes),
            MaxDeviceTraces = Whole(parsed, _deviceTraces),
            MaxMessageTraces = Whole(parsed, _messageTraces),
            MinFreeDisk = parsed.GetValue(_freeDisk),
        },
    };

    /// <summary>The name on the command line of one of the limits; null when it is not one of these.</summary>
    /// <param name="limit">The property's name.</param>
    /// <returns>The name, with its hyphens: MaxConnections is --max-connections.</returns>
    public static string? NameOf(string? limit)
    {
        return limit is not null && typeof(ServiceLimits).GetProperty(limit) is not null ? Hyphened(limit) : null;
    }

    private static Option<long> Of(string limit, string description, long standard) => new(Hyphened(limit))
    {
        Description = description,
        DefaultValueFactory = _ => standard,
    };

    private static string Hyphened(string name)
    {
        return "-" + string.Concat(name.Select(c => char.IsUpper(c) ? "-" + char.ToLower(c, CultureInfo.InvariantCulture) : c.ToString()));
    }

    private static int Whole(ParseResult parsed, Option<long> option)
    {
        return parsed.GetValue(option) is >= int.MinValue and <= int.MaxValue and var value
            ? (int)value
            : throw new ToolException(ExitCodes.Usage, $"{option.Name}: too large");
    }
}
