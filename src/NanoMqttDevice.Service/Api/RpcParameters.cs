using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace NanoMqttDevice.Service;

/// <summary>The parameters of one call, from the query and, with POST, from a form.</summary>
internal sealed class RpcParameters
{
    private const string FormType = "application/x-www-form-urlencoded";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private RpcParameters()
    {
    }

    public IEnumerable<KeyValuePair<string, string>> All => _values;

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <exception cref="RpcException">The body is no form or too large, or a name stands twice.</exception>
    public static async Task<RpcParameters> ReadAsync(HttpRequest request)
    {
        var parameters = new RpcParameters();
        parameters.Add(request.Query);

        if (HttpMethods.IsPost(request.Method))
        {
            parameters.Add(await ReadFormAsync(request));
        }

        return parameters;
    }

    /// <summary>A parameter of the action; empty counts as missing, as at the vendor's.</summary>
    /// <exception cref="RpcException">It is missing.</exception>
    public string Required(string name)
    {
        return this[name] is { Length: > 0 } value ? value : throw RpcError.MissingFromAction(name);
    }

    /// <exception cref="RpcException">It is no whole number from 1 to the highest.</exception>
    public int Number(string name, int standard, int highest)
    {
        if (this[name] is not { Length: > 0 } text)
        {
            return standard;
        }

        return int.TryParse(text, out var number) && number >= 1 && number <= highest
            ? number
            : throw RpcError.Parameter(name, $"must be a whole number from 1 to {highest}");
    }

    /// <summary>A moment, in milliseconds of Unix time.</summary>
    /// <exception cref="RpcException">It is missing, or no whole number.</exception>
    public long UnixTime(string name)
    {
        return long.TryParse(Required(name), NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw RpcError.Parameter(name, "must be a whole number, Unix time in milliseconds");
    }

    private static async Task<IEnumerable<KeyValuePair<string, StringValues>>> ReadFormAsync(HttpRequest request)
    {
        if (request.ContentType is null && request.ContentLength is null or 0)
        {
            return [];
        }

        // Some of the vendor's clients name a type, and send nothing.
        if (request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return request.ContentLength is 0 ? [] : throw RpcError.InvalidParameter("ContentType", $"a body must be {FormType}");
        }

        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw RpcError.TooLarge();
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            throw RpcError.InvalidParameter("Body", "it is no form, or has too many fields");
        }
    }

    private void Add(IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        foreach (var (name, value) in values)
        {
            if (value.Count != 1 || !_values.TryAdd(name, value[0] ?? string.Empty))
            {
                throw RpcError.InvalidParameter("Duplicate", $"'{TraceText.Clean(name)}' may stand once, with one spelling");
            }
        }
    }
}
