namespace NanoMqttDevice.Tool.Load;

/// <summary>What a load run does.</summary>
internal sealed record LoadOptions
{
    /// <summary>The broker.</summary>
    public required BrokerAddress Broker { get; init; }

    /// <summary>Who logs in, each once.</summary>
    public required IReadOnlyList<LoadClient> Clients { get; init; }

    /// <summary>Logins begun a second; null begins the next as soon as one of <see cref="Parallel"/> has ended.</summary>
    public double? Rate { get; init; }

    /// <summary>Logins under way at once when there is no rate.</summary>
    public int Parallel { get; init; } = 64;

    /// <summary>How long all stay connected after the last login; with none, each disconnects at once.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>Messages of QoS 1 that each client sends meanwhile, evenly spread.</summary>
    public int Messages { get; init; }

    /// <summary>Where they go to.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Keepalive in seconds.</summary>
    public ushort Keepalive { get; init; } = 90;

    /// <summary>Time between two PINGREQ.</summary>
    public TimeSpan PingPeriod => TimeSpan.FromSeconds(Keepalive * 0.75);

    /// <summary>How long a login may take.</summary>
    public TimeSpan LoginLimit { get; init; } = TimeSpan.FromSeconds(10);
}
