namespace NanoMqttDevice.Page.Links;

/// <summary>What may be shown of a credential at any time.</summary>
/// <param name="AccessKeyId">DeviceAccessKeyId.</param>
/// <param name="Created">When it was registered.</param>
/// <param name="Updated">When it got its secret.</param>
public sealed record CredentialFacts(string AccessKeyId, DateTimeOffset Created, DateTimeOffset Updated);
