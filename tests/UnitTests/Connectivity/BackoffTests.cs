using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NFUnitTest.Platform;

namespace NFUnitTest.Connectivity
{
    [TestClass]
    public class BackoffTests
    {
        [TestMethod]
        public void The_maximum_doubles_from_the_first_to_the_cap_and_stays_there()
        {
            FakeRandom random = new FakeRandom();
            Backoff backoff = new Backoff(random, 1000, 300000);
            int[] expected = { 1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000 };
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], backoff.Next());
            }
        }

        [TestMethod]
        public void The_wait_is_whatever_was_drawn_from_nothing_to_the_maximum()
        {
            FakeRandom random = new FakeRandom { Fixed = 0 };
            Backoff backoff = new Backoff(random, 1000, 300000);
            Assert.AreEqual(0, backoff.Next());
            Assert.AreEqual(1000, random.LastMax);
            random.Fixed = 1234;
            Assert.AreEqual(1234, backoff.Next());
            Assert.AreEqual(2000, random.LastMax);
        }

        [TestMethod]
        public void Reset_starts_at_the_first_maximum_again()
        {
            Backoff backoff = new Backoff(new FakeRandom(), 60000, 3600000);
            backoff.Next();
            backoff.Next();
            backoff.Reset();
            Assert.AreEqual(60000, backoff.Next());
        }
    }
}
