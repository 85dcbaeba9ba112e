namespace NanoMqttDevice.Updates
{
    /// <summary>The words for why a package is refused or its product taken back, the same on the serial line, in replies and in the tool's output.</summary>
    public static class PackageErrors
    {
        /// <summary>Word for an error.</summary>
        /// <param name="error">The error.</param>
        /// <returns>Its word.</returns>
        public static string WordOf(PackageError error)
        {
            switch (error)
            {
                case PackageError.None:
                    return "none";
                case PackageError.Form:
                    return "form";
                case PackageError.NoKey:
                    return "no-key";
                case PackageError.Product:
                    return "product";
                case PackageError.NotNewer:
                    return "not-newer";
                case PackageError.Board:
                    return "board";
                case PackageError.Core:
                    return "core";
                case PackageError.Library:
                    return "library";
                case PackageError.TooLarge:
                    return "too-large";
                case PackageError.Heap:
                    return "heap";
                case PackageError.FlashFull:
                    return "flash-full";
                case PackageError.FlashFailed:
                    return "flash-failed";
                case PackageError.Signature:
                    return "signature";
                case PackageError.Digest:
                    return "digest";
                case PackageError.Load:
                    return "load";
                case PackageError.Crash:
                    return "crash";
                case PackageError.Exception:
                    return "exception";
                case PackageError.SelfTest:
                    return "self-test";
                default:
                    return "not-proved";
            }
        }
    }
}
