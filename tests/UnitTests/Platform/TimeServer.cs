using System;

namespace NFUnitTest.Platform
{
    /// <summary>Answers as an NTP server does (RFC 4330, section 5), or as one that must not be believed.</summary>
    internal sealed class TimeServer
    {
        // 2026-11-24T12:00:00Z in seconds since 1900, a half second after.
        private const long Seconds = 2208988800 + 1795521600;

        public const long UnixMilliseconds = (1795521600 * 1000L) + 500;

        public int Asked { get; private set; }

        public string LastHost { get; private set; }

        public int LastPort { get; private set; }

        /// <summary>Nothing comes.</summary>
        public bool IsSilent { get; set; }

        /// <summary>The name is not known, or the port unreachable.</summary>
        public bool Throws { get; set; }

        /// <summary>Byte of the answer that is another, or -1.</summary>
        public int Changed { get; set; } = -1;

        public byte Value { get; set; }

        public int Length { get; set; } = 48;

        public int Answer(string host, int port, byte[] request, byte[] answer)
        {
            Asked++;
            LastHost = host;
            LastPort = port;
            if (Throws)
            {
                throw new InvalidOperationException();
            }

            if (IsSilent)
            {
                return 0;
            }

            Array.Clear(answer, 0, answer.Length);
            answer[0] = 0x24;
            answer[1] = 2;
            Array.Copy(request, 40, answer, 24, 8);
            for (int i = 0; i < 4; i++)
            {
                answer[40 + i] = (byte)(Seconds >> (24 - (8 * i)));
            }

            answer[44] = 0x80;
            if (Changed >= 0)
            {
                answer[Changed] = Value;
            }

            return Length;
        }
    }
}
