namespace NanoMqttDevice.Service;

/// <summary>What the service knows about a token that was shown to it.</summary>
/// <param name="State">What it is worth.</param>
/// <param name="Grant">
/// What it permits or permitted; null when it is not the service's, and a day after its end, when it is forgotten.
/// </param>
public sealed record TokenInspection(TokenState State, TokenGrant? Grant)
{
    /// <summary>The code of <c>$SYS/tokenInvalidNotice</c> for this state; null when the token is valid.</summary>
    public TokenInvalidCode? InvalidCode => State switch
    {
        TokenState.Valid => null,
        TokenState.BadSignature => TokenInvalidCode.BadSignature,
        TokenState.Expired => TokenInvalidCode.Expired,
        TokenState.Revoked => TokenInvalidCode.Revoked,
        _ => TokenInvalidCode.Forged,
    };
}
