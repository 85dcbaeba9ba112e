namespace NanoMqttDevice.Tool.Serial;

/// <summary>Says why a port may not be opened, and what to do.</summary>
internal static class PortRights
{
    /// <summary>Explains a refusal of the system.</summary>
    /// <param name="port">Name of the port.</param>
    /// <param name="error">What the system said.</param>
    /// <returns>A clause without an end.</returns>
    public static string Explain(string port, UnauthorizedAccessException error) => OperatingSystem.IsLinux()
        ? $"it is no serial port, another user's program has it, or you have no right to it; see its group with 'ls -l {port}' and join that group "
            + "(on Debian: sudo usermod -a -G dialout $USER, then log in again)"
        : $"another program has it ({error.Message.TrimEnd('.')}); end terminals, serial monitors and debuggers";
}
