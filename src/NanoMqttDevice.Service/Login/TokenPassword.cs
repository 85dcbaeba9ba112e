namespace NanoMqttDevice.Service;

/// <summary>
/// The password of mode Token: <c>R|t</c>, <c>W|t</c>, <c>RW|t</c>, or several joined as <c>R|123|W|abcd</c>, at most one token of
/// each type (the vendor's token page).
/// </summary>
internal static class TokenPassword
{
    private const char Separator = '|';

    // Three types, each with a token.
    private const int MaxParts = 6;

    public static bool TryParse(string password, out Dictionary<TokenActions, string> tokens)
    {
        tokens = [];
        var parts = password.Split(Separator, MaxParts + 1);

        if (parts.Length % 2 != 0 || parts.Length > MaxParts)
        {
            return false;
        }

        for (var i = 0; i < parts.Length; i += 2)
        {
            if (!TokenType.TryParse(parts[i], out var type) || parts[i + 1].Length == 0 || !tokens.TryAdd(type, parts[i + 1]))
            {
                return false;
            }
        }

        return true;
    }
}
