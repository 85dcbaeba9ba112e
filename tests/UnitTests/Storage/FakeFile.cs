using System;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Storage
{
    /// <summary>Flash in memory that holds one file, whatever its name.</summary>
    internal sealed class FakeFile : IFlash
    {
        /// <summary>The file, or null.</summary>
        internal byte[] Content { get; set; }

        /// <summary>Every call throws.</summary>
        internal bool Fails { get; set; }

        /// <summary>Calls of Write.</summary>
        internal int Writes { get; private set; }

        /// <inheritdoc/>
        public int FreeSpace
        {
            get { return 0; }
        }

        /// <inheritdoc/>
        public int Read(string name, int offset, byte[] buffer, int count)
        {
            throw new NotSupportedException();
        }

        /// <inheritdoc/>
        public void Append(string name, byte[] data, int offset, int count)
        {
            throw new NotSupportedException();
        }

        /// <inheritdoc/>
        public int Read(string name, byte[] buffer)
        {
            FailIfTold();
            if (Content == null)
            {
                return -1;
            }

            Array.Copy(Content, buffer, Content.Length < buffer.Length ? Content.Length : buffer.Length);
            return Content.Length;
        }

        /// <inheritdoc/>
        public void Write(string name, byte[] data, int count)
        {
            Writes++;
            FailIfTold();
            Content = new byte[count];
            Array.Copy(data, Content, count);
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            FailIfTold();
            Content = null;
        }

        private void FailIfTold()
        {
            if (Fails)
            {
                throw new InvalidOperationException();
            }
        }
    }
}
