using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Updates;

namespace NFUnitTest.Host
{
    /// <summary>Updates from the offer to the product that has proved itself, or was taken back.</summary>
    [TestClass]
    public class UpdateTests
    {
        private static readonly string _long = "works " + new string('x', 5000);

        [TestMethod]
        public void A_package_is_received_checked_tried_and_kept()
        {
            UpdateWorld world = World();
            world.Update(SignedPackage.Create(7, _long));
            Assert.AreEqual(7, world.Release);
            Assert.AreEqual("current", world.Word);
            Assert.AreEqual(1, world.Made.Tests);
            Assert.Contains("\"event\":\"update\",\"result\":\"checked\",\"release\":7", world.Said);
            Assert.Contains("\"event\":\"update\",\"result\":\"current\",\"release\":7", world.Said);
            Assert.Contains("release: 7/slot: 1/", world.World.Ask("info"));
            Assert.Contains("update: current/update-release: 7/", world.World.Ask("status"));

            // And it stays, without another test.
            world.Start();
            world.Run(30000);
            Assert.AreEqual(7, world.Release);
            Assert.AreEqual(0, world.Made.Tests);
            Assert.Contains("\"release\":7,\"slot\":1,\"update\":\"current\",\"updateRelease\":7", world.Said);

            // The next one goes to the other slot.
            world.Update(SignedPackage.Create(8, "works"));
            Assert.AreEqual(8, world.Release);
            Assert.Contains("slot: 2/", world.World.Ask("info"));
            world.Update(SignedPackage.Create(9, "works"));
            Assert.Contains("slot: 1/", world.World.Ask("info"));
        }

        [TestMethod]
        [DataRow("fails", "self-test")]
        [DataRow("breaks", "exception")]
        [DataRow("throws", "load")]
        [DataRow("none", "load")]
        public void A_product_that_does_not_work_is_taken_back(string code, string cause)
        {
            UpdateWorld world = World();
            world.Update(SignedPackage.Create(7, code));
            Assert.AreEqual(0, world.Release);
            Assert.AreEqual(cause, world.Word);
            Assert.Contains("\"update\":\"" + cause + "\",\"updateRelease\":7", world.Said);
            int measured = world.World.Application.Measured;
            world.Run(70000);
            Assert.IsTrue(world.World.Application.Measured > measured, "the one that was flashed runs");

            // A good one replaces it, and a bad one after that leaves the good one.
            world.Update(SignedPackage.Create(8, "works"));
            Assert.AreEqual(8, world.Release);
            world.Update(SignedPackage.Create(9, code));
            Assert.AreEqual(8, world.Release);
            Assert.AreEqual(cause, world.Word);
        }

        [TestMethod]
        public void A_product_that_takes_the_device_down_is_taken_back_after_two_starts()
        {
            UpdateWorld world = World();
            world.Run(11000);
            world.Offer(SignedPackage.Create(7, "works"));
            while (world.World.Products.Loads == 0)
            {
                world.Run(20);
            }

            Assert.AreEqual("trial", world.Word);
            world.Start();
            Assert.AreEqual("trial", world.Word);
            world.Start();
            Assert.AreEqual(0, world.Release);
            Assert.AreEqual("crash", world.Word);
            Assert.AreEqual(2, world.World.Products.Loads);
        }

        [TestMethod]
        public void A_product_that_crashes_later_gives_way_to_the_one_before_it()
        {
            UpdateWorld world = World();
            world.Update(SignedPackage.Create(7, "works"));
            world.Update(SignedPackage.Create(8, "works"));
            world.Run(130000);
            Assert.AreEqual(8, world.Release);
            for (int i = 1; i < BootGuard.WithoutProductAt; i++)
            {
                world.Start();
                Assert.AreEqual(8, world.Release);
            }

            world.Start();
            Assert.AreEqual(7, world.Release);
            Assert.AreEqual("crash", world.Word);
            world.Run(130000);
            for (int i = 0; i < BootGuard.WithoutProductAt; i++)
            {
                world.Start();
            }

            Assert.AreEqual(0, world.Release);
            Assert.AreEqual("normal", NanoMqttDevice.Commands.StartModes.WordOf(world.World.Device.Report.Mode));
        }

        [TestMethod]
        public void A_product_with_which_the_device_is_not_online_is_taken_back()
        {
            UpdateWorld world = World();
            world.Run(11000);
            world.Offer(SignedPackage.Create(7, "works"));
            while (world.World.Products.Loads == 0)
            {
                world.World.Factory.Fails = world.Word == "restarting";
                world.Run(20);
            }

            world.Run(ProofLimit - 60000);
            Assert.AreEqual("trial", world.Word);
            world.World.Factory.Fails = false;
            world.World.Factory.AcknowledgesAtOnce = false;
            world.Run(70000);
            Assert.AreEqual(0, world.Release);
            Assert.AreEqual("not-proved", world.Word);

            // The same package is there, and is tried again without a block.
            world.World.Factory.AcknowledgesAtOnce = true;
            world.World.Client.Drop();
            int requests = world.Requests;
            world.Run(30000);
            world.Update(world.Package);
            Assert.AreEqual(7, world.Release);
            Assert.AreEqual(requests, world.Requests);
        }

        [TestMethod]
        public void An_update_goes_on_after_a_disconnect_and_after_a_power_cut()
        {
            UpdateWorld world = World();
            world.Run(11000);
            byte[] package = SignedPackage.Create(7, _long);
            int blocks = 0;
            world.Spoil = block =>
            {
                blocks++;
                if (blocks == 3)
                {
                    world.World.Client.Drop();
                    return null;
                }

                return block;
            };
            world.Offer(package);
            world.Run(20000);
            Assert.IsTrue(world.Said.Contains("\"checked\""), world.Said);
            Assert.IsTrue(world.Requests <= 8 + 3, world.Requests + " requests");
            world.Run(30000);
            Assert.AreEqual(7, world.Release);

            package = SignedPackage.Create(8, _long);
            blocks = -1000;
            world.Offer(package);
            world.Run(200);
            int requests = world.Requests;
            world.Start();
            world.Run(11000);
            world.Offer(package);
            Assert.IsFalse(world.Last.Contains("\"held\":" + PackageHeader.Parse(package, package.Length).Size + ","), world.Last);
            world.Run(60000);
            Assert.AreEqual(8, world.Release);
            Assert.IsTrue(world.Requests - requests <= 8, world.Requests - requests + " requests");
        }

        [TestMethod]
        public void What_cannot_be_taken_is_refused_before_a_block_is_asked_for()
        {
            byte[] package = SignedPackage.Create(7, "works");
            UpdateWorld world = World();
            Refuses(world, package[..100], "form");
            Refuses(world, SignedPackage.Create(7, new string('x', PackageTarget.MaxAssembly + 1)), "too-large");
            Refuses(world, SignedPackage.Create(7, "works", heap: 54322), "heap");
            byte[] other = (byte[])package.Clone();
            other[98] ^= 1;
            Refuses(world, other, "product");
            world.World.Products.Libraries[2] = new LibraryVersion("NanoMqttDevice.Core", 0, 2, 0, 0);
            Refuses(world, package, "core");
            world.World.Products.Libraries[2] = new LibraryVersion("NanoMqttDevice.Core", 0, 1, 0, 0);
            world.World.Flash.FreeSpace = PackageSlot.Reserve + package.Length - 1;
            Refuses(world, package, "flash-full");
            world.World.Flash.FreeSpace++;
            world.Update(package);
            Assert.AreEqual(7, world.Release);
            Refuses(world, package, "not-newer");
            Refuses(world, SignedPackage.Create(6, "works"), "not-newer");
            Refuses(new UpdateWorld(null), package, "no-key");
        }

        [TestMethod]
        public void An_offer_without_the_seal_of_the_owner_is_refused()
        {
            UpdateWorld world = World();
            world.Run(11000);
            byte[] package = SignedPackage.Create(7, "works");
            world.World.Send("1 update " + Convert.ToBase64String(package, 0, PackageHeader.Parse(package, package.Length).Size));
            world.Run(1000);
            Assert.Contains("\"result\":\"needs-seal\"", world.Last);
            Assert.AreEqual(0, world.Requests);
        }

        [TestMethod]
        public void A_package_that_is_not_signed_by_the_key_is_refused_when_it_is_there()
        {
            UpdateWorld world = World();
            world.Update(SignedPackage.Create(7, "works", SignedPackage.OtherKey));
            Assert.Contains("\"result\":\"refused\",\"release\":7,\"cause\":\"signature\"", world.Said);
            Assert.AreEqual(0, world.World.Products.Loads);
            byte[] package = SignedPackage.Create(7, "works");
            package[^1] ^= 1;
            world.Update(package);
            Assert.Contains("\"result\":\"refused\",\"release\":7,\"cause\":\"digest\"", world.Said);
            Assert.AreEqual(0, world.World.Products.Loads);
            package[^1] ^= 1;
            world.Update(package);
            Assert.AreEqual(7, world.Release);
        }

        [TestMethod]
        public void What_has_changed_in_flash_since_the_check_is_not_loaded()
        {
            UpdateWorld world = World();
            world.Update(SignedPackage.Create(7, "works"));
            world.Update(SignedPackage.Create(8, "works"));
            Flip(world, "package.2", SignedPackage.Create(8, "works").Length - 1);
            world.Start();
            Assert.AreEqual(7, world.Release);
            Assert.AreEqual("digest", world.Word);
            Flip(world, "package.1", 10);
            world.Start();
            Assert.AreEqual(0, world.Release);
        }

        [TestMethod]
        public void A_package_brings_the_next_key_and_the_old_one_signs_no_more()
        {
            UpdateWorld world = World();
            world.Update(SignedPackage.Create(7, "fails", nextKey: SignedPackage.OtherKey));
            world.Update(SignedPackage.Create(8, "works", SignedPackage.OtherKey));
            Assert.AreEqual(0, world.Release, "the key of a product that failed does not count");
            world.Update(SignedPackage.Create(8, "works", nextKey: SignedPackage.OtherKey));
            Assert.AreEqual(8, world.Release);
            world.Update(SignedPackage.Create(9, "works"));
            Assert.AreEqual(8, world.Release);
            world.Update(SignedPackage.Create(9, "works", SignedPackage.OtherKey));
            Assert.AreEqual(9, world.Release);
        }

        [TestMethod]
        public void Blocks_that_nobody_serves_are_not_asked_for_for_ever()
        {
            UpdateWorld world = World();
            world.Run(11000);
            world.Spoil = block => null;
            world.Offer(SignedPackage.Create(7, "works"));
            world.Run(400000);
            Assert.Contains("\"result\":\"ended\",\"release\":7", world.Said);
            int requests = world.Requests;
            world.Run(100000);
            Assert.AreEqual(requests, world.Requests);
            Assert.IsTrue(requests <= 2 * 21, requests + " requests");
            world.Spoil = null;
            world.Update(world.Package);
            Assert.AreEqual(7, world.Release);
        }

        [TestMethod]
        public void The_update_key_is_shown_by_its_fingerprint_and_not_taken_by_message()
        {
            UpdateWorld world = World();
            string key = SignedPackage.Text(SignedPackage.OtherKey);
            string shown = NanoMqttDevice.Security.UpdateKey.ShowFingerprint(SignedPackage.Key.GetPublicKey().GetEncoded());
            Assert.Contains("update-key: " + shown + "/", world.World.Ask("show"));
            world.World.Application.IsLab = true;
            world.World.Switch();
            world.Run(11000);
            world.World.SendSealed("1 settings update-key=" + key);
            world.Run(1000);
            Assert.Contains("\"result\":\"bad-argument\",\"field\":\"update-key\",\"rule\":206", world.Last);
            Assert.Contains("update-key: " + shown + "/", world.World.Ask("show"));
            Assert.Contains("ERR 205 ", world.World.Ask("set update-key 00"));
            Assert.Contains("OK/", world.World.Ask("set update-key " + key.ToLowerInvariant()));
        }

        private const int ProofLimit = 900000;

        private static UpdateWorld World()
        {
            return new UpdateWorld(SignedPackage.Text(SignedPackage.Key));
        }

        private static void Refuses(UpdateWorld world, byte[] package, string cause)
        {
            world.Run(11000);
            int requests = world.Requests;
            world.Offer(package);
            Assert.Contains("\"command\":\"update\",\"result\":\"failed\",\"release\":" + world.Release + ",\"cause\":\"" + cause + "\"", world.Last);
            world.Run(1000);
            Assert.AreEqual(requests, world.Requests, cause);
        }

        private static void Flip(UpdateWorld world, string name, int at)
        {
            byte[] file = new byte[16384];
            int size = world.World.Flash.Read(name, file);
            file[at] ^= 1;
            world.World.Flash.Write(name, file, size);
        }
    }
}
