using System;
using System.IO;
using NanoMqttDevice.AdapterTests.Platform;

namespace NanoMqttDevice
{
    internal static class File
    {
        public static bool Exists(string path)
        {
            return Drive.Get(path) != null;
        }

        public static void Delete(string path)
        {
            Drive.Delete(path);
        }
    }

    internal static class Directory
    {
        public static string[] GetFiles(string path)
        {
            return Drive.List();
        }
    }

    internal sealed class FileInfo
    {
        private readonly string _path;

        public FileInfo(string path)
        {
            _path = path;
        }

        public long Length
        {
            get { return Drive.Get(_path).Length; }
        }
    }

    internal sealed class FileStream : IDisposable
    {
        private readonly string _path;
        private readonly bool _isWritten;
        private MemoryStream _bytes = new MemoryStream();

        public FileStream(string path, FileMode mode, FileAccess access)
        {
            _path = path;
            _isWritten = access == FileAccess.Write;
            Drive.Open++;
            if (mode == FileMode.Create)
            {
                Drive.Put(path, new byte[0]);
            }
            else
            {
                byte[] old = Drive.Get(path) ?? (mode == FileMode.OpenOrCreate ? new byte[0] : throw new IOException("FileNotFound"));
                _bytes.Write(old, 0, old.Length);
                _bytes.Position = 0;
            }
        }

        public long Length
        {
            get { return _bytes.Length; }
        }

        public long Seek(long offset, SeekOrigin origin)
        {
            return _bytes.Seek(offset, origin);
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            return Drive.IsBroken ? 0 : _bytes.Read(buffer, offset, Math.Min(count, Drive.ReadLimit));
        }

        public void Write(byte[] buffer, int offset, int count)
        {
            if (Drive.IsFull)
            {
                throw new IOException("NoSpace");
            }

            _bytes.Write(buffer, offset, count);
        }

        public void Dispose()
        {
            if (_bytes == null)
            {
                return;
            }

            if (_isWritten)
            {
                if (Drive.IsCutAtClose)
                {
                    throw new StandstillException();
                }

                Drive.Put(_path, _bytes.ToArray());
            }

            _bytes = null;
            Drive.Open--;
        }
    }
}
