using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NFUnitTest.Runtime;

namespace NFUnitTest.Host
{
    /// <summary>The power goes at every step of a rotation: storing the candidate, making it current, dropping it.</summary>
    [TestClass]
    public class RotationPowerCuts
    {
        private const string Old = "DeviceCredential|YYYYY|mqtt-xxxxx";
        private const string New = "DeviceCredential|ZZZZZ|mqtt-xxxxx";

        [TestMethod]
        [DataRow(New, false)]
        [DataRow(New, true)]
        [DataRow(Old, false)]
        [DataRow(Old, true)]
        public void After_a_power_cut_at_any_step_the_device_logs_in_with_the_credential_that_works(string accepted, bool overwritesInPlace)
        {
            DeviceWorld world = Begin(accepted, overwritesInPlace);
            int before = world.Flash.Steps;
            Rotate(world);
            int steps = world.Flash.Steps - before;
            Assert.AreEqual(accepted, world.Client.UserName);
            for (int i = 0; i <= steps; i++)
            {
                world = Begin(accepted, overwritesInPlace);
                world.Flash.CutAfter(i);
                bool isStored = Rotate(world);
                world.Flash.Restore();
                world.Switch();
                world.Run(1000);

                // Only what was not stored can be missing: whoever sent it was told so.
                if (isStored || accepted == Old)
                {
                    Assert.AreEqual((int)SupervisorState.Online, (int)world.State, "cut after " + i);
                    Assert.AreEqual(accepted, world.Client.UserName, "cut after " + i);
                }

                // And the next rotation works as if nothing had been.
                world.Factory.AcceptedUserName = New;
                Rotate(world);
                world.Run(1000);
                Assert.AreEqual(New, world.Client.UserName, "cut after " + i);
            }

            Console.WriteLine(steps + 1 + " power cuts");
            Assert.IsTrue(steps > 100);
        }

        private static DeviceWorld Begin(string accepted, bool overwritesInPlace)
        {
            DeviceWorld world = new DeviceWorld();
            world.Flash.OverwritesInPlace = overwritesInPlace;
            world.Provisioned();
            world.Factory.AcceptedUserName = accepted;
            return world;
        }

        private static bool Rotate(DeviceWorld world)
        {
            world.Ask("set access-key-id ZZZZZ");
            bool isStored = world.Ask("commit").EndsWith("OK/", StringComparison.Ordinal);
            world.Run(1000);
            return isStored;
        }
    }
}
