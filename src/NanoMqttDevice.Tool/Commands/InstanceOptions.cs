using System.CommandLine;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>
/// The options that say which instances, groups, topics and grants there are: one instance on the command line, or any number in a file
/// that may change while the program runs.
/// </summary>
internal sealed class InstanceOptions
{
    private readonly Option<FileInfo?> _file = new("--instances-file")
    {
        Description = "JSON file with instances, their groups, topics and grants, instead of the options above; read again whenever it changes.",
    };

    private readonly Option<string> _instance = new("--instance") { Description = "Instance ID.", DefaultValueFactory = _ => "mqtt-demo" };
    private readonly Option<string[]> _groups = Many("--group", "Group ID that exists.", "GID_Demo");
    private readonly Option<string[]> _parents = Many("--parent-topic", "Parent topic that exists.", "demo");
    private readonly Option<string[]> _grants = new("--grant")
    {
        Description = "HOLDER=FILTER=R|W|RW: what an access key id, a client ID, a group ID or * may use; {clientId} and {groupId} in the filter "
            + "are the client's own. May be given several times; without it, everything.",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_instance, _groups, _parents, _grants, _file])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Puts what the user gave into the service's options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options so far.</param>
    /// <param name="watcher">Watches the file, to be disposed; null without one.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ToolException">The file cannot be used, or a grant has another form.</exception>
    public ServiceOptions Apply(ParseResult parsed, ServiceOptions options, out InstancesWatcher? watcher)
    {
        watcher = null;
        if (parsed.GetValue(_file) is not { } file)
        {
            return options with
            {
                InstanceIds = [parsed.GetValue(_instance)!],
                GroupIds = parsed.GetValue(_groups)!,
                ParentTopics = parsed.GetValue(_parents)!,
                Grants = parsed.GetValue(_grants) is { Length: > 0 } grants ? [.. grants.Select(ReadGrant)] : null,
            };
        }

        if (((Option[])[_instance, _groups, _parents, _grants]).FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } other)
        {
            throw new ToolException(ExitCodes.Usage, $"{_file.Name} and {other.Name}: give one of them; the file says it all");
        }

        try
        {
            watcher = InstancesWatcher.Start(file.FullName, TimeProvider.System, line => Console.Error.WriteLine($"nanomqtt: {line}"));
            return options with { Directory = watcher.Directory };
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"{_file.Name}: {RuleOf(e)}");
        }
    }

    /// <summary>The name on the command line of one of the service's options; null when it is not one of these.</summary>
    /// <param name="serviceOption">The property's name.</param>
    /// <returns>The name, with its hyphens.</returns>
    public static string? NameOf(string? serviceOption) => serviceOption switch
    {
        nameof(ServiceOptions.InstanceIds) => "--instance",
        nameof(ServiceOptions.GroupIds) => "--group",
        nameof(ServiceOptions.ParentTopics) => "--parent-topic",
        nameof(ServiceOptions.Grants) => "--grant",
        nameof(ServiceOptions.Directory) => "--instances-file",
        _ => null,
    };

    /// <summary>An exception's message without the parameter's name, which .NET adds behind it.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The message.</returns>
    public static string RuleOf(Exception exception) => exception.Message.Split(" (Parameter '", 2)[0];

    private static TopicGrant ReadGrant(string text)
    {
        var parts = text.Split('=');

        return parts.Length == 3 && TokenType.TryParse(parts[2], out var actions)
            ? new TopicGrant(parts[0], parts[1], actions)
            : throw new ToolException(ExitCodes.Usage, "--grant: must be HOLDER=FILTER=R, W or RW");
    }

    private static Option<string[]> Many(string name, string description, string standard) => new(name)
    {
        Description = description + " May be given several times.",
        DefaultValueFactory = _ => [standard],
    };
}
