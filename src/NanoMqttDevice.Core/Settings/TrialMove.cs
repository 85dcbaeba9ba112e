namespace NanoMqttDevice.Settings
{
    /// <summary>What a trial does next.</summary>
    public enum TrialMove
    {
        /// <summary>Goes on with the same settings.</summary>
        Stay = 0,

        /// <summary>It is the other's turn, at once.</summary>
        SwitchNow = 1,

        /// <summary>It is the other's turn, when the wait that a failure brings is over.</summary>
        SwitchLater = 2,

        /// <summary>The candidate has proved itself: it is current, and what was current is gone.</summary>
        Accepted = 3,

        /// <summary>The current settings have proved themselves again and again, the candidate never: it is gone.</summary>
        Dropped = 4,
    }
}
