namespace NanoMqttDevice.Service;

/// <summary>
/// The instances with their groups, topics and grants, which may change while a service runs: everybody who decides asks here at the
/// moment of the question. Safe to use from several threads.
/// </summary>
public sealed class InstanceDirectory
{
    private readonly Lock _gate = new();
    private volatile InstanceSet _current;

    /// <summary>Makes a directory.</summary>
    /// <param name="instances">At least one instance.</param>
    /// <exception cref="ArgumentException">An instance breaks a rule; the message names field and rule.</exception>
    public InstanceDirectory(IReadOnlyList<ServiceInstance> instances)
    {
        _current = Check(instances);
    }

    /// <summary>
    /// Raised after instances were replaced, on the thread that did it, with the IDs of those that came, went or are no longer the same.
    /// </summary>
    public event Action<IReadOnlyCollection<string>>? Changed;

    /// <summary>The instances as they are now, in the order they were given.</summary>
    public IReadOnlyList<ServiceInstance> Instances => _current.Instances;

    /// <summary>What the rules of now say.</summary>
    internal InstanceSet Current => _current;

    /// <summary>Puts other instances in the place of those before, all at once.</summary>
    /// <param name="instances">At least one instance.</param>
    /// <exception cref="ArgumentException">An instance breaks a rule: those before stay.</exception>
    public void Replace(IReadOnlyList<ServiceInstance> instances)
    {
        var next = Check(instances);

        List<string> changed;

        lock (_gate)
        {
            var before = _current.Instances.ToDictionary(instance => instance.InstanceId, StringComparer.Ordinal);
            var after = instances.ToDictionary(instance => instance.InstanceId, StringComparer.Ordinal);
            changed = [.. before.Keys.Union(after.Keys).Where(id => !AreSame(before.GetValueOrDefault(id), after.GetValueOrDefault(id)))];
            _current = next;
        }

        if (changed.Count > 0)
        {
            Changed?.Invoke(changed);
        }
    }

    /// <summary>The directory of these options: their own, or one of what they list, which does not change.</summary>
    internal static InstanceDirectory Of(ServiceOptions options) => options.Directory ?? new InstanceDirectory(options.AllInstances());

    private static bool AreSame(ServiceInstance? left, ServiceInstance? right)
    {
        return left is not null
            && right is not null
            && left.Vhost == right.Vhost
            && left.GroupIds.SequenceEqual(right.GroupIds)
            && left.ParentTopics.SequenceEqual(right.ParentTopics)
            && (left.Grants is null) == (right.Grants is null)
            && (left.Grants ?? []).SequenceEqual(right.Grants ?? []);
    }

    private static InstanceSet Check(IReadOnlyList<ServiceInstance> instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        new ServiceOptions { Instances = instances }.Validate();
        return new InstanceSet(instances);
    }
}
