namespace NanoMqttDevice.Provisioning
{
    /// <summary>The form of an Improv frame: the header, type, length, as many bytes, the low byte of the sum of all before it, a line feed.</summary>
    internal static class ImprovFrame
    {
        /// <summary>What every frame starts with, the version included.</summary>
        public const string Header = "IMPROV\u0001";
    }
}
