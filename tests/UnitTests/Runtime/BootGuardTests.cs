using nanoFramework.TestFramework;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Runtime;
using NFUnitTest.Storage;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class BootGuardTests
    {
        private const int StableTime = 5000;
        private const int ProductTime = 9000;
        private const int SerialTime = 7000;

        [TestMethod]
        public void The_fifth_start_that_did_not_last_is_one_without_the_product_and_the_tenth_has_only_the_serial_line()
        {
            FakeFile file = new FakeFile();
            for (int i = 1; i < 15; i++)
            {
                StartMode expected = i < 5 ? StartMode.Normal : i < 10 ? StartMode.WithoutProduct : StartMode.SerialOnly;
                Is(expected, Start(file));
            }
        }

        [TestMethod]
        public void A_start_that_lasts_ends_the_row()
        {
            FakeFile file = new FakeFile();
            for (int i = 0; i < 20; i++)
            {
                BootGuard guard = Start(file);
                Is(StartMode.Normal, guard);
                if (i % 4 == 3)
                {
                    guard.Step(1000 + StableTime);
                }
            }
        }

        [TestMethod]
        public void Ordered_starts_do_not_count()
        {
            FakeFile file = new FakeFile();
            for (int i = 0; i < 20; i++)
            {
                BootGuard guard = Start(file);
                Is(StartMode.Normal, guard);
                Assert.AreEqual(i > 0, guard.WasOrdered);
                guard.OnOrdered(false);
            }
        }

        [TestMethod]
        public void An_ordered_start_does_not_hide_those_that_were_not()
        {
            FakeFile file = new FakeFile();
            Start(file);
            Start(file);
            Start(file);
            Start(file).OnOrdered(false);
            Is(StartMode.Normal, Start(file));
            Is(StartMode.WithoutProduct, Start(file));
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
        public void Without_the_product_a_start_that_lasts_does_not_lead_to_less()
        {
            FakeFile file = Started(4);
            for (int i = 0; i < 20; i++)
            {
                BootGuard guard = Start(file);
                Is(StartMode.WithoutProduct, guard);
                guard.Step(1000 + StableTime);
            }
        }

        [TestMethod]
        public void Without_the_product_one_start_with_it_is_tried_after_a_while()
        {
            FakeFile file = Started(4);
            BootGuard guard = Start(file);
            Assert.IsFalse(guard.Step(999 + ProductTime));
            Assert.IsTrue(guard.Step(1000 + ProductTime));
            Assert.IsFalse(guard.Step(1020 + ProductTime));
            Is(StartMode.Normal, Start(file));
            Is(StartMode.WithoutProduct, Start(file));
        }

        [TestMethod]
        public void With_only_the_serial_line_a_start_without_the_product_is_tried_after_a_while()
        {
            FakeFile file = Started(9);
            BootGuard guard = Start(file);
            Is(StartMode.SerialOnly, guard);
            Assert.IsFalse(guard.Step(999 + SerialTime));
            Assert.IsTrue(guard.Step(1000 + SerialTime));
            Is(StartMode.WithoutProduct, Start(file));
        }

        [TestMethod]
        public void Whoever_mends_it_has_everything_tried_again()
        {
            FakeFile file = Started(9);
            BootGuard guard = Start(file);
            Assert.IsTrue(guard.Leave());
            Is(StartMode.Normal, guard);
            Assert.AreEqual(0, (int)file.Content[0]);
            Assert.IsFalse(guard.Leave());
            file = Started(6);
            Start(file).OnOrdered(true);
            Is(StartMode.Normal, Start(file));
        }

        [TestMethod]
        public void Leaving_is_nothing_where_everything_runs()
        {
            FakeFile file = new FakeFile();
            Assert.IsFalse(Start(file).Leave());
            Assert.AreEqual(1, (int)file.Content[0]);
        }

        [TestMethod]
        [DataRow(0, 0)]
        [DataRow(5, 0)]
        [DataRow(255, 255)]
        public void A_file_that_is_no_count_counts_as_none(int first, int second)
        {
            FakeFile file = new FakeFile { Content = new byte[] { (byte)first, (byte)second } };
            Is(StartMode.Normal, Start(file));
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

            Is(StartMode.Normal, Start(new FakeFile { Content = content }));
        }

        [TestMethod]
        public void A_count_above_the_limit_is_one_at_the_limit()
        {
            FakeFile file = new FakeFile { Content = new byte[] { 100, 155 } };
            Is(StartMode.SerialOnly, Start(file));
            Assert.AreEqual(BootGuard.SerialOnlyAt, (int)file.Content[0]);
        }

        [TestMethod]
        public void A_flash_that_fails_takes_nothing_away_and_is_not_tried_again_and_again()
        {
            FakeFile file = Started(4);
            file.Fails = true;
            int writes = file.Writes;
            BootGuard guard = Start(file);
            Is(StartMode.Normal, guard);
            for (int i = 0; i < 100; i++)
            {
                Assert.IsFalse(guard.Step(1000 + StableTime + i));
            }

            Assert.AreEqual(writes + 2, file.Writes);
        }

        private static void Is(StartMode expected, BootGuard guard)
        {
            Assert.AreEqual((int)expected, (int)guard.Mode);
        }

        private static BootGuard Start(FakeFile file)
        {
            BootGuard guard = new BootGuard(file, StableTime, ProductTime, SerialTime);
            guard.Start(1000);
            return guard;
        }

        private static FakeFile Started(int times)
        {
            FakeFile file = new FakeFile();
            for (int i = 0; i < times; i++)
            {
                Start(file);
            }

            return file;
        }
    }
}
