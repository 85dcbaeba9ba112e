using System.Text;

namespace NanoMqttDevice.Service;

/// <summary>The server API's actions on device credentials.</summary>
internal sealed class CredentialApi(CredentialStore credentials)
{
    private const int StandardPageSize = 10;
    private const int MaxPageSize = 100;

    public void AddTo(Dictionary<string, Func<RpcCall, object>> actions)
    {
        actions["RegisterDeviceCredential"] = call => WithCredential(call, credentials.Register);
        actions["GetDeviceCredential"] = call => WithCredential(call, credentials.Get);
        actions["RefreshDeviceCredential"] = call => WithCredential(call, credentials.Refresh);
        actions["UnRegisterDeviceCredential"] = UnRegister;
        actions["ListDeviceCredentialClientId"] = List;
    }

    private static object WithCredential(RpcCall call, Func<string, string, DeviceCredential?> work)
    {
        var client = call.Client();

        // The vendor does not tell what it answers when there is none.
        return work(client.InstanceId, client.ClientId) is { } credential
            ? new { call.RequestId, DeviceCredential = credential }
            : throw RpcError.InvalidParameter("ClientId", "no credential is registered for it");
    }

    // Without a word when there is none: what was asked for is so.
    private object UnRegister(RpcCall call)
    {
        var client = call.Client();
        credentials.Unregister(client.InstanceId, client.ClientId);
        return new { call.RequestId };
    }

    private object List(RpcCall call)
    {
        var parameters = call.Parameters;
        var groupId = parameters.Required("GroupId");

        if (!call.Instance.GroupIds.Contains(groupId, StringComparer.Ordinal))
        {
            throw RpcError.UnknownGroup("GroupId");
        }

        var pageNo = parameters.Number("PageNo", standard: 1, int.MaxValue);
        var pageSize = parameters.Number("PageSize", StandardPageSize, MaxPageSize);
        var after = parameters["NextToken"] is { Length: > 0 } token ? ReadNextToken(token, groupId) : null;
        var skip = after is null ? (pageNo - 1L) * pageSize : 0;
        var page = credentials.ListClientIds(call.Instance.InstanceId, groupId, after, skip, pageSize);

        return new
        {
            call.RequestId,
            DeviceCredentialClientIdList = new
            {
                page.Total,
                ClientIdList = page.ClientIds,
                PageNo = pageNo,
                PageSize = pageSize,
                NextToken = page.HasMore ? Convert.ToBase64String(Encoding.UTF8.GetBytes(page.ClientIds[^1])) : null,
            },
        };
    }

    private static string ReadNextToken(string token, string groupId)
    {
        var bytes = new byte[token.Length];

        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes.AsSpan(0, length)) is var clientId
            && Identifiers.TryGetGroup(clientId, out var group)
            && group == groupId
                ? clientId
                : throw RpcError.Parameter("NextToken", "must be the NextToken of the page before, of the same group");
    }
}
