using System;
using System.Collections.Generic;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>The drive I:\. A file that is opened to be written is empty at once, and what is written counts from its close on.</summary>
    internal static class Drive
    {
        private static readonly Dictionary<string, byte[]> _files = new Dictionary<string, byte[]>();

        /// <summary>Most bytes that a read gives at once.</summary>
        public static int ReadLimit { get; set; }

        /// <summary>Reads give nothing.</summary>
        public static bool IsBroken { get; set; }

        /// <summary>Writing throws: the drive is full.</summary>
        public static bool IsFull { get; set; }

        /// <summary>The power goes when a file is closed, before it counts.</summary>
        public static bool IsCutAtClose { get; set; }

        public static int Open { get; set; }

        /// <summary>Names are listed without the separator, as the platform was seen to do it with folders.</summary>
        public static bool ListsWithoutSeparator { get; set; }

        public static string[] List()
        {
            List<string> paths = new List<string>();
            foreach (string path in _files.Keys)
            {
                paths.Add(ListsWithoutSeparator ? path.Replace("\\", "") : path);
            }

            return paths.ToArray();
        }

        public static void Reset()
        {
            _files.Clear();
            ReadLimit = int.MaxValue;
            IsBroken = false;
            IsFull = false;
            IsCutAtClose = false;
            Open = 0;
            ListsWithoutSeparator = false;
        }

        public static byte[] Get(string path)
        {
            return _files.TryGetValue(path, out byte[] file) ? file : null;
        }

        public static void Put(string path, byte[] file)
        {
            _files[path] = (byte[])file.Clone();
        }

        public static void Delete(string path)
        {
            if (!path.StartsWith("I:\\", StringComparison.Ordinal))
            {
                throw new System.IO.IOException("DirectoryNotFound");
            }

            _files.Remove(path);
        }
    }
}
