using System.IO;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>Files on the board's internal drive.</summary>
    public sealed class FileFlash : IFlash
    {
        private const string Drive = "I:\\";

        // Of the stock image's littlefs; and the smallest partition of it that boards have.
        private const int BlockSize = 4096;
        private const int SmallestSize = 262144;

        /// <inheritdoc/>
        public int FreeSpace
        {
            get
            {
                // The platform's littlefs tells neither size nor room: the smallest size less the blocks of each file, and two for the directory.
                int free = SmallestSize - (2 * BlockSize);
                foreach (string path in Directory.GetFiles(Drive))
                {
                    int length = (int)new FileInfo(path.StartsWith(Drive) ? path : Drive + path.Substring(path.IndexOf(':') + 1)).Length;
                    free -= ((length / BlockSize) + 1) * BlockSize;
                }

                return free;
            }
        }

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
                ReadAll(file, buffer, size < buffer.Length ? size : buffer.Length);
                return size;
            }
        }

        /// <inheritdoc/>
        public int Read(string name, int offset, byte[] buffer, int count)
        {
            string path = Drive + name;
            if (!File.Exists(path))
            {
                return 0;
            }

            using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
            {
                int left = (int)file.Length - offset;
                int found = left < 0 ? 0 : left < count ? left : count;
                file.Seek(offset, SeekOrigin.Begin);
                ReadAll(file, buffer, found);
                return found;
            }
        }

        /// <inheritdoc/>
        public void Append(string name, byte[] data, int offset, int count)
        {
            using (FileStream file = new FileStream(Drive + name, FileMode.OpenOrCreate, FileAccess.Write))
            {
                file.Seek(0, SeekOrigin.End);
                file.Write(data, offset, count);
            }
        }

        /// <inheritdoc/>
        public void Write(string name, byte[] data, int count)
        {
            // What is written counts from the close on. Of what was there before nothing may be left from the opening on.
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

        private static void ReadAll(FileStream file, byte[] buffer, int count)
        {
            int offset = 0;
            while (offset < count)
            {
                int read = file.Read(buffer, offset, count - offset);
                if (read <= 0)
                {
                    throw new IOException();
                }

                offset += read;
            }
        }
    }
}
