using System;
using System.Collections.Generic;
using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;

namespace NFUnitTest.Host
{
    /// <summary>Power that goes at every flash operation of a whole update: before it, in its middle, and behind it.</summary>
    [TestClass]
    public class UpdatePowerCuts
    {
        private static readonly byte[] _old = SignedPackage.Create(6, "works " + new string('o', 1500));
        private static readonly byte[] _good = SignedPackage.Create(7, "works " + new string('g', 3000));
        private static readonly byte[] _bad = SignedPackage.Create(7, "fails " + new string('b', 3000));

        [TestMethod]
        [DataRow(false, false)]
        [DataRow(true, false)]
        [DataRow(false, true)]
        [DataRow(true, true)]
        public void The_device_is_online_with_the_old_product_or_the_new_one(bool overwritesInPlace, bool isBad)
        {
            byte[] package = isBad ? _bad : _good;
            UpdateWorld world = Begin(overwritesInPlace);
            int start = world.World.Flash.Steps;
            List<int> operations = new List<int>();
            world.World.Flash.Changing = steps => operations.Add(steps - start);
            Run(world, package, 60000);
            Assert.AreEqual(isBad ? 6 : 7, world.Release);
            operations.Add(world.World.Flash.Steps - start);
            int cuts = 0;
            int olds = 0;
            for (int i = 0; i < operations.Count; i++)
            {
                int next = i + 1 < operations.Count ? operations[i + 1] : operations[i] + 1;
                foreach (int at in new SortedSet<int> { operations[i], operations[i] + 1, (operations[i] + next) / 2, next - 1 })
                {
                    if (at >= 0)
                    {
                        cuts++;
                        olds += Cut(overwritesInPlace, isBad, package, at) ? 1 : 0;
                    }
                }
            }

            Console.WriteLine(
                (overwritesInPlace ? "overwrite in place, " : "empty and append, ") + (isBad ? "product that fails: " : "product that works: ")
                    + operations.Count + " operations, " + cuts + " cuts, " + olds + " of them back with the old product at once");
            Assert.IsTrue(operations.Count > 12, operations.Count + " operations");
        }

        private static bool Cut(bool overwritesInPlace, bool isBad, byte[] package, int at)
        {
            UpdateWorld world = Begin(overwritesInPlace);
            world.World.Flash.CutAfter(at);
            Run(world, package, 60000);
            world.World.Flash.Restore();
            world.Start();
            world.Run(12000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.World.State, "cut after " + at);
            int release = world.Release;
            Assert.IsTrue(release == 6 || release == 7, "release " + release + ", cut after " + at);

            // Whoever rolls it out offers it again, and it ends as it would have without the cut.
            world.Run(18000);
            if (world.Release == 6 && (world.Word != "self-test" || !isBad))
            {
                Run(world, package, 60000);
            }

            Assert.AreEqual(isBad ? 6 : 7, world.Release, "cut after " + at + ", " + world.Word);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.World.State);
            return release == 6;
        }

        private static UpdateWorld Begin(bool overwritesInPlace)
        {
            UpdateWorld world = new UpdateWorld(SignedPackage.Text(SignedPackage.Key));
            world.World.Flash.OverwritesInPlace = overwritesInPlace;
            world.Update(_old);
            Assert.AreEqual(6, world.Release);

            // Past the start that has lasted: what is written from here on is the update's.
            world.Run(130000);
            return world;
        }

        private static void Run(UpdateWorld world, byte[] package, int milliseconds)
        {
            world.Offer(package);
            for (int i = 0; i < milliseconds && !world.World.Flash.IsDead; i += 500)
            {
                world.Run(500);
            }
        }
    }
}
