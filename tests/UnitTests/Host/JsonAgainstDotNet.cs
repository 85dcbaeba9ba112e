using System;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using nanoFramework.TestFramework;
using NanoMqttDevice.Messaging;

namespace NFUnitTest.Host
{
    /// <summary>What JsonObject writes is read by System.Text.Json as what went in, over generated values.</summary>
    [TestClass]
    public class JsonAgainstDotNet
    {
        private const int Rounds = 25000;

        private static readonly double[] _ends =
        {
            0, -0.0, 1, -1, double.Epsilon, 2.2250738585072014E-308, 2.2250738585072009E-308, double.MaxValue, double.MinValue, 1e21, 1e22, 1e23, 9.5e22,
            9007199254740991, 9007199254740992, 9007199254740994, 0.1, 1e-5, 1e-6, 1e-7, 123456789012345680000.0, 5e-324, 8.41e21, 2.0 / 3, 1e15, 1e16, 1e17,
            0.000001, 4.35, 4.349999999999999, 17976931348623157e290, 1.7800590868057611E-307, 2.98023223876953125E-8,
        };

        [TestMethod]
        public void Doubles_are_read_back_equal()
        {
            Random random = new Random(11);
            JsonObject json = new JsonObject();
            foreach (double value in _ends)
            {
                CheckDouble(json, value);
                CheckDouble(json, -value);
            }

            for (int i = 0; i < Rounds; i++)
            {
                CheckDouble(json, BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
                CheckDouble(json, Sensor(random));
                CheckDouble(json, random.NextInt64(long.MinValue, long.MaxValue));
                CheckDouble(json, Math.Pow(10, random.Next(-323, 308)) * random.Next(1, 1000));
            }
        }

        [TestMethod]
        public void Floats_are_read_back_equal_and_need_no_more_than_nine_digits()
        {
            Random random = new Random(12);
            JsonObject json = new JsonObject();
            for (int i = 0; i < Rounds; i++)
            {
                CheckFloat(json, BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)));
                CheckFloat(json, (float)Sensor(random));
            }

            CheckFloat(json, float.Epsilon);
            CheckFloat(json, float.MaxValue);
            CheckFloat(json, 16777216f);
            CheckFloat(json, 16777218f);
        }

        [TestMethod]
        public void What_sensors_give_is_written_as_short_as_dotnet_writes_it()
        {
            Random random = new Random(13);
            JsonObject json = new JsonObject();
            for (int i = 0; i < Rounds; i++)
            {
                double value = Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(0, 7)), random.Next(0, 5));
                json.Clear();
                string text = Read(json.Add("v", value)).GetRawText();
                Assert.AreEqual(value.ToString("R", CultureInfo.InvariantCulture).Length, Plain(text).Length, text);

                float single = (float)value;
                json.Clear();
                text = Read(json.Add("v", single)).GetRawText();
                Assert.IsTrue(Plain(text).Length <= single.ToString("R", CultureInfo.InvariantCulture).Length + 2, text);
            }
        }

        [TestMethod]
        public void Rounding_is_that_of_the_exact_value()
        {
            Random random = new Random(14);
            JsonObject json = new JsonObject();
            for (int i = 0; i < Rounds; i++)
            {
                int digits = random.Next(0, 8);
                CheckRounded(json, Sensor(random), digits);

                // Ties, and what is next to one.
                double tie = (random.Next(-100000, 100000) + 0.5) / Math.Pow(10, digits);
                CheckRounded(json, tie, digits);
                CheckRounded(json, Math.BitIncrement(tie), digits);
                CheckRounded(json, Math.BitDecrement(tie), digits);
                CheckRounded(json, random.Next(-100000, 100000) / 1024.0, digits);
                CheckRounded(json, random.NextInt64(1L << 50) / 4096.0, 2);
            }
        }

        [TestMethod]
        public void Whole_numbers_texts_and_names_are_read_back_equal()
        {
            Random random = new Random(15);
            JsonObject json = new JsonObject();
            for (int i = 0; i < Rounds / 5; i++)
            {
                long number = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
                string text = Text(random);
                json.Clear();
                json.Add("n", number).Add("t" + text, text + "\\").Add("end", i % 2 == 0);
                using JsonDocument document = JsonDocument.Parse(json.ToBytes());
                Assert.AreEqual(number, document.RootElement.GetProperty("n").GetInt64());
                Assert.AreEqual(text + "\\", document.RootElement.GetProperty("t" + text).GetString());
                Assert.AreEqual(i % 2 == 0, document.RootElement.GetProperty("end").GetBoolean());
            }
        }

        [TestMethod]
        public void Half_a_surrogate_pair_is_replaced_as_dotnet_does_it()
        {
            using JsonDocument document = JsonDocument.Parse(new JsonObject().Add("a", "x\uD83Dy\uDCA7").ToBytes());
            Assert.AreEqual("x\uFFFDy\uFFFD", document.RootElement.GetProperty("a").GetString());
        }

        [TestMethod]
        public void Any_tree_in_any_bound_is_JSON_and_a_beginning_of_the_whole()
        {
            Random random = new Random(16);
            for (int i = 0; i < 5000; i++)
            {
                int seed = random.Next();
                JsonObject whole = new JsonObject();
                AddMembers(whole, new Random(seed), 0);
                using JsonDocument all = JsonDocument.Parse(whole.ToBytes());
                int bound = random.Next(2, whole.Size + 2);
                JsonObject cut = new JsonObject(bound);
                AddMembers(cut, new Random(seed), 0);
                Assert.IsTrue(cut.Size <= bound);
                Assert.AreEqual(bound < whole.Size, cut.IsTruncated);
                using JsonDocument some = JsonDocument.Parse(cut.ToBytes());
                string text = JsonSerializer.Serialize(all.RootElement);
                string part = JsonSerializer.Serialize(some.RootElement).TrimEnd('}', ']');
                Assert.IsTrue(text.StartsWith(part, StringComparison.Ordinal), part + " of " + text);
            }
        }

        [TestMethod]
        public void Filling_an_object_again_makes_no_garbage()
        {
            JsonObject json = new JsonObject();
            byte[] target = new byte[JsonObject.DefaultMaxSize];
            long before = 0;
            for (int i = 0; i < 1010; i++)
            {
                if (i == 10)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                }

                json.Clear();
                json.Add("a", 21.5).Add("b", 0.1 + 0.2).Add("c", i).Add("d", "text \u00E9 \"").BeginArray("e").Add(1e-300).Add(21.123456789, 3).End();
                json.CopyTo(target, 0);
            }

            Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        private static void AddMembers(JsonObject json, Random random, int depth)
        {
            for (int i = random.Next(6); i > 0; i--)
            {
                switch (random.Next(depth < 5 ? 6 : 4))
                {
                    case 0:
                        json.Add("s" + i, Text(random));
                        break;
                    case 1:
                        json.Add("d" + i, Sensor(random));
                        break;
                    case 2:
                        json.BeginArray("a" + i);
                        json.Add(1).BeginArray().Add("x").End().End();
                        break;
                    case 3:
                        json.Add("n" + i, random.Next());
                        break;
                    default:
                        json.BeginObject("o" + i);
                        AddMembers(json, random, depth + 1);
                        json.End();
                        break;
                }
            }
        }

        private static double Sensor(Random random)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 18));
            return random.Next(3) switch { 0 => value, 1 => Math.Round(value, 3), _ => (float)value };
        }

        // No NUL, which a string of the nanoCLR cannot have, and no half of a surrogate pair.
        private static string Text(Random random)
        {
            string text = "";
            for (int i = random.Next(60); i > 0; i--)
            {
                int c = random.Next(4) switch { 0 => random.Next(1, 32), 1 => random.Next(32, 127), 2 => random.Next(128, 0xD800), _ => random.Next(0x10000, 0x110000) };
                text += char.ConvertFromUtf32(c);
            }

            return text;
        }

        private static void CheckDouble(JsonObject json, double value)
        {
            json.Clear();
            JsonElement read = Read(json.Add("v", value));
            if (double.IsFinite(value))
            {
                Assert.AreEqual(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read.GetDouble()), read.GetRawText());
            }
            else
            {
                Assert.AreEqual(JsonValueKind.Null, read.ValueKind);
            }
        }

        private static void CheckFloat(JsonObject json, float value)
        {
            json.Clear();
            JsonElement read = Read(json.Add("v", value));
            if (float.IsFinite(value))
            {
                string text = read.GetRawText();
                Assert.AreEqual(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(read.GetSingle()), text);
                int digits = 0;
                foreach (char c in text.Split('E')[0].TrimStart('-', '0', '.'))
                {
                    digits += char.IsAsciiDigit(c) ? 1 : 0;
                }

                Assert.IsTrue(digits <= 9 || !text.Contains('.'), text);
            }
        }

        private static void CheckRounded(JsonObject json, double value, int digits)
        {
            json.Clear();
            string text = Read(json.Add("v", value, digits)).GetRawText();
            Assert.AreNotEqual("-0", text);

            // Beyond 17 digits JsonObject stops.
            if (Math.Abs(value) * Math.Pow(10, digits) < 1e16)
            {
                decimal expected = Rounded(value, digits);
                decimal read = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                Assert.AreEqual(expected, read, value.ToString("R", CultureInfo.InvariantCulture) + " gave " + text);
            }
            else
            {
                Assert.AreEqual(value, double.Parse(text, CultureInfo.InvariantCulture));
            }
        }

        // Half away from zero, of the value that the double has.
        private static decimal Rounded(double value, int digits)
        {
            long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
            int exponent = Math.Max(1, (int)(bits >> 52)) - 1075;
            BigInteger scaled = (bits & 0xFFFFFFFFFFFFF) | (bits >> 52 == 0 ? 0 : 1L << 52);
            scaled *= BigInteger.Pow(10, digits) * 2;
            scaled = exponent < 0 ? scaled >> -exponent : scaled << exponent;
            decimal rounded = (decimal)((scaled + 1) / 2) / (decimal)Math.Pow(10, digits);
            return value < 0 ? -rounded : rounded;
        }

        private static JsonElement Read(JsonObject json)
        {
            Utf8JsonReader reader = new Utf8JsonReader(json.ToBytes());
            return JsonElement.ParseValue(ref reader).GetProperty("v");
        }

        // .NET and JSON write an exponent in two ways: E-05 and E-5.
        private static string Plain(string text)
        {
            return double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture).Length <= text.Length
                ? text.Replace("E-", "E-0", StringComparison.Ordinal)
                : text;
        }
    }
}
