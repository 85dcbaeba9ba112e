namespace NanoMqttDevice.Service;

/// <summary>Makes access keys that look like the vendor's: <c>DC.</c> and 22 letters or digits, 131 bits.</summary>
internal sealed class AccessKeyGenerator(RandomFill random)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 22;

    public string Next()
    {
        Span<char> key = stackalloc char[Length];
        Span<byte> bytes = stackalloc byte[Length];
        var filled = 0;

        // The last 256 % 62 values would make the first letters likelier: they are drawn again.
        var fair = 256 - (256 % Alphabet.Length);

        while (filled < Length)
        {
            random(bytes);

            for (var i = 0; i < Length && filled < Length; i++)
            {
                if (bytes[i] < fair)
                {
                    key[filled++] = Alphabet[bytes[i] % Alphabet.Length];
                }
            }
        }

        return string.Concat("DC.", key);
    }
}
