namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>The simulated platform as a whole: new for each test.</summary>
    internal static class Board
    {
        public static void Reset()
        {
            VirtualTime.Reset();
            Radio.Reset();
            Drive.Reset();
            Pins.Reset();
            Port.Reset();
            Broker.Reset();
            Machine.Reset();
        }
    }
}
