namespace NanoMqttDevice.Tool.Flashing;

/// <summary>How the firmware knows a kind of board; boards that run the same image with the same pins share it.</summary>
/// <param name="Name">The name that the device tells.</param>
/// <param name="Images">Exact target names of the images that run on it, the one that is flashed among them.</param>
internal sealed record BoardFirmware(string Name, IReadOnlyList<string> Images);
