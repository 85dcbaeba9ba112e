using Spectre.Console;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>Takes a secret from standard input, or from a prompt that shows nothing; never from the command line, where everybody can read it.</summary>
internal static class SecretInput
{
    private const int MaxLength = 4096;

    /// <summary>Takes a secret.</summary>
    /// <param name="what">What to ask for.</param>
    /// <returns>The secret, without the end of its line.</returns>
    /// <exception cref="ToolException">There is none, or far too much.</exception>
    public static string Read(string what)
    {
        string? secret;
        if (Console.IsInputRedirected)
        {
            var buffer = new char[MaxLength + 1];
            var count = Console.In.ReadBlock(buffer);
            if (count > MaxLength)
            {
                throw new ToolException(ExitCodes.Usage, $"{what}: standard input has more than {MaxLength} characters");
            }

            secret = new string(buffer, 0, count);
        }
        else
        {
            secret = Prompt(what);
        }

        return Given(WithoutEnd(secret), what, "standard input");
    }

    /// <summary>Takes a secret that is one line, so that another can follow.</summary>
    /// <param name="what">What to ask for.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ToolException">There is none.</exception>
    public static string ReadLine(string what) =>
        Given(Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : Prompt(what), what, "standard input");

    /// <summary>Takes a secret from a file.</summary>
    /// <param name="path">Path of the file; <c>-</c> for a line of standard input.</param>
    /// <param name="what">What it is.</param>
    /// <returns>The secret, without the end of its line.</returns>
    /// <exception cref="ToolException">There is none, or far too much, or the file cannot be read.</exception>
    public static string ReadFile(string path, string what)
    {
        if (path == "-")
        {
            return ReadLine(what);
        }

        try
        {
            if (new FileInfo(path).Length > MaxLength)
            {
                throw new ToolException(ExitCodes.Usage, $"{what}: {path} has more than {MaxLength} bytes");
            }

            return Given(WithoutEnd(File.ReadAllText(path)), what, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"{what}: {e.Message}");
        }
    }

    private static string Prompt(string what)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Prompt(new TextPrompt<string>($"{what}:").Secret(null));
    }

    // One end of line, as echo and editors add it; a secret itself holds none.
    private static string WithoutEnd(string secret) =>
        secret.EndsWith("\r\n", StringComparison.Ordinal) ? secret[..^2] : secret.EndsWith('\n') ? secret[..^1] : secret;

    private static string Given(string secret, string what, string where) =>
        secret.Length > 0 ? secret : throw new ToolException(ExitCodes.Usage, $"{what}: nothing was given on {where}");
}
