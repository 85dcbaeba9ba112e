namespace NanoMqttDevice.Service;

/// <summary>
/// One instance with what the vendor's console creates in it. Instances share nothing: the same client ID may be online in two of
/// them, and no message leaves its own.
/// </summary>
/// <param name="InstanceId">The third part of the user name.</param>
/// <param name="GroupIds">The groups created beforehand; a client ID of any other group is refused.</param>
/// <param name="ParentTopics">The parent topics created beforehand; using any other closes the connection.</param>
public sealed record ServiceInstance(string InstanceId, IReadOnlyList<string> GroupIds, IReadOnlyList<string> ParentTopics)
{
    /// <summary>Who may publish and subscribe where in this instance; null takes <see cref="ServiceOptions.Grants"/>.</summary>
    public IReadOnlyList<TopicGrant>? Grants { get; init; }

    /// <summary>
    /// RabbitMQ's virtual host of this instance; null is <c>/</c> for the first instance and the instance ID for any other.
    /// </summary>
    public string? Vhost { get; init; }
}
