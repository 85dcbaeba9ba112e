namespace NanoMqttDevice.Service;

/// <summary>
/// RabbitMQ's routing keys and MQTT's topics. It writes <c>.</c> for <c>/</c> and <c>*</c> for <c>+</c>, so what it calls a level is what
/// stands between dots: <c>demo/v1.2</c> and <c>demo/v1/2</c> are one topic to it, and to the check.
/// </summary>
internal static class RabbitMqTopic
{
    /// <summary>The topic or filter of a routing key.</summary>
    /// <returns>Null for what no client may publish to: there a wildcard would be none, and be one in a binding.</returns>
    public static string? Of(string routingKey, TokenActions action)
    {
        return action == TokenActions.Write && routingKey.AsSpan().IndexOfAny("*#+") >= 0
            ? null
            : routingKey.Replace('.', '/').Replace('*', '+');
    }
}
