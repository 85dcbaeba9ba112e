namespace NanoMqttDevice.Service;

/// <summary>
/// Whose a session is. A login of another mode or account neither inherits nor ends it, though it has the same client ID: a token of
/// any resource opens any client ID.
/// </summary>
/// <param name="Mode">One of the modes of <see cref="UserName"/>; empty in a session that was kept before owners were.</param>
/// <param name="AccessKeyId">
/// The account. In mode DeviceCredential the credential of the last login, which does not tell owners apart: it changes when the
/// credential does, and belongs to the client ID alone.
/// </param>
internal readonly record struct SessionOwner(string Mode, string AccessKeyId)
{
    public bool Owns(SessionOwner session)
    {
        return session.Mode.Length == 0
            ? Mode != UserName.TokenMode
            : Mode == session.Mode && (Mode == UserName.DeviceCredentialMode || AccessKeyId == session.AccessKeyId);
    }
}
