namespace NanoMqttDevice.Runtime
{
    /// <summary>A button that means something only when it is held for ten seconds. One that is stuck from the start on means nothing until it was let go.</summary>
    internal sealed class HeldButton
    {
        /// <summary>How long it is to be held, in milliseconds.</summary>
        public const int HoldTime = 10000;

        private bool _wasReleased;
        private bool _isHeld;
        private long _since;

        /// <summary>Looks at it.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="isHeld">True while it is held.</param>
        /// <returns>True once, when it was held long enough.</returns>
        public bool Step(long now, bool isHeld)
        {
            if (!isHeld)
            {
                _wasReleased = true;
                _isHeld = false;
                return false;
            }

            if (!_wasReleased)
            {
                return false;
            }

            if (!_isHeld)
            {
                _isHeld = true;
                _since = now;
            }

            bool isLong = now - _since >= HoldTime;
            _wasReleased = !isLong;
            return isLong;
        }
    }
}
