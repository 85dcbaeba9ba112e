using System.IO;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>Files on the board's internal drive.</summary>
    public sealed class FileFlash : IFlash
    {
        private const string Drive = "I:\\";

        /// <inheritdoc/>
        public int Read(string name, byte[] buffer)
        {
            string path = Drive + name;
            if (!File.Exists(path))
            {
                return -1;
            }

            using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
            {
                int size = (int)file.Length;
                int left = size < buffer.Length ? size : buffer.Length;
                int offset = 0;
                while (left > 0)
                {
                    int count = file.Read(buffer, offset, left);
                    if (count <= 0)
                    {
                        throw new IOException();
                    }

                    offset += count;
                    left -= count;
                }

                return size;
            }
        }

        /// <inheritdoc/>
        public void Write(string name, byte[] data, int count)
        {
            // The drive takes over what was written when the file is closed, and all of it or nothing.
            using (FileStream file = new FileStream(Drive + name, FileMode.Create, FileAccess.Write))
            {
                file.Write(data, 0, count);
            }
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            File.Delete(Drive + name);
        }
    }
}
