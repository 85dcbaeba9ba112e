using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Product;
using NanoMqttDevice.Settings;
using NFUnitTest.Runtime;

namespace NFUnitTest.Product
{
    [TestClass]
    public class ProductSettingTests
    {
        private const string Shown = "app.alarm: on/app.cycle: 60/app.limit: 21.5/app.label: not set/OK/";

        private static DeviceContext _device;
        private static ProductSetting _alarm;
        private static ProductSetting _cycle;
        private static ProductSetting _limit;
        private static ProductSetting _label;

        [TestMethod]
        public void They_have_their_defaults_until_they_are_set_and_keep_their_values()
        {
            DeviceWorld world = World();
            Assert.Contains(Shown, world.Ask("show"));
            Assert.AreEqual("OK/", world.Ask("set app.limit -3.25"));
            Assert.AreEqual("OK/", world.Ask("set app.alarm off"));
            Assert.AreEqual("OK/", world.Ask("set app.label the one by the door"));
            Assert.Contains("app.limit: -3.25/app.label: the one by the door/OK/", world.Ask("show"));
            Assert.AreEqual("21.5", _limit.Text, "staged only");
            Assert.AreEqual("settings: unchanged/product: ok/OK/", world.Ask("commit"), "also of a device that is not provisioned");
            AssertValues();
            world.Switch();
            AssertValues();
            Assert.AreEqual("OK/", world.Ask("set app.label"));
            Assert.AreEqual("OK/", world.Ask("set app.cycle"));
            Assert.AreEqual("settings: unchanged/product: ok/OK/", world.Ask("commit"));
            Assert.AreEqual("", _label.Text);
        }

        [TestMethod]
        public void A_bad_value_and_an_unknown_name_are_refused_by_name_and_nothing_is_lost()
        {
            DeviceWorld world = World();
            Assert.AreEqual("OK/", world.Ask("set app.cycle 5"));
            Assert.AreEqual("rule: whole number from 1 to 3600/ERR 10 app.cycle/", world.Ask("set app.cycle 3601"));
            Assert.AreEqual("rule: whole number from 1 to 3600/ERR 10 app.cycle/", world.Ask("set app.cycle 5.5"));
            Assert.AreEqual("rule: number from -40 to 125/ERR 10 app.limit/", world.Ask("set app.limit 1e1"));
            Assert.AreEqual("rule: on or off/ERR 10 app.alarm/", world.Ask("set app.alarm yes"));
            Assert.AreEqual("rule: text of at most 20 bytes/ERR 10 app.label/", world.Ask("set app.label 012345678901234567890"));
            Assert.AreEqual("near: app.alarm/near: app.cycle/near: app.limit/near: app.label/ERR 3 field/", world.Ask("set app.lable x"));
            world.Ask("commit");
            Assert.AreEqual(5, _cycle.Whole);
        }

        [TestMethod]
        public void Discard_forgets_what_was_staged_and_a_commit_of_fields_stores_both()
        {
            DeviceWorld world = World().Provisioned();
            world.Ask("set app.cycle 5");
            world.Ask("discard");
            Assert.AreEqual("settings: unchanged/OK/", world.Ask("commit"));
            Assert.AreEqual(60, _cycle.Whole);
            world.Ask("set app.cycle 5");
            world.Ask("set telemetry-interval 7");
            Assert.AreEqual("settings: candidate/product: ok/OK/", world.Ask("commit"));
            Assert.AreEqual(5, _cycle.Whole);
        }

        [TestMethod]
        public void A_commit_whose_fields_break_a_rule_stores_nothing_of_either()
        {
            DeviceWorld world = World();
            world.Ask("set app.cycle 5");
            world.Ask("set endpoint a.b");
            Assert.Contains("ERR ", world.Ask("commit"));
            Assert.AreEqual(60, _cycle.Whole);
        }

        [TestMethod]
        public void A_sealed_command_sets_and_shows_them_also_without_tls()
        {
            DeviceWorld world = World().Provisioned();
            world.Send("a settings app.cycle=5");
            Assert.Contains("\"result\":\"needs-seal\"", LastPayload(world));
            world.SendSealed("1 settings app.cycle=5 app.limit=30");
            Assert.Contains("\"result\":\"ok\",\"settings\":\"ok\"}", LastPayload(world));
            Assert.AreEqual(5, _cycle.Whole);
            Assert.AreEqual(30.0, _limit.Number);
            world.SendSealed("2 show");
            Assert.Contains("\"result\":\"ok\",\"app.alarm\":\"on\",\"app.cycle\":\"5\",\"app.limit\":\"30\",\"app.label\":\"\"}", LastPayload(world));
            world.Run(10000);
            world.SendSealed("3 settings app.limit=31 app.cycle=0");
            Assert.Contains("\"result\":\"bad-argument\",\"field\":\"app.cycle\",\"rule\":\"whole number from 1 to 3600\"}", LastPayload(world));
            Assert.AreEqual(30.0, _limit.Number, "all of them or none");
            world.Run(10000);
            world.SendSealed("4 settings app.other=1");
            Assert.Contains("\"field\":\"app.other\",\"rule\":\"unknown\"}", LastPayload(world));
        }

        [TestMethod]
        public void The_product_hears_of_a_change_and_not_of_the_same_again()
        {
            DeviceWorld world = World().Provisioned();
            world.Application.TakeLife();
            world.SendSealed("1 settings app.cycle=5 app.limit=21.5");
            Assert.AreEqual("cycle=5 ", world.Application.TakeLife());
            world.Ask("set app.cycle 6");
            world.Ask("commit");
            Assert.AreEqual("cycle=6 ", world.Application.TakeLife());
            world.Ask("factory-reset confirm");
            world.Run(200);
            Assert.AreEqual("disconnected cycle=60 ", world.Application.TakeLife());
        }

        [TestMethod]
        public void Values_of_another_product_and_those_it_does_not_take_stay_where_they_are()
        {
            DeviceWorld world = World();
            world.Ask("set app.cycle 5");
            world.Ask("set app.label x");
            world.Ask("commit");
            world.Application.Starting = StartOther;
            world.Switch();
            Assert.AreEqual(7, _cycle.Whole, "5 is out of its range");
            Assert.AreEqual("OK/", world.Ask("set app.other on"));
            world.Ask("commit");
            world.Application.Starting = Start;
            world.Switch();
            Assert.AreEqual(5, _cycle.Whole);
            Assert.AreEqual("x", _label.Text);
        }

        [TestMethod]
        public void A_power_cut_leaves_the_old_values_or_the_new()
        {
            DeviceWorld world = World();
            world.Ask("set app.cycle 5");
            world.Ask("commit");
            byte[] half = new byte[20];
            world.Flash.Write("product.1", half, half.Length);
            world.Switch();
            Assert.AreEqual(5, _cycle.Whole);
        }

        [TestMethod]
        public void What_cannot_be_stored_does_not_count()
        {
            DeviceWorld world = World();
            world.Ask("set app.cycle 5");
            world.Flash.FailsWrites = true;
            Assert.Contains("ERR 4 failed/", world.Ask("commit"));
            Assert.AreEqual(60, _cycle.Whole);
        }

        [TestMethod]
        public void A_declaration_that_makes_no_sense_is_refused()
        {
            World();
            Assert.ThrowsException(typeof(InvalidOperationException), AddTwice);
            Assert.ThrowsException(typeof(InvalidOperationException), AddBadName);
            Assert.ThrowsException(typeof(InvalidOperationException), AddBadDefault);
            Assert.ThrowsException(typeof(InvalidOperationException), AddLongText);
        }

        private static DeviceWorld World()
        {
            DeviceWorld world = new DeviceWorld();
            world.Application.Starting = Start;
            world.Switch();
            return world;
        }

        private static void Start(DeviceContext device)
        {
            _device = device;
            _alarm = device.AddSwitch("alarm", true);
            _cycle = device.AddInt("cycle", 60, 1, 3600);
            _limit = device.AddNumber("limit", "21.5", -40, 125);
            _label = device.AddText("label", "", 20);
        }

        private static void StartOther(DeviceContext device)
        {
            _cycle = device.AddInt("cycle", 7, 6, 8);
            device.AddSwitch("other", false);
        }

        private static void AssertValues()
        {
            Assert.IsFalse(_alarm.IsOn);
            Assert.AreEqual(60, _cycle.Whole);
            Assert.AreEqual(-3.25, _limit.Number);
            Assert.AreEqual("the one by the door", _label.Text);
        }

        private static void AddTwice()
        {
            _device.AddInt("cycle", 1, 1, 2);
        }

        private static void AddBadName()
        {
            _device.AddInt("Cycle", 1, 1, 2);
        }

        private static void AddBadDefault()
        {
            _device.AddInt("c", 3, 1, 2);
        }

        private static void AddLongText()
        {
            _device.AddText("t", "", 65);
        }

        private static string LastPayload(DeviceWorld world)
        {
            return (string)world.Client.Payloads[world.Client.Payloads.Count - 1];
        }
    }
}
