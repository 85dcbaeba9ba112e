using System.CommandLine;
using System.CommandLine.Parsing;
using NanoMqttDevice.Provisioning;

namespace NanoMqttDevice.Tool.Help;

/// <summary>The words that call a command.</summary>
internal static class CommandPath
{
    /// <summary>Gives them without the tool's name.</summary>
    /// <param name="result">The command as it was parsed.</param>
    /// <returns>For example <c>token apply</c>; empty for the tool itself.</returns>
    public static string Of(CommandResult result)
    {
        var names = new List<string>();
        for (var at = result; at?.Command is not (null or RootCommand); at = at.Parent as CommandResult)
        {
            names.Insert(0, at.Command.Name);
        }

        return string.Join(' ', names);
    }
}
