namespace NanoMqttDevice.Service;

/// <summary>What the HTTP side needs of the service around it.</summary>
internal sealed record ApiContext(
    ServiceOptions Options,
    TimeProvider Time,
    ServiceDatabase Database,
    CredentialStore Credentials,
    TokenStore Tokens,
    TraceLog Trace,
    ServiceCounters Counters,
    TlsIdentity? Identity,
    ServiceHealth Health,
    ServiceGauges Gauges,
    InstanceDirectory Directory,
    BrokerLogins BrokerLogins,
    ClientRights Rights,
    OnlineClients? Online = null,
    ClientTraces? Traces = null);
