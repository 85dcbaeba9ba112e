using System.Buffers.Binary;
using System.Text;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>The managed application as one file: the .pe of each assembly, one after the other.</summary>
internal static class DeploymentImage
{
    private const int ChipIdOffset = 12;

    // The largest deployment partition there is.
    private const int MaxLength = 16 * 1024 * 1024;

    /// <summary>Checks a file by what its bytes tell.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="board">The board it is for.</param>
    /// <exception cref="ToolException">It is no deployment image, or too large.</exception>
    public static void Check(string path, Board board)
    {
        var bytes = Read(path);
        if (bytes.Length == 0)
        {
            throw Wrong(path, "is empty; build the firmware again");
        }

        if (bytes[0] == 0xE9)
        {
            throw Wrong(path, $"is ESP firmware for {ChipOf(bytes)}, no application image; nanoFramework's own firmware comes with --update, "
                + "give the .bin that the build of NanoMqttDevice leaves");
        }

        if (!bytes.AsSpan().StartsWith("NFMRK1"u8))
        {
            throw Wrong(path, $"{KindOf(bytes)}; give the .bin that the build of NanoMqttDevice leaves (it begins with NFMRK1)");
        }

        // mscorlib and the application at least: a lone .pe has no runtime library and would never start.
        if (bytes.AsSpan(1).IndexOf("NFMRK1"u8) < 0)
        {
            throw Wrong(path, "holds a single assembly (.pe), which cannot start alone; give the .bin that the build of NanoMqttDevice leaves");
        }

        if (bytes.Length > board.DeploymentBytes)
        {
            throw Wrong(path, $"has {bytes.Length} bytes and the deployment partition of {board.Name} {board.DeploymentBytes}; "
                + "build it as Release, or leave assemblies out");
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaxLength ? File.ReadAllBytes(path) : throw Wrong(path, $"has {length} bytes; no board has room for that");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"--image: {e.Message}");
        }
    }

    private static string KindOf(byte[] bytes) => bytes switch
    {
        _ when bytes.AsSpan().StartsWith("NFMRK"u8) =>
            $"is for another generation of nanoFramework ({Encoding.ASCII.GetString(bytes.AsSpan(0, Math.Min(6, bytes.Length)))})",
        [(byte)'M', (byte)'Z', ..] => "is a .NET assembly (.dll, .exe)",
        [(byte)'P', (byte)'K', ..] => "is a zip archive",
        [(byte)'U', (byte)'F', (byte)'2', ..] => "is an image for a Raspberry Pi Pico",
        [(byte)':', ..] => "is an Intel HEX file",
        _ => "is no application image",
    };

    // Espressif's esp_chip_id_t.
    private static string ChipOf(byte[] bytes) => bytes.Length < ChipIdOffset + 2
        ? "an unknown chip"
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(ChipIdOffset)) switch
        {
            0 => "ESP32",
            2 => "ESP32-S2",
            5 => "ESP32-C3",
            9 => "ESP32-S3",
            12 => "ESP32-C2",
            13 => "ESP32-C6",
            16 => "ESP32-H2",
            18 => "ESP32-P4",
            20 => "ESP32-C61",
            23 => "ESP32-C5",
            _ => "an unknown chip",
        };

    private static ToolException Wrong(string path, string what) => new(ExitCodes.Usage, $"--image: {path} {what}");
}
