namespace NanoMqttDevice.Service;

/// <summary>What a token permits on its topics.</summary>
[Flags]
public enum TokenActions
{
    /// <summary>Nothing; no token has it.</summary>
    None = 0,

    /// <summary>Subscribing; <c>R</c>.</summary>
    Read = 1,

    /// <summary>Publishing; <c>W</c>.</summary>
    Write = 2,

    /// <summary>Both; <c>R,W</c> in the server API, <c>RW</c> in passwords and notices.</summary>
    ReadWrite = Read | Write,
}
