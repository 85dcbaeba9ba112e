using System;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using nanoFramework.TestFramework;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Host
{
    /// <summary>
    /// A million inputs on the serial line: no exception, not even one that is caught; nothing is stored without a valid request; nothing grows; no
    /// secret comes out; and after whatever came one valid line or frame is enough to be in step again.
    /// </summary>
    [TestClass]
    public class SerialFuzz
    {
        private const int Worlds = 5;
        private const int InputsPerWorld = 262_144;
        private const int WarmUp = 20_000;
        private const int MaxGrowth = 64 * 1024;

        private Exception _thrown;
        private int _thread;

        [TestMethod]
        public void A_million_inputs_break_nothing()
        {
            Stopwatch watch = Stopwatch.StartNew();
            int checks = 0;
            int commits = 0;
            int rotations = 0;
            int namings = 0;
            int starts = 0;
            long bytes = 0;
            for (int seed = 1; seed <= Worlds; seed++)
            {
                FuzzWorld world = new FuzzWorld();
                Run(world, seed, ref checks, ref bytes);
                commits += world.Commits;
                rotations += world.Rotations;
                namings += world.Namings;
                starts += world.Starts;
            }

            Console.WriteLine(
                $"{Worlds * InputsPerWorld} inputs, {bytes} bytes, in {watch.Elapsed.TotalSeconds:0} s: {commits} changes of settings, {rotations} of candidates, {namings} of names, "
                + $"{starts} starts, {checks} times in step again");

            // A fuzzer that never gets that far proves nothing.
            Assert.IsTrue(commits > 1000 && rotations > 1000 && namings > 1000 && starts > 1000, "too shallow");
        }

        [TestMethod]
        public void A_flood_of_garbage_allocates_nothing()
        {
            FuzzWorld world = new FuzzWorld();
            byte[] garbage = new byte[4096];
            new Random(1).NextBytes(garbage);
            Flood(world, garbage);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                Flood(world, garbage);
            }

            Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        private static void Flood(FuzzWorld world, byte[] garbage)
        {
            world.Line.Send(garbage);
            while (!world.Line.IsEmpty)
            {
                world.StepConsole();
            }
        }

        private void Run(FuzzWorld world, int seed, ref int checks, ref long bytes)
        {
            FuzzInput inputs = new FuzzInput(seed);
            Random random = new Random(seed);
            long heap = 0;
            int number = 0;
            byte[] input = null;
            _thrown = null;
            _thread = Environment.CurrentManagedThreadId;
            AppDomain.CurrentDomain.FirstChanceException += OnException;
            try
            {
                for (number = 0; number < InputsPerWorld; number++)
                {
                    if (number == WarmUp)
                    {
                        heap = HeapSize();
                    }

                    ReadOnlySpan<byte> next = inputs.Next();
                    bytes += next.Length;
                    input = next.ToArray();
                    world.Take(next);
                    int choice = random.Next(64);
                    if (choice < 6)
                    {
                        checks++;
                        world.CheckLine(choice < 3);
                    }
                    else if (choice < 9)
                    {
                        checks++;
                        world.CheckFrame();
                    }
                    else if (choice == 9)
                    {
                        world.Change((LinkResult)random.Next(4), random.Next(3) == 0 ? random.Next(6) : 0);
                    }

                    if (_thrown != null)
                    {
                        break;
                    }
                }

                world.CheckNothingCaught();
            }
            catch (FuzzException e)
            {
                _thrown ??= e;
            }
            finally
            {
                AppDomain.CurrentDomain.FirstChanceException -= OnException;
            }

            Assert.IsNull(_thrown, $"seed {seed}, input {number}, {Convert.ToHexString(input)}: {_thrown}");
            world.Change(LinkResult.Failed, 0);
            long growth = HeapSize() - heap;
            Assert.IsTrue(growth < MaxGrowth, $"the heap has grown by {growth} bytes");
        }

        // The least of several collections: other threads of the test's process, the compiler's among them, come and go.
        private static long HeapSize()
        {
            long least = long.MaxValue;
            for (int i = 0; i < 5; i++)
            {
                GC.WaitForPendingFinalizers();
                least = Math.Min(least, GC.GetTotalMemory(true));
            }

            return least;
        }

        private void OnException(object sender, FirstChanceExceptionEventArgs e)
        {
            if (Environment.CurrentManagedThreadId == _thread)
            {
                _thrown ??= e.Exception;
            }
        }
    }
}
