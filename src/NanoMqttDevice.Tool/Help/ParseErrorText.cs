using System.CommandLine;
using System.Text.RegularExpressions;
using NanoMqttDevice.Provisioning;

namespace NanoMqttDevice.Tool.Help;

/// <summary>A wrong command line in one line: what is wrong, what may be meant, and where to read on.</summary>
internal static partial class ParseErrorText
{
    /// <summary>Says it.</summary>
    /// <param name="parsed">A command line with errors.</param>
    /// <returns>The line.</returns>
    public static string Of(ParseResult parsed)
    {
        var path = CommandPath.Of(parsed.CommandResult);
        var what = parsed.UnmatchedTokens.Count > 0 ? Unknown(parsed, parsed.UnmatchedTokens[0]) : Wrong(parsed.Errors[0].Message);
        return $"{what} Try 'nanomqtt {(path.Length > 0 ? path + " " : "")}--help'.";
    }

    private static string Unknown(ParseResult parsed, string token)
    {
        var command = parsed.CommandResult.Command;
        var isOption = token.StartsWith('-');
        var known = isOption
            ? command.Options.Where(o => !o.Hidden).Select(o => o.Name)
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        var near = Nearest.Of(token, known);
        var meant = near.Count > 0 ? $" Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : "";
        return $"Unrecognized command or argument '{token}'.{meant}";
    }

    // The parser names the type that it had in mind, which the user has not.
    private static string Wrong(string message)
    {
        var match = CannotParse().Match(message);
        if (!match.Success)
        {
            return message;
        }

        var type = match.Groups["type"].Value;
        var rule = type.Contains("Int32", StringComparison.Ordinal) ? "must be a whole number"
            : type.Contains("Double", StringComparison.Ordinal) ? "must be a number"
            : type.Contains("Boolean", StringComparison.Ordinal) ? "takes no value, or true or false"
            : "has another form";
        return $"{match.Groups["name"].Value}: {rule}, and '{match.Groups["value"].Value}' is none.";
    }

    [GeneratedRegex("^Cannot parse argument '(?<value>.*)' for (option|command) '(?<name>.*)' as expected type '(?<type>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex CannotParse();
}
