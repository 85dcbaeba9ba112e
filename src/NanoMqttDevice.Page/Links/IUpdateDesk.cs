namespace NanoMqttDevice.Page.Links;

/// <summary>The packages and rollouts that the page shows.</summary>
public interface IUpdateDesk
{
    /// <summary>Lists the packages that are at hand.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The packages.</returns>
    /// <exception cref="PageException">They cannot be read.</exception>
    Task<IReadOnlyList<UpdatePackage>> ListPackagesAsync(CancellationToken cancellationToken);

    /// <summary>Lists the rollouts that were begun.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The rollouts, the newest first.</returns>
    /// <exception cref="PageException">They cannot be read.</exception>
    Task<IReadOnlyList<Rollout>> ListRolloutsAsync(CancellationToken cancellationToken);

    /// <summary>Begins a rollout.</summary>
    /// <param name="request">Of what, to whom, and how.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The rollout's name, when it has begun.</returns>
    /// <exception cref="PageException">It cannot begin.</exception>
    Task<string> StartAsync(RolloutRequest request, CancellationToken cancellationToken);

    /// <summary>Stops a rollout: no device is told any more.</summary>
    /// <param name="name">The rollout's name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it stops, as soon as those under way have ended.</returns>
    /// <exception cref="PageException">It cannot be stopped.</exception>
    Task StopAsync(string name, CancellationToken cancellationToken);

    /// <summary>Goes on with a rollout that has stopped.</summary>
    /// <param name="name">The rollout's name.</param>
    /// <param name="maxFailed">Most devices that may fail from now on, in per cent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it goes on.</returns>
    /// <exception cref="PageException">It cannot go on.</exception>
    Task ResumeAsync(string name, double maxFailed, CancellationToken cancellationToken);
}
