using Microsoft.AspNetCore.Builder;

namespace NanoMqttDevice.Service;

/// <summary>What other brokers ask: EMQX <c>/authenticate</c> and <c>/authorize</c>, RabbitMQ <c>/rabbitmq/…</c>.</summary>
internal static class BrokerEndpoints
{
    public static void Map(WebApplication app, ApiContext context)
    {
        var secret = new BrokerSecret(context.Options.AuthenticationSecret);
        new AuthenticationEndpoint(context, secret).Map(app);
        new AuthorizationEndpoint(context, secret).Map(app);
        new RabbitMqEndpoints(context, secret).Map(app);
    }
}
