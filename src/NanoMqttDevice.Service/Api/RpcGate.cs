namespace NanoMqttDevice.Service;

/// <summary>
/// Decides who may call: the vendor's AccessKey signature, its time window, and no call twice. The order is: what is missing, who it
/// is, when, signed by whom, and whether already used; only a call with a right signature uses up its nonce.
/// </summary>
internal sealed class RpcGate(RpcAccounts accounts, RpcWindow window)
{
    public const string ApiVersion = "2020-04-20";

    // A token in it is a secret, though the caller's own.
    private static readonly string[] _masked = ["Token"];

    /// <summary>Lets a call in.</summary>
    /// <returns>The AccessKeyId it is signed with.</returns>
    /// <exception cref="RpcException">It is not let in.</exception>
    public string Check(string method, RpcParameters parameters)
    {
        foreach (var name in (string[])["Action", "Version", "AccessKeyId", "Timestamp", "SignatureNonce", RpcSignature.Parameter])
        {
            if (string.IsNullOrEmpty(parameters[name]))
            {
                throw RpcError.Missing(name);
            }
        }

        CheckForms(parameters);

        var accessKeyId = parameters["AccessKeyId"]!;
        var secret = accounts.SecretOf(accessKeyId);
        var timestamp = window.CheckTimestamp(parameters["Timestamp"]!);

        if (!RpcSignature.Matches(secret, RpcSignature.StringToSign(method, parameters.All), parameters[RpcSignature.Parameter]!))
        {
            throw RpcError.SignatureDoesNotMatch(RpcSignature.StringToSign(method, parameters.All.Select(Mask)));
        }

        window.Use(accessKeyId, parameters["SignatureNonce"]!, timestamp);
        return accessKeyId;
    }

    private static KeyValuePair<string, string> Mask(KeyValuePair<string, string> parameter)
    {
        return _masked.Contains(parameter.Key) ? new(parameter.Key, "***") : parameter;
    }

    private static void CheckForms(RpcParameters parameters)
    {
        Require(parameters, "SignatureMethod", RpcSignature.Method);
        Require(parameters, "SignatureVersion", RpcSignature.Version);

        RpcWindow.CheckNonce(parameters["SignatureNonce"]!);

        if (parameters["Format"] is { Length: > 0 } format && !format.Equals("JSON", StringComparison.OrdinalIgnoreCase))
        {
            throw RpcError.InvalidParameter("Format", "only JSON is spoken here");
        }

        if (parameters["Version"] != ApiVersion)
        {
            throw RpcError.Version();
        }

        if (parameters["SecurityToken"] is { Length: > 0 })
        {
            throw RpcError.AccountInfo();
        }
    }

    private static void Require(RpcParameters parameters, string name, string value)
    {
        if (parameters[name] != value)
        {
            throw RpcError.IncompleteSignature(name, $"must be {value}");
        }
    }
}
