using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Brokers;

/// <summary>Asks as RabbitMQ and EMQX do.</summary>
internal sealed class BrokerQuestions(int port, string? secret = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    public HttpClient Http => _http;

    public void Dispose() => _http.Dispose();

    /// <summary>EMQX's <c>/authorize</c>.</summary>
    public async Task<string> AuthorizeAsync(string clientId, string userName, string topic, string action)
    {
        using var reply = await _http.PostAsJsonAsync(
            new Uri("/authorize", UriKind.Relative), new { clientid = clientId, username = userName, topic, action, qos = "1" });
        Assert.AreEqual(HttpStatusCode.OK, reply.StatusCode);
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("result").GetString()!;
    }

    /// <summary>One of RabbitMQ's four paths.</summary>
    public async Task<string> RabbitAsync(string path, params (string Name, string Value)[] fields)
    {
        using var reply = await PostAsync(path, fields);
        Assert.AreEqual(HttpStatusCode.OK, reply.StatusCode);
        Assert.AreEqual("text/plain", reply.Content.Headers.ContentType!.MediaType);
        return await reply.Content.ReadAsStringAsync();
    }

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var query = secret is null ? "" : $"?secret={secret}";
        return await _http.PostAsync(new Uri($"/rabbitmq/{path}{query}", UriKind.Relative), form);
    }

    public Task<string> RabbitUserAsync(string clientId, string userName, string password) =>
        RabbitAsync("user", ("username", userName), ("password", password), ("vhost", "/"), ("client_id", clientId));

    public Task<string> RabbitTopicAsync(string clientId, string userName, string permission, string routingKey) =>
        RabbitAsync(
            "topic", ("username", userName), ("vhost", "/"), ("resource", "topic"), ("name", "amq.topic"), ("permission", permission),
            ("routing_key", routingKey), ("tags", ""), ("variable_map.client_id", clientId), ("variable_map.username", userName), ("variable_map.vhost", "/"));

    public Task<string> RabbitResourceAsync(string clientId, string userName, string kind, string name, string permission) =>
        RabbitAsync(
            "resource", ("username", userName), ("vhost", "/"), ("resource", kind), ("name", name), ("permission", permission), ("tags", ""),
            ("client_id", clientId));
}
