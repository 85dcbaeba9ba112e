using Microsoft.AspNetCore.Components;
using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page.Components;

/// <summary>A part of the page that follows packages and rollouts: it looks once a second.</summary>
public abstract class UpdateComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Where packages and rollouts are, if there are any.</summary>
    [Inject]
    public Updates Updates { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject]
    public TimeProvider Time { get; set; } = null!;

    /// <summary>The packages, as they were when it looked last.</summary>
    protected IReadOnlyList<UpdatePackage> Packages { get; private set; } = [];

    /// <summary>The rollouts, the newest first.</summary>
    protected IReadOnlyList<Rollout> Rollouts { get; private set; } = [];

    /// <summary>Why they cannot be read; null while they can.</summary>
    protected string? Trouble { get; private set; }

    /// <summary>Why what the user wanted was not done; null when it was.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Told whenever it has looked.</summary>
    protected virtual void Looked()
    {
    }

    /// <summary>Does what the user wants, and looks what has come of it.</summary>
    /// <param name="what">What to do.</param>
    /// <returns>Done when it is shown.</returns>
    protected async Task DoAsync(Func<IUpdateDesk, CancellationToken, Task> what)
    {
        ArgumentNullException.ThrowIfNull(what);
        if (Updates.Desk is not { } desk)
        {
            return;
        }

        Failure = null;
        try
        {
            await what(desk, _ending.Token);
        }
        catch (PageException e)
        {
            Failure = e.Message;
        }

        await LookAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Updates.Desk is not null)
        {
            await LookAsync();
            _following = FollowAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _ending.CancelAsync();
        await _following;
        _ending.Dispose();
    }

    private async Task LookAsync()
    {
        try
        {
            Packages = await Updates.Desk!.ListPackagesAsync(_ending.Token);
            Rollouts = await Updates.Desk.ListRolloutsAsync(_ending.Token);
            Trouble = null;
            Looked();
        }
        catch (PageException e)
        {
            Trouble = e.Message;
        }
        catch (OperationCanceledException)
        {
            // The user has gone on.
            return;
        }
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(_period, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                await InvokeAsync(async () =>
                {
                    await LookAsync();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The user has gone on.
            return;
        }
    }
}
