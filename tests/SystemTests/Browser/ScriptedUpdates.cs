using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.SystemTests.Browser;

/// <summary>Updates whose rollout does what the user says.</summary>
internal sealed class ScriptedUpdates : IUpdateDesk
{
    public bool IsStopped { get; private set; }

    public Task<IReadOnlyList<UpdatePackage>> ListPackagesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UpdatePackage>>([new UpdatePackage("door-1.2.0.nmu", "door", "1.2.0", 18_432, "")]);

    public Task<IReadOnlyList<Page.Links.Rollout>> ListRolloutsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Page.Links.Rollout>>(
        [new Page.Links.Rollout("spring", "door-1.2.0.nmu", IsStopped ? "stopped" : "rolling", !IsStopped, IsStopped, [new(1, 10, 10, 0), new(2, 90, 31, 2)])]);

    public Task StopAsync(string name, CancellationToken cancellationToken)
    {
        IsStopped = true;
        return Task.CompletedTask;
    }

    public Task ResumeAsync(string name, CancellationToken cancellationToken)
    {
        IsStopped = false;
        return Task.CompletedTask;
    }
}
