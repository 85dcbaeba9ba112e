using System;

namespace NFUnitTest.Host
{
    /// <summary>An invariant of the serial line does not hold. Whoever catches it, the fuzzer learns of it.</summary>
    internal sealed class FuzzException : Exception
    {
        public FuzzException(string message)
            : base(message)
        {
        }
    }
}
