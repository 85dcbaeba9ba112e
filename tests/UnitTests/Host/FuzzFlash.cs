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

        public int FreeSpace
        {
            get { return 131072; }
        }

        public int Read(string name, int offset, byte[] buffer, int count)
        {
            byte[] file;
            int found = _files.TryGetValue(name, out file) ? Math.Max(0, Math.Min(count, file.Length - offset)) : 0;
            file.AsSpan(Math.Min(offset, file == null ? 0 : file.Length), found).CopyTo(buffer);
            return found;
        }

        public void Append(string name, byte[] data, int offset, int count)
        {
            Changing(name);
            byte[] file;
            int size = _files.TryGetValue(name, out file) ? file.Length : 0;
            Array.Resize(ref file, size + count);
            Array.Copy(data, offset, file, size, count);
            _files[name] = file;
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
