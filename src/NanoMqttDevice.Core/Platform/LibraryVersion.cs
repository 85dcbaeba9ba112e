namespace NanoMqttDevice.Platform
{
    /// <summary>Name and version of a library.</summary>
    public sealed class LibraryVersion
    {
        /// <summary>Makes one.</summary>
        /// <param name="name">Name of the assembly, for example <c>mscorlib</c>.</param>
        /// <param name="major">First number of its version, 0 to 65535.</param>
        /// <param name="minor">Second number.</param>
        /// <param name="build">Third number.</param>
        /// <param name="revision">Fourth number.</param>
        public LibraryVersion(string name, int major, int minor, int build, int revision)
        {
            Name = name;
            Major = major;
            Minor = minor;
            Build = build;
            Revision = revision;
        }

        /// <summary>Name of the assembly.</summary>
        public string Name { get; }

        /// <summary>First number of its version.</summary>
        public int Major { get; }

        /// <summary>Second number of its version.</summary>
        public int Minor { get; }

        /// <summary>Third number of its version.</summary>
        public int Build { get; }

        /// <summary>Fourth number of its version.</summary>
        public int Revision { get; }

        /// <summary>
        /// Tells whether what was compiled against another version runs with this one: the nanoCLR wants the same first two numbers, and a later
        /// build may use what an earlier one lacks.
        /// </summary>
        /// <param name="wanted">The version it was compiled against.</param>
        /// <returns>True when it runs.</returns>
        public bool Serves(LibraryVersion wanted)
        {
            return wanted.Major == Major && wanted.Minor == Minor
                && (wanted.Build < Build || (wanted.Build == Build && wanted.Revision <= Revision));
        }
    }
}
