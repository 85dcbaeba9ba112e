using System.Globalization;
using System.Text;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>Lines with a check value and a sequence number, <c>#CCCCCCCC SS rest</c> (Core's <c>Provisioning/SPEC.md</c>).</summary>
internal static class CheckedLine
{
    private const int RestAt = 13;

    /// <summary>Makes a line.</summary>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="rest">What is said in it.</param>
    /// <returns>Its bytes with LF at the end.</returns>
    public static byte[] Of(byte sequence, string rest)
    {
        var covered = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sequence:X2} {rest}"));
        var check = Crc32.Compute(covered, 0, covered.Length);
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"#{check:X8} ")), .. covered, (byte)'\n'];
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">Its bytes without their end.</param>
    /// <param name="sequence">Receives the sequence number.</param>
    /// <param name="rest">Receives what is said in it.</param>
    /// <returns>True when it has this form and the right check value.</returns>
    public static bool TryParse(byte[] line, out byte sequence, out string rest)
    {
        sequence = 0;
        rest = "";
        if (line.Length < RestAt || line[0] != '#' || line[9] != ' ' || line[12] != ' '
            || !uint.TryParse(line.AsSpan(1, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var check)
            || !byte.TryParse(line.AsSpan(10, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out sequence)
            || Crc32.Compute(line, 10, line.Length - 10) != check)
        {
            return false;
        }

        rest = Encoding.UTF8.GetString(line, RestAt, line.Length - RestAt);
        return true;
    }
}
