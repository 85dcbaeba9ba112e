using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Cluster;

/// <summary>Grants as a product would have them, in the form of the file of instances.</summary>
internal static class ClusterGrants
{
    /// <summary>Devices publish one level and below their own name; the back end does everything, and P2P by name.</summary>
    public const string Standard =
        $$"""
        {"holder":"*","topicFilter":"sensors/+","actions":"W"},
        {"holder":"*","topicFilter":"sensors/{clientId}/#","actions":"RW"},
        {"holder":"{{ApiClient.AccessKeyId}}","topicFilter":"sensors/#","actions":"RW"},
        {"holder":"{{ApiClient.AccessKeyId}}","topicFilter":"sensors/p2p/#","actions":"W"}
        """;
}
