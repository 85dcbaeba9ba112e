namespace NanoMqttDevice.Page.Links;

/// <summary>What the user can do from the page; each is what the command of the same name does. All throw <see cref="PageException"/>.</summary>
public interface IFleetActions
{
    /// <summary>Asks a device which commands it knows.</summary>
    /// <param name="clientId">Client ID of the device.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Their usages, as <c>interval SECONDS</c>; of a device that does not answer those that every firmware knows.</returns>
    Task<IReadOnlyList<string>> ListCommandsAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Explains why a device is not online.</summary>
    /// <param name="cause">The device's word, as <c>wifi-not-found</c>.</param>
    /// <returns>What it means and what to do.</returns>
    string ExplainCause(string cause);

    /// <summary>Sends a command, sealed where it needs to be, and waits for the answer.</summary>
    /// <param name="clientId">Client ID of the device.</param>
    /// <param name="command">Name and argument.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the device answered, or that it did not.</returns>
    Task<SentCommand> SendAsync(string clientId, string command, CancellationToken cancellationToken);

    /// <summary>Gives the credential of a client, without its secret.</summary>
    /// <param name="clientId">Client ID.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The credential; null when it has none.</returns>
    Task<CredentialFacts?> FindCredentialAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Registers a credential; one that was there ends.</summary>
    /// <param name="clientId">Client ID.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The new credential with its secret, which is shown once.</returns>
    Task<NewCredential> RegisterAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Gives a credential another secret.</summary>
    /// <param name="clientId">Client ID.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The credential with its secret, which is shown once.</returns>
    Task<NewCredential> RefreshAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Ends a credential.</summary>
    /// <param name="clientId">Client ID.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it has ended.</returns>
    Task UnregisterAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Gives a device in the field another credential, step by step.</summary>
    /// <param name="clientId">Client ID.</param>
    /// <param name="isResumed">True to deliver the credential that counts already, of a run that failed.</param>
    /// <param name="steps">Told the steps.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was done, in a sentence.</returns>
    Task<string> RotateAsync(string clientId, bool isResumed, IStepLog steps, CancellationToken cancellationToken);

    /// <summary>Issues a token.</summary>
    /// <param name="resources">Topics and topic filters.</param>
    /// <param name="actions"><c>R</c>, <c>W</c> or <c>R,W</c>.</param>
    /// <param name="lifetime">How long it is valid.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The token, a secret, which is shown once.</returns>
    Task<string> ApplyTokenAsync(IReadOnlyList<string> resources, string actions, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Tells whether a token is valid.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>True while it is.</returns>
    Task<bool> QueryTokenAsync(string token, CancellationToken cancellationToken);

    /// <summary>Ends a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it has ended.</returns>
    Task RevokeTokenAsync(string token, CancellationToken cancellationToken);

    /// <summary>Asks a board for the Wi-Fi networks that it sees.</summary>
    /// <param name="port">The line to it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Their names, the strongest first.</returns>
    Task<IReadOnlyList<string>> ScanAsync(IBoardPort port, CancellationToken cancellationToken);

    /// <summary>Brings a new board online: Wi-Fi, credential, settings.</summary>
    /// <param name="port">The line to it.</param>
    /// <param name="request">What it is to be.</param>
    /// <param name="steps">Told the steps.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What became of it.</returns>
    Task<NewBoard> ProvisionAsync(IBoardPort port, BoardRequest request, IStepLog steps, CancellationToken cancellationToken);
}
