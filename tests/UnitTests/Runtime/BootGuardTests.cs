using nanoFramework.TestFramework;
using NanoMqttDevice.Runtime;
using NFUnitTest.Storage;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class BootGuardTests
    {
        private const int StableTime = 5000;
        private const int SafeModeTime = 7000;

        [TestMethod]
        public void The_fifth_start_that_did_not_last_is_one_in_safe_mode()
        {
            FakeFile file = new FakeFile();
            for (int i = 1; i < BootGuard.SafeModeAt; i++)
            {
                Assert.IsFalse(Start(file).IsSafeMode);
            }

            Assert.IsTrue(Start(file).IsSafeMode);
            Assert.IsTrue(Start(file).IsSafeMode);
        }

        [TestMethod]
        public void A_start_that_lasts_ends_the_row()
        {
            FakeFile file = new FakeFile();
            for (int i = 0; i < 20; i++)
            {
                BootGuard guard = Start(file);
                Assert.IsFalse(guard.IsSafeMode);
                if (i % 4 == 3)
                {
                    guard.Step(1000 + StableTime);
                }
            }
        }

        [TestMethod]
        public void A_start_has_lasted_at_its_stable_time_and_not_before()
        {
            FakeFile file = new FakeFile();
            BootGuard guard = Start(file);
            Assert.IsFalse(guard.Step(5999));
            Assert.AreEqual(1, (int)file.Content[0]);
            Assert.IsFalse(guard.Step(6000));
            Assert.AreEqual(0, (int)file.Content[0]);
        }

        [TestMethod]
        public void Two_writes_are_all_that_a_start_costs()
        {
            FakeFile file = new FakeFile();
            BootGuard guard = Start(file);
            for (int i = 0; i < 1000; i++)
            {
                guard.Step(i * 1000L);
            }

            Assert.AreEqual(2, file.Writes);
        }

        [TestMethod]
        public void Starts_in_safe_mode_are_not_counted_on()
        {
            FakeFile file = InSafeMode();
            int writes = file.Writes;
            BootGuard guard = Start(file);
            guard.Step(1000 + StableTime);
            Assert.AreEqual(writes, file.Writes);
            Assert.IsTrue(guard.IsSafeMode);
        }

        [TestMethod]
        public void Safe_mode_ends_with_one_more_start()
        {
            FakeFile file = InSafeMode();
            BootGuard guard = Start(file);
            Assert.IsFalse(guard.Step(7999));
            Assert.IsTrue(guard.Step(8000));
            Assert.IsFalse(guard.Step(8020));
            Assert.IsFalse(Start(file).IsSafeMode);
            Assert.IsTrue(Start(file).IsSafeMode);
        }

        [TestMethod]
        public void Whoever_leaves_safe_mode_begins_anew()
        {
            FakeFile file = InSafeMode();
            BootGuard guard = Start(file);
            guard.Leave();
            Assert.IsFalse(guard.IsSafeMode);
            Assert.IsFalse(guard.Step(1000 + SafeModeTime));
            Assert.AreEqual(0, (int)file.Content[0]);
            int writes = file.Writes;
            guard.Leave();
            Assert.AreEqual(writes, file.Writes);
        }

        [TestMethod]
        public void Leaving_is_nothing_where_there_is_no_safe_mode()
        {
            FakeFile file = new FakeFile();
            Start(file).Leave();
            Assert.AreEqual(1, (int)file.Content[0]);
        }

        [TestMethod]
        [DataRow(0, 0)]
        [DataRow(5, 0)]
        [DataRow(255, 255)]
        public void A_file_that_is_no_count_counts_as_none(int first, int second)
        {
            FakeFile file = new FakeFile { Content = new byte[] { (byte)first, (byte)second } };
            Assert.IsFalse(Start(file).IsSafeMode);
            Assert.AreEqual(1, (int)file.Content[0]);
            Assert.AreEqual(254, (int)file.Content[1]);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(3)]
        public void A_file_of_another_size_counts_as_none(int size)
        {
            byte[] content = new byte[size];
            if (size > 1)
            {
                content[0] = 5;
                content[1] = 250;
            }

            Assert.IsFalse(Start(new FakeFile { Content = content }).IsSafeMode);
        }

        [TestMethod]
        public void A_count_above_the_limit_is_one_at_the_limit()
        {
            FakeFile file = new FakeFile { Content = new byte[] { 200, 55 } };
            BootGuard guard = Start(file);
            Assert.IsTrue(guard.IsSafeMode);
            Assert.AreEqual(0, file.Writes);
        }

        [TestMethod]
        public void A_flash_that_fails_brings_no_safe_mode_and_is_not_tried_again_and_again()
        {
            FakeFile file = InSafeMode();
            file.Fails = true;
            int writes = file.Writes;
            BootGuard guard = Start(file);
            Assert.IsFalse(guard.IsSafeMode);
            for (int i = 0; i < 100; i++)
            {
                Assert.IsFalse(guard.Step(1000 + StableTime + i));
            }

            Assert.AreEqual(writes + 2, file.Writes);
        }

        private static BootGuard Start(FakeFile file)
        {
            BootGuard guard = new BootGuard(file, StableTime, SafeModeTime);
            guard.Start(1000);
            return guard;
        }

        private static FakeFile InSafeMode()
        {
            FakeFile file = new FakeFile();
            for (int i = 0; i < BootGuard.SafeModeAt; i++)
            {
                Start(file);
            }

            return file;
        }
    }
}
