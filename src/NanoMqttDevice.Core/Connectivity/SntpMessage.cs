using System;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// The one packet of the Simple Network Time Protocol, as question and as answer (RFC 4330, section 4). Nobody signs an answer; but who cannot see
    /// the question cannot forge one, because it has to repeat 64 random bits of it (RFC 4330, section 5, the originate timestamp).
    /// </summary>
    public static class SntpMessage
    {
        /// <summary>Bytes of a question, and of what is read of an answer.</summary>
        public const int Size = 48;

        // No warning, version 4, client.
        private const byte Client = 0x23;

        private const int Stratum = 1;
        private const int OriginateTime = 24;
        private const int TransmitTime = 40;
        private const int TimeSize = 8;

        // The mode of a server's answer; a leap indicator of 3 says that its own clock is not set.
        private const int ModeMask = 0x07;
        private const int Server = 4;
        private const int AlarmMask = 0xC0;

        // 1 to 15 are good; 0 is a kiss of death, which carries no time.
        private const int MaxStratum = 15;

        // From 1900, where NTP counts from, to 1970; and the 136 years after which its seconds begin anew, in 2036 (RFC 4330, section 3).
        private const long Epoch = 2208988800;
        private const long Era = 0x100000000;

        /// <summary>Writes a question.</summary>
        /// <param name="question">Receives it, <see cref="Size"/> bytes.</param>
        /// <param name="random">Source of the bits that an answer must repeat.</param>
        public static void Write(byte[] question, IRandom random)
        {
            // The time of the question is nobody's business, and bits that can be guessed would not do.
            byte[] nonce = new byte[TimeSize];
            random.Fill(nonce);
            Array.Clear(question, 0, Size);
            question[0] = Client;
            Array.Copy(nonce, 0, question, TransmitTime, TimeSize);
        }

        /// <summary>Reads an answer.</summary>
        /// <param name="answer">The packet.</param>
        /// <param name="length">How many bytes of it came.</param>
        /// <param name="question">The question, as <see cref="Write"/> made it.</param>
        /// <returns>Milliseconds since 1970-01-01T00:00:00Z, or -1 when this is no answer to the question, or one without a time.</returns>
        public static long Read(byte[] answer, int length, byte[] question)
        {
            if (length < Size || (answer[0] & ModeMask) != Server || (answer[0] & AlarmMask) == AlarmMask
                || answer[Stratum] == 0 || answer[Stratum] > MaxStratum)
            {
                return -1;
            }

            for (int i = 0; i < TimeSize; i++)
            {
                if (answer[OriginateTime + i] != question[TransmitTime + i])
                {
                    return -1;
                }
            }

            long seconds = ReadNumber(answer, TransmitTime);
            long fraction = ReadNumber(answer, TransmitTime + 4);
            if (seconds == 0 && fraction == 0)
            {
                return -1;
            }

            if (seconds < Era / 2)
            {
                seconds += Era;
            }

            return ((seconds - Epoch) * 1000) + ((fraction * 1000) >> 32);
        }

        private static long ReadNumber(byte[] packet, int offset)
        {
            return ((long)packet[offset] << 24) | ((long)packet[offset + 1] << 16) | ((long)packet[offset + 2] << 8) | packet[offset + 3];
        }
    }
}
