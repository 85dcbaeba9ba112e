using System;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Updates
{
    /// <summary>Makes the product of a test, and knows the libraries of a device.</summary>
    internal sealed class FakeProductLoader : IProductLoader
    {
        /// <summary>Makes a product.</summary>
        internal delegate object Maker(byte[] assembly);

        internal LibraryVersion[] Libraries { get; } = new LibraryVersion[]
        {
            new LibraryVersion("mscorlib", 1, 17, 11, 0),
            new LibraryVersion("nanoFramework.System.Text", 1, 3, 42, 0),
            new LibraryVersion("NanoMqttDevice.Core", 0, 1, 0, 0),
        };

        /// <summary>Makes what is loaded; null for nothing.</summary>
        internal Maker Make { get; set; }

        /// <summary>How often something was loaded.</summary>
        internal int Loads { get; private set; }

        public bool IsHost { get; set; }

        public LibraryVersion FindLibrary(string name)
        {
            for (int i = 0; i < Libraries.Length; i++)
            {
                if (Libraries[i].Name == name)
                {
                    return Libraries[i];
                }
            }

            return null;
        }

        public object Load(byte[] assembly, string className)
        {
            Loads++;
            if (className != "Garden.Thermometer")
            {
                throw new ArgumentException();
            }

            return Make(assembly);
        }
    }
}
