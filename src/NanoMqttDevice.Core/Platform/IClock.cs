namespace NanoMqttDevice.Platform
{
    /// <summary>The device's two clocks.</summary>
    public interface IClock
    {
        /// <summary>Milliseconds since some moment before the start; never goes back and is never set.</summary>
        long Milliseconds { get; }

        /// <summary>True once the time of day is known, which the check of a certificate needs.</summary>
        bool IsSet { get; }

        /// <summary>Milliseconds since 1970-01-01T00:00:00Z; means something only once <see cref="IsSet"/>.</summary>
        long UnixMilliseconds { get; }

        /// <summary>Sets the time of day; <see cref="Milliseconds"/> stays as it is. For any thread.</summary>
        /// <param name="unixMilliseconds">Milliseconds since 1970-01-01T00:00:00Z. A board's clock may keep the whole seconds only.</param>
        void Set(long unixMilliseconds);
    }
}
