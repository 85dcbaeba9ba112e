namespace NanoMqttDevice.Credentials
{
    /// <summary>The names of the modes, as they stand in a user name and in the settings.</summary>
    public static class AuthenticationModes
    {
        /// <summary>Name of a mode.</summary>
        /// <param name="mode">The mode.</param>
        /// <returns>Its name, for example <c>DeviceCredential</c>; null when it is not chosen yet.</returns>
        public static string NameOf(AuthenticationMode mode)
        {
            switch (mode)
            {
                case AuthenticationMode.Signature:
                    return "Signature";
                case AuthenticationMode.Token:
                    return "Token";
                case AuthenticationMode.DeviceCredential:
                    return "DeviceCredential";
                default:
                    return null;
            }
        }

        /// <summary>Mode of a name.</summary>
        /// <param name="name">The name.</param>
        /// <returns>The mode, or <see cref="AuthenticationMode.None"/>.</returns>
        public static AuthenticationMode Find(string name)
        {
            return name == NameOf(AuthenticationMode.Signature) ? AuthenticationMode.Signature
                : name == NameOf(AuthenticationMode.Token) ? AuthenticationMode.Token
                : name == NameOf(AuthenticationMode.DeviceCredential) ? AuthenticationMode.DeviceCredential
                : AuthenticationMode.None;
        }
    }
}
