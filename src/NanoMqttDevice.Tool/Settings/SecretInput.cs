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
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
            secret = console.Prompt(new TextPrompt<string>($"{what}:").Secret(null));
        }

        // One end of line, as echo and editors add it; a secret itself holds none.
        secret = secret.EndsWith("\r\n", StringComparison.Ordinal) ? secret[..^2] : secret.EndsWith('\n') ? secret[..^1] : secret;
        return secret.Length > 0 ? secret : throw new ToolException(ExitCodes.Usage, $"{what}: nothing was given on standard input");
    }
}
