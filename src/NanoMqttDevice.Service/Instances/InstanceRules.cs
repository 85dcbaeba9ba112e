namespace NanoMqttDevice.Service;

/// <summary>What is allowed in one instance, as it stands at one moment.</summary>
internal sealed class InstanceRules(ServiceInstance instance, string vhost)
{
    private readonly HashSet<string> _groups = new(instance.GroupIds, StringComparer.Ordinal);

    public string Id => instance.InstanceId;

    /// <summary>RabbitMQ's virtual host of it.</summary>
    public string Vhost { get; } = vhost;

    public ServiceInstance Instance => instance;

    public TopicRules Topics { get; } = new(instance.ParentTopics);

    public InstanceGrants Grants { get; } = new(instance.Grants);

    public bool HasGroup(string groupId) => _groups.Contains(groupId);
}
