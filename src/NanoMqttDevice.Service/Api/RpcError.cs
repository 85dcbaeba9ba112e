using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// The vendor's error codes and messages: of the gateway before all its APIs, and of this one. What the vendor leaves out, which
/// parameter and which rule, stands behind in brackets.
/// </summary>
internal static class RpcError
{
    public static RpcException Missing(string parameter) => new(
        StatusCodes.Status400BadRequest,
        "MissingParameter",
        $"The input parameter \"{parameter}\" that is mandatory for processing this request is not supplied.");

    public static RpcException MissingFromAction(string parameter) => new(
        StatusCodes.Status400BadRequest, $"Missing{parameter}", $"{parameter} is mandatory for this action.");

    public static RpcException Parameter(string parameter, string rule) => new(
        StatusCodes.Status400BadRequest,
        "ParameterCheckFailed",
        $"An error occurred while validating the parameters. The parameters may be missing or invalid. ({parameter}: {rule})");

    public static RpcException InvalidParameter(string parameter, string rule) => new(
        StatusCodes.Status400BadRequest,
        $"InvalidParameter.{parameter}",
        $"An error occurred while validating the parameter. The parameter may be missing or invalid. ({parameter}: {rule})");

    public static RpcException Instance() => new(
        StatusCodes.Status400BadRequest,
        "InstancePermissionCheckFailed",
        "An error occurred while validating the permissions of the instance. Please verify the account that created the instance "
        + "and its permissions settings. (InstanceId: the instance was not created beforehand)");

    public static RpcException Permission(string parameter, string rule) => new(
        StatusCodes.Status400BadRequest,
        "PermissionCheckFailed",
        "An error occurred while validating the resource permissions. Please check the account that created the instance, topic, "
        + $"and GroupId, and check their permission settings. ({parameter}: {rule})");

    public static RpcException UnknownGroup(string parameter) => Permission(parameter, "the group was not created beforehand");

    public static RpcException AccountInfo() => new(
        StatusCodes.Status400BadRequest,
        "CheckAccountInfoFailed",
        "An error occurred while checking the account information by the STS token. (SecurityToken: this service issues none)");

    public static RpcException NotSupported() => new(
        StatusCodes.Status404NotFound, "ApiNotSupport", "The specified API is not supported.");

    public static RpcException TooManyTokens() => new(
        StatusCodes.Status400BadRequest,
        "ApplyTokenOverFlow",
        "You have applied for tokens too many times. Please try again later.");

    public static RpcException TooManyCalls() => new(
        StatusCodes.Status500InternalServerError,
        "SystemOverFlow",
        "An error occurred while processing your request. Please try again.");

    public static RpcException Internal() => new(
        StatusCodes.Status500InternalServerError,
        "InternalError",
        "An error occurred while processing your request. Try again later.");

    public static RpcException Method() => new(
        StatusCodes.Status405MethodNotAllowed, "UnsupportedHTTPMethod", "This http method is not supported. (GET and POST are)");

    public static RpcException TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge,
        "RequestEntityTooLarge",
        $"The request body is too large. (at most {HttpApi.MaxBody} bytes)");

    public static RpcException IncompleteSignature(string parameter, string rule) => new(
        StatusCodes.Status400BadRequest,
        "IncompleteSignature",
        $"The request signature does not conform to Aliyun standards. ({parameter}: {rule})");

    public static RpcException SignatureDoesNotMatch(string stringToSign) => new(
        StatusCodes.Status400BadRequest,
        "SignatureDoesNotMatch",
        $"Specified signature is not matched with our calculation. server string to sign is:{stringToSign}");

    public static RpcException NonceUsed() => new(
        StatusCodes.Status400BadRequest, "SignatureNonceUsed", "Specified signature nonce was used already.");

    public static RpcException TimestampFormat() => new(
        StatusCodes.Status400BadRequest,
        "InvalidTimeStamp.Format",
        "Specified time stamp or date value is not well formatted. (Timestamp: yyyy-MM-ddTHH:mm:ssZ)");

    public static RpcException TimestampExpired() => new(
        StatusCodes.Status400BadRequest,
        "InvalidTimeStamp.Expired",
        "Specified time stamp or date value is expired. (Timestamp: at most 15 minutes from the service's clock, in UTC)");

    public static RpcException UnknownAccessKey() => new(
        StatusCodes.Status404NotFound, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");

    public static RpcException Version() => new(
        StatusCodes.Status400BadRequest, "InvalidVersion", $"Specified parameter Version is not valid. (Version: {RpcGate.ApiVersion})");
}
