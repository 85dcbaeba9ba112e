namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>What stands in a profile; null for what does not.</summary>
internal sealed record ProfileContent
{
    /// <summary>AccessKey ID of the account.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Its secret.</summary>
    public string? AccessKeySecret { get; init; }

    /// <summary>A program and its arguments that prints the secret, in place of <see cref="AccessKeySecret"/>: the platform's keeper of secrets.</summary>
    public IReadOnlyList<string>? AccessKeySecretCommand { get; init; }

    /// <summary>The token that goes with temporary keys.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>URL of the server API.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The vendor's region, in place of <see cref="Endpoint"/>.</summary>
    public string? Region { get; init; }

    /// <summary>Instance ID.</summary>
    public string? Instance { get; init; }

    /// <summary>PEM file of the authority to trust.</summary>
    public string? Ca { get; init; }

    /// <summary>Host name of the MQTT side.</summary>
    public string? MqttEndpoint { get; init; }

    /// <summary>Its TCP port.</summary>
    public int? MqttPort { get; init; }

    /// <summary>Whether TLS is on.</summary>
    public bool? Tls { get; init; }

    /// <summary>Parent topic.</summary>
    public string? ParentTopic { get; init; }
}
