using System.Threading.Channels;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Messages;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>
/// The devices of a service in this process. Its threads only put down what has happened; when the page does not keep up, the oldest
/// is left out, and no client waits.
/// </summary>
/// <param name="options">What the service is started with.</param>
/// <param name="host">Host name or address that a new device is told.</param>
internal sealed class ServedFleet(ServiceOptions options, string host) : IFleetSource
{
    private const int MaxWaiting = 10_000;

    private readonly Channel<object> _seen = Channel.CreateBounded<object>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private MqttService? _service;

    /// <inheritdoc/>
    public FleetFacts Facts => new(
        $"service, instance {Instance.InstanceId}",
        Instance.InstanceId,
        Instance.ParentTopics is [var parent, ..] ? parent : "",
        Instance.GroupIds is [var group, ..] ? group : "",
        host,
        _service?.TlsPort ?? _service?.Port ?? 0,
        _service?.TlsPort is not null)
    {
        HasTraces = true,
        HasServerApi = true,
    };

    /// <inheritdoc/>
    public string? Trouble => null;

    /// <summary>The service, once it is started.</summary>
    public MqttService Service => _service ?? throw new PageException("the service is starting; try again");

    /// <summary>The instance that the page is about: the first.</summary>
    public ServiceInstance Instance => (options.Directory?.Instances ?? options.Instances) is [var first, ..]
        ? first
        : new ServiceInstance(options.InstanceIds[0], options.GroupIds, options.ParentTopics);

    /// <summary>Begins to listen to a service.</summary>
    /// <param name="service">The service, started.</param>
    public void Attach(MqttService service)
    {
        service.Traced += entry => _seen.Writer.TryWrite(entry);
        service.Received += message =>
        {
            if (message.InstanceId == Instance.InstanceId)
            {
                // The payload may be the connection's own, and is used again.
                _seen.Writer.TryWrite(new Published(message.ClientId, new ReceivedMessage(TimeProvider.System.GetUtcNow(), message.Topic, message.Payload[..Math.Min(message.Payload.Length, FleetEntries.MaxPayload)].ToArray())));
            }
        };
        _service = service;
    }

    /// <inheritdoc/>
    public async Task RunAsync(Action<FleetEntry> seen, CancellationToken cancellationToken)
    {
        await foreach (var happened in _seen.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            seen(happened is Published published
                ? FleetEntries.Of(published.Message, published.Message.Topic.Split('/', 2)[0], published.ClientId)
                : FleetEntries.Of((TraceEntry)happened));
        }
    }

    /// <inheritdoc/>
    public bool? IsOnline(string clientId) => _service?.IsOnline(clientId, Instance.InstanceId);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListRegisteredAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<IReadOnlyList<string>>(_service is null ? [] : [.. _service.Credentials.List(Instance.InstanceId).Select(c => c.ClientId)]);
        }
        catch (System.Data.Common.DbException e)
        {
            throw new PageException($"the service's database does not answer: {e.Message}");
        }
    }

    private sealed record Published(string ClientId, ReceivedMessage Message);
}
