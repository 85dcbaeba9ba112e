using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Boards
{
    /// <summary>A board of the table, and the images that run on it.</summary>
    internal sealed class BoardRow
    {
        public BoardRow(BoardInfo board, string targets)
        {
            Board = board;
            Targets = targets.Split(' ');
        }

        public BoardInfo Board { get; }

        /// <summary>Exact target names of the images.</summary>
        public string[] Targets { get; }
    }
}
