namespace NanoMqttDevice.Commands
{
    /// <summary>A new start that was asked for. It waits until the reply has had time to leave.</summary>
    public sealed class RestartOrder
    {
        /// <summary>Time for a reply to be acknowledged before the connection ends, in milliseconds.</summary>
        public const int ReplyTime = 3000;

        private long _at;

        /// <summary>True when whoever asked for it wants everything to run again, whatever has crashed before.</summary>
        public bool IsMended { get; private set; }

        /// <summary>Asks for a new start.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Give(long now)
        {
            _at = now + ReplyTime;
            IsMended = true;
        }

        /// <summary>Tells once that it is time.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="isQuiet">True when nothing waits to be sent.</param>
        /// <returns>True when the device is to be started anew now.</returns>
        public bool TakeDue(long now, bool isQuiet)
        {
            if (_at == 0 || (now < _at && !isQuiet))
            {
                return false;
            }

            _at = 0;
            return true;
        }
    }
}
