namespace NanoMqttDevice.Platform
{
    /// <summary>Loads a product that was not deployed: its assembly came by update.</summary>
    public interface IProductLoader
    {
        /// <summary>True where the assembly for .NET 10 is loaded, and where libraries other than Core are none of the firmware's.</summary>
        bool IsHost { get; }

        /// <summary>Looks for a library that is deployed.</summary>
        /// <param name="name">Name of the assembly.</param>
        /// <returns>Its version, or null when it is not deployed.</returns>
        LibraryVersion FindLibrary(string name);

        /// <summary>Loads an assembly, which stays for good, and makes an object of a class in it. May throw whatever the assembly throws.</summary>
        /// <param name="assembly">All its bytes and no others.</param>
        /// <param name="className">Full name of the class, which has a public constructor without parameters.</param>
        /// <returns>The object, or null when there is no such class.</returns>
        object Load(byte[] assembly, string className);
    }
}
