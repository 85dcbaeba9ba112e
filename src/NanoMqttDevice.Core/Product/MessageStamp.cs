using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Product
{
    /// <summary>
    /// Tells messages apart and when each was made: <c>boot</c> (eight hexadecimal digits, other ones after every start), <c>number</c> (from 1 on in each
    /// start), and <c>time</c> (UTC in milliseconds since 1970) or, while the time of day is not known, <c>clock</c> (milliseconds of the clock that runs
    /// since the start). The announcement at each connect has boot, clock and time together, so that one can be told from the other.
    /// </summary>
    internal sealed class MessageStamp
    {
        private const int BootSize = 4;

        private readonly IClock _clock;
        private readonly string _boot = "";
        private long _number;

        public MessageStamp(IClock clock, IRandom random)
        {
            _clock = clock;
            byte[] bytes = new byte[BootSize];
            random.Fill(bytes);
            for (int i = 0; i < bytes.Length; i++)
            {
                _boot += bytes[i].ToString("X2");
            }
        }

        /// <summary>Adds boot id, the next number, and time.</summary>
        /// <param name="message">Receives them.</param>
        public void Put(JsonObject message)
        {
            message.Add("boot", _boot).Add("number", ++_number);
            if (_clock.IsSet)
            {
                message.Add("time", _clock.UnixMilliseconds);
            }
            else
            {
                message.Add("clock", _clock.Milliseconds);
            }
        }

        /// <summary>The message that was stamped last is not sent: its number is the next one's.</summary>
        public void TakeBack()
        {
            _number--;
        }

        /// <summary>Adds what places earlier messages of this start in time.</summary>
        /// <param name="message">Receives it.</param>
        public void PutClocks(JsonObject message)
        {
            message.Add("boot", _boot).Add("clock", _clock.Milliseconds);
            if (_clock.IsSet)
            {
                message.Add("time", _clock.UnixMilliseconds);
            }
        }
    }
}
