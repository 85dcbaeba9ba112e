using System.Globalization;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>Addresses and sizes as they are written for flash: <c>0x1E0000</c>.</summary>
internal static class HexNumber
{
    /// <summary>Reads a number.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number, or null if the text is none.</returns>
    public static long? Parse(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
