using System.Data.Common;
using System.Text;
using System.Text.Json;

namespace NanoMqttDevice.Service;

/// <summary>
/// The tokens of one client that is online in mode Token: what they permit, the notice before one expires, and the end of the
/// connection when one is no longer worth anything (the vendor's token pages).
/// </summary>
internal sealed class ClientTokens : IDisposable
{
    public const string ExpireNotice = "$SYS/tokenExpireNotice";
    public const string InvalidNotice = "$SYS/tokenInvalidNotice";

    private static readonly TimeSpan _noticeBefore = TimeSpan.FromMinutes(5);

    // A token may be revoked through another service on the same database: nobody tells of that.
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMinutes(1);

    // When the database did not answer.
    private static readonly TimeSpan _lookAgainSoon = TimeSpan.FromSeconds(5);

    private readonly ServiceContext _context;
    private readonly ClientChannel _channel;
    private readonly ClientSession _session;
    private readonly string _accessKeyId;
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenActions, Held> _tokens;
    private readonly ITimer _timer;

    public ClientTokens(
        ServiceContext context,
        ClientChannel channel,
        ClientSession session,
        string accessKeyId,
        IReadOnlyDictionary<TokenActions, TokenGrant> tokens)
    {
        _context = context;
        _channel = channel;
        _session = session;
        _accessKeyId = accessKeyId;
        _tokens = tokens.ToDictionary(token => token.Key, token => new Held(token.Value));
        _timer = SafeCallback.Timer(context.Time, context.Counters, Watch);
    }

    /// <summary>What a token is worth for a client: null when it may be used for what its type says, otherwise the code.</summary>
    public static TokenInvalidCode? Inspect(
        TokenStore store,
        string instanceId,
        string accessKeyId,
        TokenActions type,
        string token,
        out TokenGrant? grant)
    {
        var inspection = store.Inspect(instanceId, token);
        grant = inspection.Grant;

        return inspection.InvalidCode is { } code ? code
            : grant!.AccessKeyId != accessKeyId ? TokenInvalidCode.Account
            : (grant.Actions & type) != type ? TokenInvalidCode.PermissionMismatch
            : null;
    }

    /// <summary>Whether a token permits an action.</summary>
    public bool Allows(string topicOrFilter, TokenActions action)
    {
        lock (_gate)
        {
            return _tokens.Any(token => token.Key.HasFlag(action) && token.Value.Grant.Refuse(topicOrFilter, action) is null);
        }
    }

    /// <summary>Whether a token permits an action. If none does, the client is told why and disconnected.</summary>
    public bool Permits(string topicOrFilter, TokenActions action)
    {
        lock (_gate)
        {
            var held = _tokens.Where(token => token.Key.HasFlag(action)).ToList();

            if (held.Exists(token => token.Value.Grant.Refuse(topicOrFilter, action) is null))
            {
                return true;
            }

            var code = held.Count == 0 ? TokenInvalidCode.PermissionMismatch : TokenInvalidCode.ResourceMismatch;
            Tell(code, held.Count == 0 ? _tokens.Keys.First() : held[0].Key);
            return false;
        }
    }

    /// <summary>Takes what a client published to <c>$SYS/uploadToken</c>. Null when the token may be used from now on.</summary>
    public Fault? Upload(ReadOnlySpan<byte> payload)
    {
        if (!TryRead(payload, out var type, out var token))
        {
            return Fault.Invalid("an uploaded token is {\"token\":\"…\",\"type\":\"R|W|RW\"}");
        }

        TokenInvalidCode? code;
        TokenGrant? grant;

        try
        {
            code = Inspect(_context.Tokens, _session.Key.InstanceId, _accessKeyId, type, token, out grant);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            // Not acknowledged, so the client uploads it again.
            _context.Counters.CountDatabaseFault();
            return new Fault(TraceReasons.SocketIOException, "the database does not answer");
        }

        lock (_gate)
        {
            if (code is { } invalid)
            {
                Tell(invalid, type);
                return Fault.Unauthorized($"the uploaded token is not valid: code {(int)invalid}");
            }

            _tokens[type] = new Held(grant!);
        }

        Watch();
        return null;
    }

    /// <summary>Ends the connection if it rests on this token.</summary>
    public void EndRevoked(string tokenId)
    {
        lock (_gate)
        {
            foreach (var (type, held) in _tokens)
            {
                if (held.Grant.TokenId == tokenId)
                {
                    End(TokenInvalidCode.Revoked, type);
                }
            }
        }
    }

    /// <summary>Looks at the tokens now and again when one of them wants it.</summary>
    public void Watch()
    {
        lock (_gate)
        {
            var now = _context.Time.GetUtcNow();
            var next = now + _lookAgain;

            foreach (var (type, held) in _tokens)
            {
                var end = DateTimeOffset.FromUnixTimeMilliseconds(held.Grant.ExpireTime);

                if (now >= end)
                {
                    End(TokenInvalidCode.Expired, type);
                    return;
                }

                switch (IsRevoked(held.Grant))
                {
                    case true:
                        End(TokenInvalidCode.Revoked, type);
                        return;

                    case null:
                        // Its end is known without the database: until then it is good, and asked about again soon.
                        next = now + _lookAgainSoon;
                        break;
                }

                if (!held.IsNoticed && now >= end - _noticeBefore)
                {
                    held.IsNoticed = true;
                    Send(ExpireNotice, $$"""{"expireTime":{{held.Grant.ExpireTime}},"type":"{{TokenType.Of(type)}}"}""", 1);
                }

                var due = held.IsNoticed ? end : end - _noticeBefore;
                next = due < next ? due : next;
            }

            _timer.Change(next - now, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private static bool TryRead(ReadOnlySpan<byte> payload, out TokenActions type, out string token)
    {
        type = TokenActions.None;
        token = string.Empty;

        try
        {
            var reader = new Utf8JsonReader(payload);
            using var json = JsonDocument.ParseValue(ref reader);
            var root = json.RootElement;

            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("token", out var text)
                || !root.TryGetProperty("type", out var word)
                || text.ValueKind != JsonValueKind.String
                || word.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            token = text.GetString()!;
            return TokenType.TryParse(word.GetString(), out type);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Null when the database does not answer.
    private bool? IsRevoked(TokenGrant grant)
    {
        try
        {
            return _context.Tokens.IsRevoked(grant);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            _context.Counters.CountDatabaseFault();
            return null;
        }
    }

    private void End(TokenInvalidCode code, TokenActions type)
    {
        Tell(code, type);
        _channel.EndAfterNotice(new Fault(TraceReasons.NotAuthorized, $"a token is no longer valid: code {(int)code}"));
    }

    private void Tell(TokenInvalidCode code, TokenActions type)
    {
        Send(InvalidNotice, $$"""{"code":{{(int)code}},"type":"{{TokenType.Of(type)}}"}""", 0);
    }

    private void Send(string topic, string json, int qos)
    {
        _session.Deliver(new OutgoingMessage(topic, Encoding.UTF8.GetBytes(json)), qos);
    }

    private sealed class Held(TokenGrant grant)
    {
        public TokenGrant Grant => grant;

        public bool IsNoticed { get; set; }
    }
}
