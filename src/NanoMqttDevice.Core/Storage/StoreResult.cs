namespace NanoMqttDevice.Storage
{
    /// <summary>What became of a call to <see cref="RecordStore"/>.</summary>
    public enum StoreResult
    {
        /// <summary>Done.</summary>
        Ok = 0,

        /// <summary>Nothing was written: the record already says so.</summary>
        Unchanged = 1,

        /// <summary>There is no record.</summary>
        Empty = 2,

        /// <summary>There are bytes, and no slot holds a whole record.</summary>
        Corrupt = 3,

        /// <summary>A slot holds a record of a newer version; it is neither read nor overwritten.</summary>
        NewerVersion = 4,

        /// <summary>
        /// The flash failed. Reading: nothing can be read. Writing: it is not known to hold the new record; after the next start it is the old one
        /// or the new one, whole.
        /// </summary>
        Failed = 5,

        /// <summary>Settings are stored beside the current ones, to be tried.</summary>
        Candidate = 6,

        /// <summary>There was too little memory; what was in flash still counts.</summary>
        NoMemory = 7,
    }
}
