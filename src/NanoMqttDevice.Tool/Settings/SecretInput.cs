using NanoMqttDevice.Tool.Terminal;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>Takes a secret from standard input, or from a prompt that shows nothing; never from the command line, where everybody can read it.</summary>
internal static class SecretInput
{
    private const int MaxLength = 4096;

    /// <summary>Takes a secret.</summary>
    /// <param name="what">What to ask for.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The secret, without the end of its line.</returns>
    /// <exception cref="ToolException">There is none, or far too much.</exception>
    public static async Task<string> ReadAsync(string what, CancellationToken cancellationToken)
    {
        string? secret;
        if (Console.IsInputRedirected)
        {
            var buffer = new char[MaxLength + 1];
            var count = await Console.In.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > MaxLength)
            {
                throw new ToolException(ExitCodes.Usage, $"{what}: standard input has more than {MaxLength} characters");
            }

            secret = new string(buffer, 0, count);
        }
        else
        {
            secret = await PromptAsync(what, cancellationToken).ConfigureAwait(false);
        }

        return Given(WithoutEnd(secret), what, "standard input");
    }

    /// <summary>Takes a secret that is one line, so that another can follow.</summary>
    /// <param name="what">What to ask for.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ToolException">There is none.</exception>
    public static async Task<string> ReadLineAsync(string what, CancellationToken cancellationToken) => Given(
        Console.IsInputRedirected
            ? await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? ""
            : await PromptAsync(what, cancellationToken).ConfigureAwait(false),
        what,
        "standard input");

    /// <summary>Takes a secret from a file that only its owner can read.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="path">Path of the file; <c>-</c> for a line of standard input.</param>
    /// <param name="what">What it is.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The secret, without the end of its line.</returns>
    /// <exception cref="ToolException">There is none, or far too much, or the file cannot be read, or others can read it.</exception>
    public static async Task<string> ReadFileAsync(string option, string path, string what, CancellationToken cancellationToken) => path == "-"
        ? await ReadLineAsync(what, cancellationToken).ConfigureAwait(false)
        : Given(WithoutEnd(SecretFile.ReadWhole(option, path, MaxLength)), what, path);

    private static Task<string> PromptAsync(string what, CancellationToken cancellationToken) =>
        Question.AskAsync(new TextPrompt<string>($"{what}:").Secret(null), cancellationToken);

    // One end of line, as echo and editors add it; a secret itself holds none.
    private static string WithoutEnd(string secret) =>
        secret.EndsWith("\r\n", StringComparison.Ordinal) ? secret[..^2] : secret.EndsWith('\n') ? secret[..^1] : secret;

    private static string Given(string secret, string what, string where) =>
        secret.Length > 0 ? secret : throw new ToolException(ExitCodes.Usage, $"{what}: nothing was given on {where}");
}
