using Microsoft.AspNetCore.Components;
using NanoMqttDevice.Page.Fleet;

namespace NanoMqttDevice.Page.Components;

/// <summary>A part of the page that follows the devices: it looks a few times a second whether something has changed, and draws once.</summary>
public abstract class FleetComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _ending = new();
    private Task _following = Task.CompletedTask;
    private long _seen = -1;

    /// <summary>What is known of the devices.</summary>
    [Inject]
    public FleetModel Model { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject]
    public TimeProvider Time { get; set; } = null!;

    /// <summary>Ends with the component.</summary>
    protected CancellationToken Ending => _ending.Token;

    /// <summary>Takes in what has changed, before it is drawn.</summary>
    protected abstract void Follow();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Follow();
        _following = FollowAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _ending.CancelAsync();
        await _following;
        _ending.Dispose();
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(_period, Time);
        try
        {
            // Times are told as 'so long ago': without any change they are drawn anew every five seconds.
            for (var ticks = 1; await timer.WaitForNextTickAsync(_ending.Token); ticks++)
            {
                var version = Model.Version;
                if (version != _seen || ticks % 10 == 0)
                {
                    _seen = version;
                    await InvokeAsync(() =>
                    {
                        Follow();
                        StateHasChanged();
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The user has gone on.
            return;
        }
    }
}
