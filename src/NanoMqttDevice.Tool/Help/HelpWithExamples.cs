using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using NanoMqttDevice.Provisioning;

namespace NanoMqttDevice.Tool.Help;

/// <summary><c>--help</c>: the parser's own, and behind it the command's examples and exit codes.</summary>
/// <param name="parsers">The parser's own.</param>
internal sealed class HelpWithExamples(HelpAction parsers) : SynchronousCommandLineAction
{
    /// <summary>Gives a command's help its examples.</summary>
    /// <param name="root">The root command.</param>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = parsers.Invoke(parseResult);
        if (CommandHelp.Find(CommandPath.Of(parseResult.CommandResult)) is not { } help)
        {
            return code;
        }

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var (line, what) in help.Examples)
        {
            output.WriteLine($"  {line}");
            output.WriteLine($"      {what}");
        }

        output.WriteLine();
        output.WriteLine("Exit codes:");
        foreach (var exitCode in help.ExitCodes)
        {
            output.WriteLine($"  {exitCode,3}  {ExitCodes.Describe(exitCode)}");
        }

        output.WriteLine();
        return code;
    }
}
