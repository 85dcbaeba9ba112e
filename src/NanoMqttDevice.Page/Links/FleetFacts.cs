namespace NanoMqttDevice.Page.Links;

/// <summary>Which devices the page is about, and how they reach their service.</summary>
/// <param name="Title">What the user knows the service by.</param>
/// <param name="Instance">Instance ID.</param>
/// <param name="ParentTopic">Parent topic of the devices.</param>
/// <param name="Group">Group ID that new devices are in.</param>
/// <param name="Endpoint">Host name or address that a new device is told.</param>
/// <param name="Port">TCP port that a new device is told.</param>
/// <param name="IsTls">True when a new device is told TLS.</param>
public sealed record FleetFacts(
    string Title, string Instance, string ParentTopic, string Group, string Endpoint, int Port, bool IsTls)
{
    /// <summary>True when the service tells logins, disconnects and refusals.</summary>
    public bool HasTraces { get; init; }

    /// <summary>True when credentials and tokens can be managed: the server API is known.</summary>
    public bool HasServerApi { get; init; }
}
