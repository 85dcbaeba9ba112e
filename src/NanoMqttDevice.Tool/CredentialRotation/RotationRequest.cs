using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.CredentialRotation;

/// <summary>What is to be rotated, and how.</summary>
internal sealed record RotationRequest
{
    /// <summary>Client ID of the device.</summary>
    public required string ClientId { get; init; }

    /// <summary>Registers anew, or gives the credential of a run before.</summary>
    public required Func<CancellationToken, Task<DeviceCredential>> Obtain { get; init; }

    /// <summary>The secret that the device has until then, with which commands are sealed; null when it is not known.</summary>
    public Func<CancellationToken, Task<string?>> OldSecret { get; init; } = _ => Task.FromResult<string?>(null);

    /// <summary>
    /// The secret that it may have in place of that: of a run before that was stopped after the device had taken the new one; null for none.
    /// </summary>
    public string? OtherSecret { get; init; }

    /// <summary>Told when the device is accepted with the new credential: nothing is sealed with the old secret any more.</summary>
    public Action Confirmed { get; init; } = () => { };

    /// <summary>Keeps the new credential before it is delivered; gives the name of the place.</summary>
    public required Func<DeviceCredential, string> Keep { get; init; }

    /// <summary>How long the device may take to answer a command.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long it may take from then until the service has accepted it with the new credential.</summary>
    public TimeSpan ConfirmationLimit { get; init; } = TimeSpan.FromSeconds(480);
}
