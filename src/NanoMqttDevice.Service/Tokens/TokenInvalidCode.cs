namespace NanoMqttDevice.Service;

/// <summary>The <c>code</c> of <c>$SYS/tokenInvalidNotice</c> (the vendor's token pages).</summary>
public enum TokenInvalidCode
{
    /// <summary>The account is not the token's.</summary>
    Account = -1,

    /// <summary>Forged or unreadable.</summary>
    Forged = 1,

    /// <summary>Expired.</summary>
    Expired = 2,

    /// <summary>Revoked.</summary>
    Revoked = 3,

    /// <summary>The topic is not among the token's resources.</summary>
    ResourceMismatch = 4,

    /// <summary>The token's type does not permit the action.</summary>
    PermissionMismatch = 5,

    /// <summary>The signature is wrong.</summary>
    BadSignature = 8,
}
