using System;
using System.Collections.Generic;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Host
{
    /// <summary>Flash in memory that tells of every change before it is made.</summary>
    internal sealed class FuzzFlash : IFlash
    {
        private readonly Dictionary<string, byte[]> _files = new Dictionary<string, byte[]>();

        /// <summary>Told the name of the file.</summary>
        public Action<string> Changing { get; set; }

        /// <summary>Tells whether there are files of a kind.</summary>
        /// <param name="name">What their names begin with.</param>
        /// <returns>True when there is one at least.</returns>
        public bool Has(string name)
        {
            foreach (string file in _files.Keys)
            {
                if (file.StartsWith(name, StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }

        public int Read(string name, byte[] buffer)
        {
            byte[] file;
            if (!_files.TryGetValue(name, out file))
            {
                return -1;
            }

            Array.Copy(file, buffer, Math.Min(file.Length, buffer.Length));
            return file.Length;
        }

        public void Write(string name, byte[] data, int count)
        {
            Changing(name);
            _files[name] = data.AsSpan(0, count).ToArray();
        }

        public void Delete(string name)
        {
            Changing(name);
            _files.Remove(name);
        }
    }
}
