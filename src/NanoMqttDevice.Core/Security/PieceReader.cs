namespace NanoMqttDevice.Security
{
    /// <summary>Reads a piece of something that is too large for memory.</summary>
    /// <param name="offset">Where the piece starts, in bytes from the beginning.</param>
    /// <param name="buffer">Receives it, from its start on.</param>
    /// <param name="count">How many bytes it has.</param>
    /// <returns>False when they cannot be read, or are not there.</returns>
    public delegate bool PieceReader(int offset, byte[] buffer, int count);
}
