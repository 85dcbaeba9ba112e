namespace NanoMqttDevice.Tool.Flashing;

/// <summary>How the firmware knows a kind of board; boards that run the same image with the same pins share it.</summary>
/// <param name="Name">The name that the device tells.</param>
/// <param name="TargetPrefix">How the target names of its images begin.</param>
internal sealed record BoardFirmware(string Name, string TargetPrefix);
