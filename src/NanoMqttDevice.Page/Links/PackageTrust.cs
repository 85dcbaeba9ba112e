namespace NanoMqttDevice.Page.Links;

/// <summary>Whose signature a package bears.</summary>
public enum PackageTrust
{
    /// <summary>It was not looked at: no update key was given. The devices look themselves.</summary>
    Unchecked,

    /// <summary>That of one of the update keys.</summary>
    Trusted,

    /// <summary>That of none of the update keys; or the package was changed since.</summary>
    Stranger,
}
