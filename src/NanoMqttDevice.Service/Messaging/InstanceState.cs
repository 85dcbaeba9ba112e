namespace NanoMqttDevice.Service;

/// <summary>One instance at work: its topics, which may change, and who subscribes to them.</summary>
internal sealed class InstanceState(string id, TopicRules topics)
{
    private volatile TopicRules _topics = topics;

    public string Id { get; } = id;

    public TopicRules Topics
    {
        get => _topics;
        set => _topics = value;
    }

    public SubscriptionTable Subscriptions { get; } = new();
}
