using System.Threading;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>One request of the serial line: a row of the command line's table.</summary>
    public sealed class Request
    {
        /// <summary>Makes a row of a request that is answered at once.</summary>
        /// <param name="usage">Its word and, behind a space, its arguments; one without arguments takes none.</param>
        /// <param name="begin">Begins it.</param>
        public Request(string usage, RequestHandler begin)
            : this(usage, begin, null)
        {
        }

        /// <summary>Makes a row of a request that may wait for its answer.</summary>
        /// <param name="usage">Its word and, behind a space, its arguments; one without arguments takes none.</param>
        /// <param name="begin">Begins it.</param>
        /// <param name="wait">Called in every step until it has answered.</param>
        public Request(string usage, RequestHandler begin, ThreadStart wait)
        {
            Usage = usage;
            Begin = begin;
            Wait = wait;
        }

        /// <summary>Word and arguments.</summary>
        public string Usage { get; }

        /// <summary>Begins it.</summary>
        public RequestHandler Begin { get; }

        /// <summary>Looks whether it can be answered, or null when it always is at once.</summary>
        public ThreadStart Wait { get; }
    }
}
