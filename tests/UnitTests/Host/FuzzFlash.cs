using System;
using System.Collections.Generic;
using NanoMqttDevice.Storage;

namespace NFUnitTest.Host
{
    /// <summary>Flash in memory that tells of every change before it is made.</summary>
    internal sealed class FuzzFlash : IFlash
    {
        private readonly Dictionary<string, byte[]> _files = new Dictionary<string, byte[]>();

        /// <summary>Told the name of the file.</summary>
        public Action<string> Changing { get; set; }

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
