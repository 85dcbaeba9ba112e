using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NFUnitTest.Platform;

namespace NFUnitTest.Connectivity
{
    [TestClass]
    public class SupervisorTests
    {
        [TestMethod]
        public void Each_cause_has_a_word_of_its_own()
        {
            string words = " ";
            for (OfflineCause cause = OfflineCause.None; cause <= OfflineCause.Overloaded; cause++)
            {
                string word = " " + OfflineCauses.WordOf(cause) + " ";
                Assert.IsTrue(words.IndexOf(word) < 0, word);
                words += word;
            }

            Assert.IsTrue(words.IndexOf(" conflict ") > 0 && words.IndexOf(" no-memory ") > 0, words);
        }

        [TestMethod]
        public void Without_settings_nothing_is_joined_or_connected()
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            for (int now = 0; now < 100000; now += 1000)
            {
                Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(now, false, true, true, true));
            }

            AssertState(supervisor, SupervisorState.Unprovisioned, OfflineCause.None);
        }

        [TestMethod]
        public void With_an_address_it_connects_at_once()
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(0, true, true, true, true));
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(0, true, true, true, true));
            AssertState(supervisor, SupervisorState.Connecting, OfflineCause.None);
            supervisor.OnConnected(10);
            AssertState(supervisor, SupervisorState.Online, OfflineCause.None);
        }

        [TestMethod]
        public void Without_an_address_it_joins_once_and_waits_for_the_end_of_that()
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            supervisor.Step(0, true, false, true, true);
            Assert.AreEqual((int)SupervisorAction.Join, (int)supervisor.Step(0, true, false, true, true));
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(29999, true, false, true, true));
            AssertState(supervisor, SupervisorState.JoiningWifi, OfflineCause.None);

            // An address while the join is still under way: its thread is the one that would connect.
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(30000, true, true, true, true));
            supervisor.OnJoinEnded(30001, LinkResult.Joined);
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(30001, true, true, true, true));
        }

        [TestMethod]
        [DataRow((int)LinkResult.NetworkNotFound, (int)OfflineCause.WifiNotFound)]
        [DataRow((int)LinkResult.WrongPassword, (int)OfflineCause.WifiWrongPassword)]
        [DataRow((int)LinkResult.NoAddress, (int)OfflineCause.WifiNoAddress)]
        [DataRow((int)LinkResult.Failed, (int)OfflineCause.WifiFailed)]
        public void A_failed_join_is_named_and_tried_again_after_the_back_off(int result, int cause)
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            supervisor.Step(0, true, false, true, true);
            supervisor.Step(0, true, false, true, true);
            supervisor.OnJoinEnded(5000, (LinkResult)result);
            AssertState(supervisor, SupervisorState.JoiningWifi, (OfflineCause)cause);
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(5999, true, false, true, true));
            Assert.AreEqual((int)SupervisorAction.Join, (int)supervisor.Step(6000, true, false, true, true));
            supervisor.OnJoinEnded(7000, (LinkResult)result);
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(8999, true, false, true, true));
            Assert.AreEqual((int)SupervisorAction.Join, (int)supervisor.Step(9000, true, false, true, true));
        }

        [TestMethod]
        public void An_address_that_does_not_stay_is_waited_for_with_the_back_off()
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            supervisor.Step(0, true, false, true, true);
            supervisor.Step(0, true, false, true, true);
            supervisor.OnJoinEnded(0, LinkResult.Joined);
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(999, true, false, true, true));
            Assert.AreEqual((int)SupervisorAction.Join, (int)supervisor.Step(1000, true, false, true, true));
        }

        [TestMethod]
        public void The_clock_is_waited_for_but_not_for_ever()
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            supervisor.Step(0, true, true, false, true);
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(0, true, true, false, true));
            AssertState(supervisor, SupervisorState.WaitingForClock, OfflineCause.None);
            supervisor.Step(Supervisor.ClockLimit - 1, true, true, false, true);
            AssertState(supervisor, SupervisorState.WaitingForClock, OfflineCause.None);
            supervisor.Step(Supervisor.ClockLimit, true, true, false, true);
            AssertState(supervisor, SupervisorState.Waiting, OfflineCause.ClockNotSet);
        }

        [TestMethod]
        public void Once_the_clock_is_set_it_connects()
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            supervisor.Step(0, true, true, false, true);
            supervisor.Step(0, true, true, false, true);
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(100, true, true, true, true));
        }

        [TestMethod]
        public void An_address_lost_while_waiting_for_the_clock_means_joining_again()
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            supervisor.Step(0, true, true, false, true);
            supervisor.Step(0, true, true, false, true);
            supervisor.Step(100, true, false, false, true);
            AssertState(supervisor, SupervisorState.JoiningWifi, OfflineCause.None);
            Assert.AreEqual((int)SupervisorAction.Join, (int)supervisor.Step(100, true, false, false, true));
        }

        [TestMethod]
        public void A_connect_that_hangs_is_closed_at_the_limit()
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(Supervisor.ConnectLimit - 1, true, true, true, false));
            Assert.AreEqual((int)SupervisorAction.Close, (int)supervisor.Step(Supervisor.ConnectLimit, true, true, true, false));
            AssertState(supervisor, SupervisorState.Waiting, OfflineCause.ConnectTimedOut);
        }

        [TestMethod]
        public void The_next_connect_waits_until_nothing_is_left_of_the_last()
        {
            Supervisor supervisor = Connecting(new FakeRandom { Fixed = 0 });
            supervisor.Step(Supervisor.ConnectLimit, true, true, true, false);
            for (int i = 1; i < 100; i++)
            {
                Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(Supervisor.ConnectLimit + i, true, true, true, false));
            }

            supervisor.Step(Supervisor.ConnectLimit + 100, true, true, true, true);
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(Supervisor.ConnectLimit + 100, true, true, true, true));
        }

        [TestMethod]
        public void Failures_wait_up_to_a_second_and_twice_as_long_each_time_up_to_five_minutes()
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            int[] waits = { 1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000 };
            long now = 0;
            for (int i = 0; i < waits.Length; i++)
            {
                supervisor.OnConnectFailed(now, OfflineCause.ConnectFailed, 0);
                AssertState(supervisor, SupervisorState.Waiting, OfflineCause.ConnectFailed);
                Assert.AreEqual(now + waits[i], supervisor.NextTry);
                supervisor.Step(now + waits[i] - 1, true, true, true, true);
                AssertState(supervisor, SupervisorState.Waiting, OfflineCause.ConnectFailed);
                now += waits[i];
                supervisor.Step(now, true, true, true, true);
                Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(now, true, true, true, true));
            }
        }

        [TestMethod]
        [DataRow(4)]
        [DataRow(5)]
        [DataRow(2)]
        public void A_refusal_waits_up_to_a_minute_and_twice_as_long_each_time_up_to_an_hour(int returnCode)
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            int[] waits = { 60000, 120000, 240000, 480000, 960000, 1920000, 3600000, 3600000 };
            long now = 0;
            for (int i = 0; i < waits.Length; i++)
            {
                supervisor.OnConnectFailed(now, OfflineCause.Refused, returnCode);
                AssertState(supervisor, SupervisorState.Refused, OfflineCause.Refused);
                Assert.AreEqual(returnCode, supervisor.ReturnCode);
                now += waits[i];
                supervisor.Step(now, true, true, true, true);
                Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(now, true, true, true, true));
            }
        }

        [TestMethod]
        public void An_unavailable_server_is_no_judgement_on_the_credential()
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            supervisor.OnConnectFailed(0, OfflineCause.Refused, 3);
            AssertState(supervisor, SupervisorState.Waiting, OfflineCause.Refused);
            Assert.AreEqual(3, supervisor.ReturnCode);
            Assert.AreEqual(1000L, supervisor.NextTry);
        }

        [TestMethod]
        public void A_session_lost_after_it_has_settled_is_tried_again_within_a_second()
        {
            FakeRandom random = new FakeRandom();
            Supervisor supervisor = Connecting(random);
            supervisor.OnConnectFailed(0, OfflineCause.ConnectFailed, 0);
            supervisor.Step(1000, true, true, true, true);
            supervisor.Step(1000, true, true, true, true);
            supervisor.OnConnected(2000);
            supervisor.Step(2000 + Supervisor.SettleTime, true, true, true, false);
            AssertState(supervisor, SupervisorState.Online, OfflineCause.None);
            supervisor.OnConnectionLost(20000, OfflineCause.ConnectionLost);
            AssertState(supervisor, SupervisorState.Waiting, OfflineCause.ConnectionLost);
            Assert.AreEqual(1000, random.LastMax);
        }

        [TestMethod]
        public void Sessions_taken_over_within_seconds_slow_down_like_a_refusal_from_the_second_on()
        {
            FakeRandom random = new FakeRandom();
            Supervisor supervisor = Connecting(random);
            int[] waits = { 1000, 60000, 120000, 240000 };
            long now = 0;
            for (int i = 0; i < waits.Length; i++)
            {
                supervisor.OnConnected(now);
                supervisor.Step(now + 1999, true, true, true, false);
                supervisor.OnConnectionLost(now + 2000, OfflineCause.ConnectionLost);
                AssertState(supervisor, SupervisorState.Waiting, i == 0 ? OfflineCause.ConnectionLost : OfflineCause.Conflict);
                Assert.AreEqual(waits[i], random.LastMax);
                now += 2000 + waits[i];
                supervisor.Step(now, true, true, true, true);
                Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(now, true, true, true, true));
            }
        }

        [TestMethod]
        public void An_overload_is_no_conflict_however_often_it_ends_a_session()
        {
            FakeRandom random = new FakeRandom();
            Supervisor supervisor = Connecting(random);
            for (int i = 0; i < 3; i++)
            {
                supervisor.OnConnected(i);
                supervisor.OnConnectionLost(i + 1, OfflineCause.Overloaded);
                AssertState(supervisor, SupervisorState.Waiting, OfflineCause.Overloaded);
                Assert.IsTrue(random.LastMax <= 300000);
            }
        }

        [TestMethod]
        public void After_power_has_come_the_first_connect_waits_for_a_random_time()
        {
            FakeRandom random = new FakeRandom();
            Supervisor supervisor = new Supervisor(random);
            supervisor.SpreadFirstConnect();
            supervisor.Step(0, true, true, true, true);
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(0, true, true, true, true));
            Assert.AreEqual(Supervisor.SpreadTime, random.LastMax);
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(Supervisor.SpreadTime - 1, true, true, true, true));
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(Supervisor.SpreadTime, true, true, true, true));
        }

        [TestMethod]
        public void When_the_network_has_come_back_the_connect_waits_for_a_random_time()
        {
            FakeRandom random = new FakeRandom();
            Supervisor supervisor = Connecting(random);
            supervisor.OnConnected(0);
            Assert.AreEqual((int)SupervisorAction.Close, (int)supervisor.Step(20000, true, false, true, false));
            supervisor.Step(20000, true, false, true, true);
            supervisor.OnJoinEnded(21000, LinkResult.Joined);
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(21000, true, true, true, true));
            Assert.AreEqual(Supervisor.SpreadTime, random.LastMax);
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(21000 + Supervisor.SpreadTime, true, true, true, true));
        }

        [TestMethod]
        public void A_commit_or_a_command_ends_that_wait()
        {
            Supervisor supervisor = new Supervisor(new FakeRandom());
            supervisor.SpreadFirstConnect();
            supervisor.Step(0, true, true, true, true);
            supervisor.Step(0, true, true, true, true);
            supervisor.OnSettingsChanged();
            supervisor.Step(100, true, true, true, true);
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(100, true, true, true, true));
        }

        [TestMethod]
        public void The_cause_of_the_last_failure_is_told_until_the_session_has_settled()
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            supervisor.OnConnectFailed(0, OfflineCause.Refused, 5);
            supervisor.Step(60000, true, true, true, true);
            supervisor.Step(60000, true, true, true, true);
            supervisor.OnConnected(60100);
            supervisor.Step(60100 + Supervisor.SettleTime - 1, true, true, true, false);
            AssertState(supervisor, SupervisorState.Online, OfflineCause.Refused);
            supervisor.Step(60100 + Supervisor.SettleTime, true, true, true, false);
            AssertState(supervisor, SupervisorState.Online, OfflineCause.None);
            Assert.AreEqual(0, supervisor.ReturnCode);
        }

        [TestMethod]
        public void A_lost_address_closes_the_session_and_joins_again()
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            supervisor.OnConnected(0);
            Assert.AreEqual((int)SupervisorAction.Close, (int)supervisor.Step(1, true, false, true, false));
            AssertState(supervisor, SupervisorState.JoiningWifi, OfflineCause.WifiFailed);
            Assert.AreEqual((int)SupervisorAction.Join, (int)supervisor.Step(1, true, false, true, false));
            supervisor.OnJoinEnded(2, LinkResult.Joined);

            // The old client is still being closed.
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(3, true, true, true, false));
            supervisor.Step(4, true, true, true, true);
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(4 + Supervisor.SpreadTime, true, true, true, true));
        }

        [TestMethod]
        public void New_settings_end_all_waiting()
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            supervisor.OnConnectFailed(0, OfflineCause.Refused, 5);
            supervisor.OnSettingsChanged();
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(1, true, true, true, true));
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(1, true, true, true, true));
            supervisor.OnConnectFailed(2, OfflineCause.Refused, 5);
            Assert.AreEqual(60002L, supervisor.NextTry);
        }

        [TestMethod]
        public void New_settings_close_the_session_of_the_old_ones()
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            supervisor.OnConnected(0);
            supervisor.OnSettingsChanged();
            Assert.AreEqual((int)SupervisorAction.Close, (int)supervisor.Step(1, true, true, true, false));
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(2, true, true, true, false));
            Assert.AreEqual((int)SupervisorAction.Connect, (int)supervisor.Step(3, true, true, true, true));
        }

        [TestMethod]
        public void Settings_taken_away_close_the_session()
        {
            Supervisor supervisor = Connecting(new FakeRandom());
            supervisor.OnConnected(0);
            Assert.AreEqual((int)SupervisorAction.Close, (int)supervisor.Step(1, false, true, true, false));
            AssertState(supervisor, SupervisorState.Unprovisioned, OfflineCause.None);
            Assert.AreEqual((int)SupervisorAction.None, (int)supervisor.Step(2, false, true, true, true));
        }

        private static Supervisor Connecting(FakeRandom random)
        {
            Supervisor supervisor = new Supervisor(random);
            supervisor.Step(0, true, true, true, true);
            supervisor.Step(0, true, true, true, true);
            AssertState(supervisor, SupervisorState.Connecting, OfflineCause.None);
            return supervisor;
        }

        private static void AssertState(Supervisor supervisor, SupervisorState state, OfflineCause cause)
        {
            Assert.AreEqual((int)state, (int)supervisor.State);
            Assert.AreEqual((int)cause, (int)supervisor.Cause);
        }
    }
}
