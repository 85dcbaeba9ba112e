namespace NanoMqttDevice.Tool.Flashing;

/// <summary>The UART of the device's command line.</summary>
/// <param name="Port">nanoFramework's name: <c>COM2</c>.</param>
/// <param name="Tx">Pin the device sends on.</param>
/// <param name="Rx">Pin the device receives on.</param>
internal sealed record BoardUart(string Port, int Tx, int Rx);
