namespace NanoMqttDevice.Service;

/// <summary>One instance at work: its topics and who subscribes to them.</summary>
internal sealed class InstanceState(ServiceInstance instance)
{
    public string Id { get; } = instance.InstanceId;

    public TopicRules Topics { get; } = new(instance.ParentTopics);

    public SubscriptionTable Subscriptions { get; } = new();
}
