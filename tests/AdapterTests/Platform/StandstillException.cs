using System;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>A thread sleeps for ever: on a board nothing more would happen.</summary>
    internal sealed class StandstillException : Exception
    {
    }
}
