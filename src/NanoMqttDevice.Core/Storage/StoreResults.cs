namespace NanoMqttDevice.Storage
{
    /// <summary>The words for what became of storing or reading, the same on the serial line, in replies and in the tool's output.</summary>
    public static class StoreResults
    {
        /// <summary>Word for a result.</summary>
        /// <param name="result">The result.</param>
        /// <returns>Its word.</returns>
        public static string WordOf(StoreResult result)
        {
            switch (result)
            {
                case StoreResult.Ok:
                    return "ok";
                case StoreResult.Unchanged:
                    return "unchanged";
                case StoreResult.Empty:
                    return "empty";
                case StoreResult.Corrupt:
                    return "corrupt";
                case StoreResult.NewerVersion:
                    return "newer-version";
                case StoreResult.Candidate:
                    return "candidate";
                case StoreResult.NoMemory:
                    return "no-memory";
                default:
                    return "failed";
            }
        }
    }
}
