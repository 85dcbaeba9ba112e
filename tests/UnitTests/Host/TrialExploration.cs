using System;
using System.Collections.Generic;
using nanoFramework.TestFramework;

namespace NFUnitTest.Host
{
    /// <summary>
    /// A rotation through every order of events, breadth first, with the whole device: from each state that was reached, each event leads on, until there
    /// are no new states or the depth is reached (NANOMQTT_EXPLORE_DEPTH; at 18 there are no new ones). In each state holds: nothing is gone that has not lost to one that proved itself, and whichever
    /// of the stored credentials the service accepts from here on, the device comes online with it and stays.
    /// </summary>
    [TestClass]
    public class TrialExploration
    {
        private const int Acceptances = 4;

        // Those that Happen has, and a power cut at each of five changes of flash, before it and in its midst.
        private const int Happenings = 7 + 10;

        private static int Depth
        {
            get { return int.TryParse(Environment.GetEnvironmentVariable("NANOMQTT_EXPLORE_DEPTH"), out int depth) ? depth : 3; }
        }

        [TestMethod]
        public void Whatever_happens_in_a_rotation_the_device_is_never_lost()
        {
            HashSet<string> seen = new HashSet<string>();
            List<int[]> level = new List<int[]>();
            long edges = 0;
            for (int root = 0; root < 9; root++)
            {
                int[] path = { root };
                if (seen.Add(Replay(path).Key))
                {
                    Check(path);
                    level.Add(path);
                }
            }

            int depth = 0;
            for (; depth < Depth && level.Count > 0; depth++)
            {
                List<int[]> next = new List<int[]>();
                foreach (int[] path in level)
                {
                    for (int e = 0; e < Acceptances * Happenings; e++)
                    {
                        edges++;
                        int[] longer = new int[path.Length + 1];
                        path.CopyTo(longer, 0);
                        longer[path.Length] = e;
                        if (seen.Add(Replay(longer).Key))
                        {
                            Check(longer);
                            next.Add(longer);
                        }
                    }
                }

                Console.WriteLine($"depth {depth + 1}: {seen.Count} states, {edges} events");
                level = next;
            }

            Console.WriteLine($"{seen.Count} states, {edges} events, {(level.Count == 0 ? "no new ones beyond" : "cut off at")} depth {depth}");
            Assert.IsTrue(seen.Count > 50, "too shallow");
        }

        private static TrialWorld Replay(int[] path)
        {
            // The first is how the new credential was stored: whole, or cut at one change of flash after the other.
            TrialWorld world = new TrialWorld((path[0] + 1) / 2, (path[0] & 1) == 0);
            for (int i = 1; i < path.Length; i++)
            {
                world.Accept(path[i] % Acceptances);
                world.Happen(path[i] / Acceptances);
            }

            return world;
        }

        private static void Check(int[] path)
        {
            string what = string.Join(" ", path);
            Assert.IsNull(Replay(path).Loss, what);
            for (int which = 0; which < 2; which++)
            {
                TrialWorld world = Replay(path);
                if (world.Holds(which == 0 ? "YYYYY" : "ZZZZZ"))
                {
                    Assert.IsTrue(world.ComesAndStays(which), $"{what}: accepted from here on is {(which == 0 ? "the old" : "the new")} one; {world.Key}");
                    Assert.IsNull(world.Loss, what);
                }
            }
        }
    }
}
