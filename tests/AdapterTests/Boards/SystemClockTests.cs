using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;

namespace NanoMqttDevice.AdapterTests.Boards
{
    /// <summary>The two clocks.</summary>
    [TestClass]
    public sealed class SystemClockTests
    {
        [TestMethod]
        [DataRow(1970, false)]
        [DataRow(2020, false)]
        [DataRow(2021, true)]
        [DataRow(2026, true)]
        public void The_time_of_day_is_known_from_2021_on(int year, bool isSet)
        {
            Board.Reset();
            Machine.UtcNow = new System.DateTime(year, 12, 31, 0, 0, 0, System.DateTimeKind.Utc);
            Assert.AreEqual(isSet, new SystemClock().IsSet);
        }

        [TestMethod]
        [DataRow(1795521600499, 1795521600000)]
        [DataRow(1795521600500, 1795521601000)]
        public void The_time_of_day_is_set_to_the_nearest_second(long told, long expected)
        {
            Board.Reset();
            SystemClock clock = new SystemClock();
            clock.Set(told);
            Assert.AreEqual(expected, clock.UnixMilliseconds);
        }

        [TestMethod]
        public void Setting_the_time_of_day_does_not_move_the_other()
        {
            Board.Reset();
            VirtualTime.Advance(5000);
            Machine.UtcNow = Machine.UtcNow.AddYears(3);
            Assert.AreEqual(5000, new SystemClock().Milliseconds);
        }
    }
}
