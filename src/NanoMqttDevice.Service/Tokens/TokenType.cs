namespace NanoMqttDevice.Service;

/// <summary>The words for <see cref="TokenActions"/> that passwords, <c>$SYS</c> messages and the server API use.</summary>
public static class TokenType
{
    /// <summary>Reads a token's type: <c>R</c>, <c>W</c> or <c>RW</c>, as in passwords and in <c>$SYS/uploadToken</c>.</summary>
    /// <param name="text">The word.</param>
    /// <param name="actions">What it permits.</param>
    /// <returns>Whether it is one of the three.</returns>
    public static bool TryParse(string? text, out TokenActions actions)
    {
        actions = text switch
        {
            "R" => TokenActions.Read,
            "W" => TokenActions.Write,
            "RW" => TokenActions.ReadWrite,
            _ => TokenActions.None,
        };

        return actions != TokenActions.None;
    }

    /// <summary>Reads the parameter Actions of ApplyToken: <c>R</c>, <c>W</c> or <c>R,W</c>.</summary>
    /// <param name="text">The parameter.</param>
    /// <param name="actions">What it permits.</param>
    /// <returns>Whether it is one of the three.</returns>
    public static bool TryParseList(string? text, out TokenActions actions)
    {
        return TryParse(text is "R,W" or "W,R" ? "RW" : text is "RW" ? null : text, out actions);
    }

    /// <summary>The word for a token's type.</summary>
    /// <param name="actions">What it permits.</param>
    /// <returns><c>R</c>, <c>W</c> or <c>RW</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It permits nothing.</exception>
    public static string Of(TokenActions actions) => actions switch
    {
        TokenActions.Read => "R",
        TokenActions.Write => "W",
        TokenActions.ReadWrite => "RW",
        _ => throw new ArgumentOutOfRangeException(nameof(actions), actions, "Not a token's type."),
    };
}
