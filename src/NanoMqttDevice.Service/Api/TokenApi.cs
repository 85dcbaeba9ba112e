namespace NanoMqttDevice.Service;

/// <summary>The server API's actions on tokens.</summary>
internal sealed class TokenApi(ServiceOptions options, TimeProvider time, TokenStore tokens)
{
    private readonly CallRate _applyRate = new(time, options.ApplyTokenRate);
    private readonly CallRate _queryRate = new(time, options.QueryTokenRate);
    private readonly CallRate _revokeRate = new(time, options.RevokeTokenRate);

    public void AddTo(Dictionary<string, Func<RpcCall, object>> actions)
    {
        actions["ApplyToken"] = Apply;
        actions["QueryToken"] = Query;
        actions["RevokeToken"] = Revoke;
    }

    private object Apply(RpcCall call)
    {
        if (!_applyRate.TryTake())
        {
            throw RpcError.TooManyTokens();
        }

        var resources = call.Parameters.Required("Resources").Split(',');
        CheckResources(new TopicRules(call.Instance.ParentTopics), resources);

        if (!TokenType.TryParseList(call.Parameters.Required("Actions"), out var actions))
        {
            throw RpcError.Parameter("Actions", "must be R, W or R,W");
        }

        var expireTime = call.Parameters.UnixTime("ExpireTime");

        try
        {
            return new { call.RequestId, Token = tokens.Issue(call.Instance.InstanceId, call.AccessKeyId, resources, actions, expireTime) };
        }
        catch (ArgumentException exception) when (exception.ParamName == nameof(expireTime))
        {
            throw RpcError.Parameter("ExpireTime", "must be at least 60 seconds ahead, in milliseconds");
        }
    }

    private object Query(RpcCall call)
    {
        if (!_queryRate.TryTake())
        {
            throw RpcError.TooManyCalls();
        }

        var inspection = tokens.Inspect(call.Instance.InstanceId, call.Parameters.Required("Token"));
        return new { call.RequestId, TokenStatus = inspection.State == TokenState.Valid };
    }

    private object Revoke(RpcCall call)
    {
        if (!_revokeRate.TryTake())
        {
            throw RpcError.TooManyCalls();
        }

        // What has ended is as if it was revoked; what never was a token is a mistake of the caller's.
        return tokens.Revoke(call.Instance.InstanceId, call.Parameters.Required("Token")).State
            is TokenState.Forged or TokenState.BadSignature
                ? throw RpcError.Parameter("Token", "it is no token of this instance")
                : new { call.RequestId };
    }

    private static void CheckResources(TopicRules topics, string[] resources)
    {
        if (resources.Length > TokenStore.MaxResources)
        {
            throw RpcError.Parameter("Resources", $"at most {TokenStore.MaxResources} topics, separated by commas");
        }

        foreach (var resource in resources)
        {
            // A wildcard in front may be granted; what it reaches are this instance's topics.
            var fault = TopicFilter.HasWildcard(TopicRules.FirstLevel(resource)) && TopicFilter.IsValid(resource)
                ? null
                : topics.CheckFilter(resource);

            if (fault is not null)
            {
                throw fault.Reason == TraceReasons.ResourceAuthFailed
                    ? RpcError.Permission("Resources", fault.Detail)
                    : RpcError.Parameter("Resources", fault.Detail);
            }
        }
    }
}
