namespace NanoMqttDevice.Service;

/// <summary>What a token is worth now.</summary>
public enum TokenState
{
    /// <summary>It may be used.</summary>
    Valid,

    /// <summary>It is no token at all, or none of this instance.</summary>
    Forged,

    /// <summary>It has a token's form and a signature that is not the service's.</summary>
    BadSignature,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>RevokeToken took it back.</summary>
    Revoked,
}
