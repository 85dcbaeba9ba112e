using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Tool.Messages;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>The devices of a service that is elsewhere: what can be learnt by subscribing, by its server API, and by its trace if it is one of ours.</summary>
/// <param name="facts">Which devices these are.</param>
/// <param name="create">Makes an application server that is not connected.</param>
/// <param name="traces">What the service has seen; null when nobody tells.</param>
/// <param name="desk">Knows the credentials.</param>
internal sealed class BrokerFleet(FleetFacts facts, Func<ApplicationServer> create, TraceFeed? traces, ICredentialDesk desk) : IFleetSource
{
    private readonly Lock _gate = new();
    private string? _trouble = "connecting to the service";
    private string? _noTraces;

    /// <inheritdoc/>
    public FleetFacts Facts => facts with { HasTraces = traces is not null && _noTraces is null };

    /// <inheritdoc/>
    public string? Trouble => _trouble;

    /// <inheritdoc/>
    public Task RunAsync(Action<FleetEntry> seen, CancellationToken cancellationToken)
    {
        var listening = MessageFeed.RunAsync(
            create,
            [$"{facts.ParentTopic}/#"],
            message =>
            {
                Tell(FleetEntries.Of(message, facts.ParentTopic, ""));
                return Task.CompletedTask;
            },
            news => _trouble = news.IsConnected ? null : news.Text,
            mayFailAtFirst: true,
            cancellationToken);
        return Task.WhenAll(listening, TraceAsync());

        async Task TraceAsync()
        {
            if (traces is not null)
            {
                _noTraces = await traces.RunAsync(entry => Tell(FleetEntries.Of(entry)), cancellationToken).ConfigureAwait(false);
            }
        }

        // Two threads, and the page hears one entry after another.
        void Tell(FleetEntry entry)
        {
            lock (_gate)
            {
                seen(entry);
            }
        }
    }

    /// <inheritdoc/>
    public bool? IsOnline(string clientId) => null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListRegisteredAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await desk.ListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ToolException e)
        {
            throw new PageException(e.Message, e);
        }
    }
}
