using System.Text;
using System.Threading;
using nanoFramework.M2Mqtt.Messages;
using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Settings;
using NFUnitTest.Platform;

namespace NFUnitTest.Connectivity
{
    [TestClass]
    public class SessionTests
    {
        private static readonly string[] _noFilters = new string[0];
        private static readonly byte[] _payload = new byte[] { 1 };

        private static FakeClientFactory _factory;
        private static Worker _opener;
        private static Worker _closer;
        private static Inbox _inbox;
        private static Session _session;

        [TestMethod]
        public void Opening_gives_the_service_the_login_and_no_will()
        {
            Reset();
            _session.Open(Settings(true), _noFilters);
            Assert.AreEqual((int)SessionState.Opening, (int)_session.State);
            _opener.RunOne();
            _session.Step(0);
            Assert.AreEqual((int)SessionState.Open, (int)_session.State);
            FakeMqttClient client = _factory.Last;
            Assert.AreEqual("top.example", _factory.Endpoint);
            Assert.AreEqual(1884, _factory.Port);
            Assert.IsTrue(_factory.Tls);
            Assert.AreEqual("GID_Test@@@0001", client.ClientId);
            Assert.AreEqual("DeviceCredential|YYYYY|mqtt-xxxxx", client.UserName);
            Assert.AreEqual("vI009IZJZVGRwBwZvnbwjfuXxVM=", client.Password);
            Assert.AreEqual(90, client.Keepalive);
            Assert.IsTrue(client.CleanSession);
            Assert.IsFalse(client.HadWill);
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(4)]
        [DataRow(5)]
        public void A_refusal_is_told_with_its_code_and_the_client_is_closed(int code)
        {
            Reset();
            _factory.ConnectReturns = code;
            Connect(_noFilters);
            Assert.AreEqual((int)OfflineCause.Refused, (int)_session.Cause);
            Assert.AreEqual(code, _session.ReturnCode);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void A_failed_connect_is_told_and_the_client_is_closed()
        {
            Reset();
            _factory.Next = new FakeMqttClient { ConnectThrows = true };
            Connect(_noFilters);
            Assert.AreEqual((int)OfflineCause.ConnectFailed, (int)_session.Cause);
            Assert.AreEqual(0, _session.ReturnCode);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void A_failure_of_TLS_is_told_apart_from_a_refusal()
        {
            Reset();
            _factory.Next = new FakeMqttClient { ConnectThrows = true };
            _factory.Failure = ConnectFailure.Tls;
            Connect(_noFilters);
            Assert.AreEqual((int)OfflineCause.TlsFailed, (int)_session.Cause);
            Assert.AreEqual(0, _session.ReturnCode);
            _factory.Failure = ConnectFailure.Unknown;
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void After_TLS_the_next_client_waits_for_the_last_ones_socket()
        {
            Reset();
            _session.Open(Settings(true), _noFilters);
            _opener.RunOne();
            _session.Step(0);
            _session.Close();
            _session.Step(1000);
            _closer.RunOne();
            _session.Step(1000);
            _session.Step(999 + Session.SocketLinger);
            Assert.AreEqual((int)SessionState.Closing, (int)_session.State);
            _session.Step(1000 + Session.SocketLinger);
            Assert.AreEqual((int)SessionState.Idle, (int)_session.State);
        }

        [TestMethod]
        public void A_client_that_throws_on_close_is_forgotten_all_the_same()
        {
            Reset();
            _factory.Next = new FakeMqttClient { ConnectThrows = true, CloseThrows = true };
            Connect(_noFilters);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void A_name_that_is_not_known_is_told()
        {
            Reset();
            _factory.NameIsUnknown = true;
            Connect(_noFilters);
            Assert.AreEqual((int)OfflineCause.NameNotResolved, (int)_session.Cause);
            _closer.RunOne();
            _session.Step(0);
            Assert.AreEqual((int)SessionState.Idle, (int)_session.State);
        }

        [TestMethod]
        public void Every_connect_has_a_client_of_its_own()
        {
            Reset();
            FakeMqttClient last = null;
            for (int i = 1; i <= 50; i++)
            {
                Connect(_noFilters);
                Assert.AreEqual((int)SessionState.Open, (int)_session.State);
                Assert.IsTrue(last != _factory.Last);
                last = _factory.Last;
                last.Drop();
                _session.Step(0);
                Assert.AreEqual((int)OfflineCause.ConnectionLost, (int)_session.Cause);
                AssertClosedAndIdle();
                Assert.AreEqual(i, _factory.Created);
            }
        }

        [TestMethod]
        public void It_is_not_idle_before_the_close_has_ended()
        {
            Reset();
            Connect(_noFilters);
            _session.Close();
            for (int i = 0; i < 10; i++)
            {
                _session.Step(i);
                Assert.AreEqual((int)SessionState.Closing, (int)_session.State);
            }

            AssertClosedAndIdle();
        }

        [TestMethod]
        public void A_connect_that_hangs_is_ended_by_closing_from_another_thread()
        {
            Reset();
            FakeMqttClient client = new FakeMqttClient { WhileConnecting = new ThreadStart(CloseMeanwhile) };
            _factory.Next = client;
            _session.Open(Settings(false), _noFilters);
            _opener.RunOne();
            Assert.AreEqual(1, client.Closes);
            _session.Step(1);
            Assert.AreEqual((int)SessionState.Idle, (int)_session.State);
            Assert.IsFalse(client.HasHandlers);
        }

        [TestMethod]
        public void A_close_while_the_name_is_being_resolved_leaves_no_client_behind()
        {
            Reset();
            _factory.WhileResolving = new ThreadStart(CloseMeanwhile);
            _session.Open(Settings(false), _noFilters);
            _opener.RunOne();
            Assert.AreEqual(1, _factory.Last.Closes);
            Assert.IsNull(_factory.Last.ClientId);
            _session.Step(1);
            Assert.AreEqual((int)SessionState.Idle, (int)_session.State);
        }

        [TestMethod]
        public void A_connect_that_has_no_thread_fails_at_once()
        {
            Reset();
            _opener.Post(new ThreadStart(CloseMeanwhile));
            _session.Open(Settings(false), _noFilters);
            Assert.AreEqual((int)SessionState.Idle, (int)_session.State);
            Assert.AreEqual((int)OfflineCause.ConnectFailed, (int)_session.Cause);
        }

        [TestMethod]
        public void Subscriptions_are_made_again_after_every_connect()
        {
            Reset();
            string[] filters = new string[] { "top/a", "top/+/b" };
            for (int i = 0; i < 3; i++)
            {
                Connect(filters);
                Assert.AreEqual((int)SessionState.Subscribing, (int)_session.State);
                CollectionAssert.AreEqual(filters, _factory.Last.Filters);
                _session.Step(0);
                Assert.AreEqual((int)SessionState.Subscribing, (int)_session.State);
                _factory.Last.AcknowledgeSubscribe(MqttQoSLevel.AtLeastOnce);
                _session.Step(0);
                Assert.AreEqual((int)SessionState.Open, (int)_session.State);
                _factory.Last.Drop();
                _session.Step(0);
                AssertClosedAndIdle();
            }
        }

        [TestMethod]
        public void A_topic_that_is_not_granted_ends_the_connection_and_is_told()
        {
            Reset();
            Connect(new string[] { "other/a" });
            _factory.Last.Drop();
            _session.Step(0);
            Assert.AreEqual((int)OfflineCause.SubscribeFailed, (int)_session.Cause);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void A_refused_filter_is_told()
        {
            Reset();
            Connect(new string[] { "other/a" });
            _factory.Last.AcknowledgeSubscribe(MqttQoSLevel.GrantedFailure);
            _session.Step(0);
            Assert.AreEqual((int)OfflineCause.SubscribeFailed, (int)_session.Cause);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void A_SUBACK_that_stays_away_is_waited_for_until_the_limit()
        {
            Reset();
            Connect(new string[] { "top/a" });
            _session.Step(Session.SubscribeLimit - 1);
            Assert.AreEqual((int)SessionState.Subscribing, (int)_session.State);
            _session.Step(Session.SubscribeLimit);
            Assert.AreEqual((int)OfflineCause.SubscribeFailed, (int)_session.Cause);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void A_client_that_does_not_subscribe_is_given_up()
        {
            Reset();
            _factory.Next = new FakeMqttClient { SubscribeThrows = true };
            Connect(new string[] { "top/a" });
            Assert.AreEqual((int)OfflineCause.SubscribeFailed, (int)_session.Cause);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void An_end_without_an_event_is_seen()
        {
            Reset();
            Connect(_noFilters);
            _factory.Last.DropSilently();
            _session.Step(0);
            Assert.AreEqual((int)OfflineCause.ConnectionLost, (int)_session.Cause);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void Nothing_is_published_while_not_open()
        {
            Reset();
            Assert.IsFalse(_session.TryPublish("top/a", _payload, 1, 1, 0));
            _session.Open(Settings(false), _noFilters);
            Assert.IsFalse(_session.TryPublish("top/a", _payload, 1, 1, 0));
            _opener.RunOne();
            _session.Step(0);
            _factory.Last.Drop();
            _session.Step(0);
            Assert.IsFalse(_session.TryPublish("top/a", _payload, 1, 1, 0));
            Assert.AreEqual(0, _factory.Last.Lost);
            Assert.AreEqual(0, _factory.Last.Topics.Count);
        }

        [TestMethod]
        public void Messages_are_at_least_the_gap_apart()
        {
            Reset();
            Connect(_noFilters);
            Assert.IsTrue(_session.TryPublish("top/a", _payload, 1, 1, 1000));
            Assert.IsFalse(_session.TryPublish("top/a", _payload, 2, 1, 1000 + Session.PublishGap - 1));
            Assert.IsTrue(_session.TryPublish("top/a", _payload, 2, 1, 1000 + Session.PublishGap));
        }

        [TestMethod]
        public void At_most_sixteen_messages_are_on_their_way()
        {
            Reset();
            _factory.AcknowledgesAtOnce = false;
            Connect(_noFilters);
            int taken = 0;
            for (int i = 1; i <= 20; i++)
            {
                taken += _session.TryPublish("top/a", _payload, i, 1, i * 100) ? 1 : 0;
            }

            Assert.AreEqual(16, taken);
            Assert.AreEqual(16, _session.InFlightCount);
            _factory.Last.Acknowledge(3, true);
            bool acknowledged;
            Assert.AreEqual(3, _session.TakeFinished(2100, out acknowledged));
            Assert.IsTrue(acknowledged);
            Assert.IsTrue(_session.TryPublish("top/a", _payload, 21, 1, 2100));
        }

        [TestMethod]
        public void A_client_that_does_not_publish_is_given_up()
        {
            Reset();
            _factory.Next = new FakeMqttClient { PublishThrows = true };
            Connect(_noFilters);
            Assert.IsFalse(_session.TryPublish("top/a", _payload, 1, 1, 0));
            Assert.AreEqual((int)OfflineCause.ConnectionLost, (int)_session.Cause);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void Three_acknowledgements_missed_in_a_row_end_the_connection()
        {
            Reset();
            _factory.AcknowledgesAtOnce = false;
            Connect(_noFilters);
            bool acknowledged;
            for (int i = 1; i <= 3; i++)
            {
                long sent = i * 100000L;
                Assert.IsTrue(_session.TryPublish("top/a", _payload, i, 1, sent));
                Assert.AreEqual(0, _session.TakeFinished(sent + Session.PublishLimit - 1, out acknowledged));
                Assert.AreEqual(i, _session.TakeFinished(sent + Session.PublishLimit, out acknowledged));
                Assert.IsFalse(acknowledged);
                Assert.AreEqual((int)SessionState.Open, (int)_session.State);
            }

            _session.Step(400000);
            Assert.AreEqual((int)OfflineCause.ConnectionLost, (int)_session.Cause);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void Messages_that_the_client_gives_up_at_once_do_not_end_the_connection_before_the_limit()
        {
            Reset();
            _factory.AcknowledgesAtOnce = false;
            Connect(_noFilters);
            bool acknowledged;
            for (int i = 1; i <= 9; i++)
            {
                // Message 5 is acknowledged: the count begins anew after it.
                long now = i * 3000L;
                Assert.IsTrue(_session.TryPublish("top/a", _payload, i, 1, now));
                _factory.Last.Acknowledge((ushort)i, i == 5);
                Assert.AreEqual(i, _session.TakeFinished(now, out acknowledged));
                _session.Step(now);
                Assert.AreEqual((int)SessionState.Open, (int)_session.State);
            }

            _session.Step(18000 + Session.PublishLimit - 1);
            Assert.AreEqual((int)SessionState.Open, (int)_session.State);
            _session.Step(18000 + Session.PublishLimit);
            Assert.AreEqual((int)OfflineCause.ConnectionLost, (int)_session.Cause);
            AssertClosedAndIdle();
        }

        [TestMethod]
        public void Messages_of_the_old_connection_are_not_on_their_way_on_the_new_one()
        {
            Reset();
            _factory.AcknowledgesAtOnce = false;
            Connect(_noFilters);
            _session.TryPublish("top/a", _payload, 1, 1, 0);
            FakeMqttClient old = _factory.Last;
            old.Drop();
            _session.Step(0);
            AssertClosedAndIdle();
            Assert.AreEqual(0, _session.InFlightCount);
            Connect(_noFilters);
            _session.TryPublish("top/b", _payload, 2, 1, 1000);

            // The old client's late event speaks of an id that means another message now.
            old.Acknowledge(1, true);
            bool acknowledged;
            Assert.AreEqual(0, _session.TakeFinished(1000, out acknowledged));
        }

        [TestMethod]
        public void What_arrives_is_only_put_aside()
        {
            Reset();
            Connect(_noFilters);
            for (int i = 0; i < 100; i++)
            {
                _factory.Last.Receive("top/p2p/GID_Test@@@0001", Encoding.UTF8.GetBytes("x"));
            }

            Assert.IsTrue(_factory.Last.IsConnected);
            string topic;
            byte[] payload;
            Assert.IsTrue(_inbox.Take(out topic, out payload));
            Assert.AreEqual("top/p2p/GID_Test@@@0001", topic);
            Assert.AreEqual(92, _inbox.Dropped);
        }

        [TestMethod]
        public void Closing_what_is_idle_does_nothing()
        {
            Reset();
            _session.Close();
            _session.Step(0);
            Assert.AreEqual((int)SessionState.Idle, (int)_session.State);
        }

        private static void Reset()
        {
            _factory = new FakeClientFactory();
            _opener = new Worker();
            _closer = new Worker();
            _inbox = new Inbox(8, 10000);
            _session = new Session(_factory, _opener, _closer, _inbox);
        }

        private static ConnectSettings Settings(bool tls)
        {
            return new ConnectSettings(new DeviceSettings
            {
                Mode = AuthenticationMode.DeviceCredential,
                Endpoint = "top.example",
                Port = 1884,
                Tls = tls,
                Instance = "mqtt-xxxxx",
                ClientId = "GID_Test@@@0001",
                AccessKeyId = "YYYYY",
                Secret = Encoding.UTF8.GetBytes("XXXXX"),
                ParentTopic = "top",
            });
        }

        private static void Connect(string[] filters)
        {
            _session.Open(Settings(false), filters);
            _opener.RunOne();
            _session.Step(0);
        }

        private static void CloseMeanwhile()
        {
            _session.Close();
            _session.Step(0);
            _closer.RunOne();
            _session.Step(0);
            Assert.AreEqual((int)SessionState.Closing, (int)_session.State);
        }

        private static void AssertClosedAndIdle()
        {
            _session.Step(0);
            _closer.RunOne();
            _session.Step(0);
            Assert.AreEqual((int)SessionState.Idle, (int)_session.State);
            Assert.AreEqual(1, _factory.Last.Closes);
            Assert.IsFalse(_factory.Last.IsSpinning);
            Assert.IsFalse(_factory.Last.WasUsedTwice);
            Assert.IsFalse(_factory.Last.HasHandlers);
        }
    }
}
