using System.Text.Json;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>A call of the server API that failed, in one line with the vendor's code and what to do.</summary>
internal sealed class ServerApiException : ToolException
{
    private const int LongestMessage = 300;

    private ServerApiException(int exitCode, string message, string? code, bool isWorthAnotherTry)
        : base(exitCode, message)
    {
        Code = code;
        IsWorthAnotherTry = isWorthAnotherTry;
    }

    /// <summary>The vendor's code; null when there was no reply of the API.</summary>
    public string? Code { get; }

    /// <summary>
    /// True for the codes with which asking for a credential may be refused when there is none: which one the vendor uses is not documented.
    /// </summary>
    public bool MayMeanThatThereIsNone => Code is not null
        && (Code.StartsWith("InvalidParameter", StringComparison.Ordinal)
            || Code == "ParameterCheckFailed"
            || Code.Contains("NotExist", StringComparison.Ordinal)
            || Code.EndsWith("NotFound", StringComparison.Ordinal));

    /// <summary>True when the vendor means: not now.</summary>
    public bool IsWorthAnotherTry { get; }

    /// <summary>Nobody answers.</summary>
    /// <param name="action">The API's action.</param>
    /// <param name="why">The cause.</param>
    /// <returns>The exception.</returns>
    public static ServerApiException NotReached(string action, string why) =>
        new(ExitCodes.NotReached, $"{action}: the server API cannot be reached: {why}", null, isWorthAnotherTry: false);

    /// <summary>Something else than the API answers.</summary>
    /// <param name="action">The API's action.</param>
    /// <param name="why">What is wrong with the answer.</param>
    /// <returns>The exception.</returns>
    public static ServerApiException NoReply(string action, string why) => new(ExitCodes.ApiRefused, $"{action}: {why}", null, isWorthAnotherTry: false);

    /// <summary>The API refuses.</summary>
    /// <param name="action">The API's action.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="body">The error body: Code, Message, RequestId.</param>
    /// <returns>The exception.</returns>
    public static ServerApiException Refused(string action, int status, JsonElement body)
    {
        if (Text(body, "Code") is not { } code)
        {
            return NoReply(action, $"HTTP {status} without the vendor's error body; is it the endpoint of the server API?");
        }

        var requestId = Text(body, "RequestId") is { } id ? $" (RequestId {id})" : "";
        var isBusy = code is "SystemOverFlow" or "ApplyTokenOverFlow" or "InternalError" or "ServiceUnavailable"
            || code.StartsWith("Throttling", StringComparison.Ordinal);
        return new ServerApiException(ExitCodes.ApiRefused, $"{action}: {code}: {Explain(code, Text(body, "Message"))}{requestId}", code, isBusy);
    }

    // The gateway quotes the string to sign, in which a token is.
    private static string Explain(string code, string? message) => code switch
    {
        "SignatureDoesNotMatch" => "the AccessKey secret is not the one of this AccessKey ID",
        "InvalidAccessKeyId.NotFound" => "the AccessKey ID is not known there",
        "InvalidTimeStamp.Expired" => "this machine's clock is more than 15 minutes wrong",
        _ => Short(message),
    };

    private static string Short(string? message)
    {
        var clean = string.Concat((message ?? "no message").Select(c => char.IsControl(c) ? ' ' : c));
        return clean.Length <= LongestMessage ? clean : clean[..LongestMessage] + "…";
    }

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
