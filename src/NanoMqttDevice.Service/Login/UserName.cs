namespace NanoMqttDevice.Service;

/// <summary>The user name's three parts, <c>mode|accessKeyId|instanceId</c> (the vendor's authentication overview).</summary>
internal readonly record struct UserName(string Mode, string AccessKeyId, string InstanceId)
{
    public const string DeviceCredentialMode = "DeviceCredential";
    public const string SignatureMode = "Signature";
    public const string TokenMode = "Token";

    private const int Parts = 3;

    public static bool TryParse(string? text, out UserName userName)
    {
        userName = default;
        var parts = text?.Split('|', Parts + 1);

        if (parts is not { Length: Parts } || parts.Any(string.IsNullOrEmpty))
        {
            return false;
        }

        userName = new UserName(parts[0], parts[1], parts[2]);
        return true;
    }
}
