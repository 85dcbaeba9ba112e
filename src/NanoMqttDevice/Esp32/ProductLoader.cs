using System;
using System.Reflection;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>Loads products with <c>Assembly.Load</c>: the interpreter checks the CRC of the .pe, and that what it refers to is deployed.</summary>
    public sealed class ProductLoader : IProductLoader
    {
        /// <inheritdoc/>
        public bool IsHost
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public LibraryVersion FindLibrary(string name)
        {
            try
            {
                Version version = Assembly.Load(name).GetName().Version;
                return new LibraryVersion(name, version.Major, version.Minor, version.Build, version.Revision);
            }
            catch (Exception)
            {
                // There is no other way to ask for one that may not be there.
                return null;
            }
        }

        /// <inheritdoc/>
        public object Load(byte[] assembly, string className)
        {
            Type type = Assembly.Load(assembly).GetType(className);
            return type == null ? null : type.GetConstructor(new Type[0]).Invoke(null);
        }
    }
}
