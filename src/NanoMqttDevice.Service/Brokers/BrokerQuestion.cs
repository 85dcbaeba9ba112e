using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>A question of EMQX's: a JSON object of texts.</summary>
internal sealed class BrokerQuestion : IDisposable
{
    private readonly JsonDocument _document;

    private BrokerQuestion(JsonDocument document)
    {
        _document = document;
    }

    /// <exception cref="JsonException">It is no JSON object.</exception>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async Task<BrokerQuestion> ReadAsync(HttpRequest request)
    {
        var document = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return new BrokerQuestion(document);
        }

        document.Dispose();
        throw new JsonException("It is no object.");
    }

    /// <summary>A field; empty when it is missing or no text.</summary>
    /// <exception cref="DecoderFallbackException">It holds half a surrogate pair.</exception>
    public string Text(string name)
    {
        if (!_document.RootElement.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return string.Empty;
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new DecoderFallbackException("Half a surrogate pair is no text.", exception);
        }
    }

    /// <summary>Whether a field is true, or the text <c>true</c>: EMQX's templates make texts of everything.</summary>
    public bool IsTrue(string name)
    {
        return Text(name) == "true"
            || (_document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True);
    }

    public void Dispose() => _document.Dispose();
}
