namespace NanoMqttDevice.Service;

/// <summary>All instances at one moment, ready to be asked.</summary>
internal sealed class InstanceSet
{
    private const string DefaultVhost = "/";

    private readonly Dictionary<string, InstanceRules> _rules;

    public InstanceSet(IReadOnlyList<ServiceInstance> instances)
    {
        Instances = instances;
        _rules = instances
            .Select((instance, i) => new InstanceRules(instance, instance.Vhost ?? (i == 0 ? DefaultVhost : instance.InstanceId)))
            .ToDictionary(rules => rules.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<ServiceInstance> Instances { get; }

    public IEnumerable<InstanceRules> All => _rules.Values;

    public InstanceRules? Find(string instanceId) => _rules.GetValueOrDefault(instanceId);
}
