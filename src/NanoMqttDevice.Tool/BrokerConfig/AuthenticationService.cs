namespace NanoMqttDevice.Tool.BrokerConfig;

/// <summary>Where a broker asks: the processes of <c>nanomqtt auth</c>.</summary>
/// <param name="Urls">Their addresses, <c>http(s)://host:port</c>, at least one.</param>
/// <param name="Balancer">The load balancer before several of them, <c>host:port</c>.</param>
/// <param name="Secret">What they want to be sent; null for nothing. A secret.</param>
internal sealed record AuthenticationService(IReadOnlyList<Uri> Urls, string Balancer, string? Secret)
{
    /// <summary>Whether a load balancer stands before them.</summary>
    public bool IsBalanced => Urls.Count > 1;

    /// <summary>The address that the broker asks, without a '/' at its end.</summary>
    public string Url => IsBalanced ? $"http://{Balancer}" : Urls[0].GetLeftPart(UriPartial.Authority);

    /// <summary>The addresses without the secret, fit for a log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"AuthenticationService {string.Join(' ', Urls)}";
}
