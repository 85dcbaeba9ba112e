namespace NanoMqttDevice.Security
{
    /// <summary>Comparison that takes as long for a near miss as for a wide one.</summary>
    public static class ConstantTime
    {
        /// <summary>Compares two byte strings; the time taken depends on the length of <paramref name="given"/> alone.</summary>
        /// <param name="expected">The secret one; not empty.</param>
        /// <param name="given">The one to check.</param>
        /// <returns>True when they are equal.</returns>
        public static bool AreEqual(byte[] expected, byte[] given)
        {
            int difference = expected.Length ^ given.Length;
            int length = expected.Length;
            int j = 0;
            for (int i = 0; i < given.Length; i++)
            {
                difference |= expected[j] ^ given[i];
                if (++j == length)
                {
                    j = 0;
                }
            }

            return difference == 0;
        }
    }
}
