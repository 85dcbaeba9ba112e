using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The instances that options name, by their rules.</summary>
internal static class ServedInstance
{
    /// <summary>All of them, the grants of the command line with each.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The instances, at least one.</returns>
    /// <exception cref="ToolException">One breaks a rule.</exception>
    public static IReadOnlyList<ServiceInstance> All(ServiceOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException e)
        {
            var option = InstanceOptions.NameOf(e.ParamName) ?? "--" + e.ParamName;
            throw new ToolException(
                ExitCodes.Usage, InstanceOptions.RuleOf(e).Replace($"{nameof(ServiceOptions)}.{e.ParamName}", option, StringComparison.Ordinal));
        }

        return options.Directory?.Instances
            ?? [.. options.InstanceIds.Select(id => new ServiceInstance(id, options.GroupIds, options.ParentTopics) { Grants = options.Grants })];
    }

    /// <summary>The one that a broker serves which knows no instances.</summary>
    /// <param name="options">The options.</param>
    /// <param name="wanted">Its ID; null takes the first.</param>
    /// <returns>The instance.</returns>
    /// <exception cref="ToolException">There is none of this ID.</exception>
    public static ServiceInstance One(ServiceOptions options, string? wanted)
    {
        var all = All(options);
        return wanted is null
            ? all[0]
            : all.FirstOrDefault(instance => instance.InstanceId == wanted)
                ?? throw new ToolException(ExitCodes.Usage, "--serve: the instance is not in the file");
    }
}
