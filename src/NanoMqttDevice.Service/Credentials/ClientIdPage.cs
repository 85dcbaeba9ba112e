namespace NanoMqttDevice.Service;

/// <summary>One page of the client IDs that have a credential.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="ClientIds">Those of this page, in the order of their bytes.</param>
/// <param name="HasMore">Whether another page follows.</param>
public sealed record ClientIdPage(long Total, IReadOnlyList<string> ClientIds, bool HasMore);
