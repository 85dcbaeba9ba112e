namespace NanoMqttDevice.Tool.Settings;

/// <summary>Where a broker is.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="IsTls">True over TLS.</param>
internal sealed record MqttTarget(string Host, int Port, bool IsTls)
{
    /// <summary>Gives host and port.</summary>
    /// <returns>For example <c>127.0.0.1:1883</c>.</returns>
    public override string ToString() => $"{Host}:{Port}{(IsTls ? " (TLS)" : "")}";
}
