namespace NanoMqttDevice.Page.Links;

/// <summary>Where the page sees its devices: a service in this process, or a broker to which somebody has subscribed.</summary>
public interface IFleetSource
{
    /// <summary>Which devices these are.</summary>
    FleetFacts Facts { get; }

    /// <summary>Why nothing can be seen just now; null while all is well.</summary>
    string? Trouble { get; }

    /// <summary>Tells what happens until it is cancelled; a connection that ends comes back.</summary>
    /// <param name="seen">Told each entry, one after another.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it was cancelled.</returns>
    Task RunAsync(Action<FleetEntry> seen, CancellationToken cancellationToken);

    /// <summary>Tells whether a client is online now.</summary>
    /// <param name="clientId">Its client ID.</param>
    /// <returns>Null when nobody can know.</returns>
    bool? IsOnline(string clientId);

    /// <summary>Lists the clients that have a credential.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Their client IDs.</returns>
    /// <exception cref="PageException">The service cannot be asked.</exception>
    Task<IReadOnlyList<string>> ListRegisteredAsync(CancellationToken cancellationToken);
}
