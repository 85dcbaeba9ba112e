namespace NanoMqttDevice.SystemTests;

/// <summary>
/// Tests that take long or need much beside them: <c>[TestCategory(TestCategories.Chaos)]</c>. A run without <c>--filter</c> leaves them
/// out (the project file's <c>VSTestTestCaseFilter</c> lists them); <c>.ci/run</c> runs each category by itself.
/// </summary>
internal static class TestCategories
{
    /// <summary>The service under faults of everything around it, for minutes.</summary>
    public const string Chaos = "Chaos";

    /// <summary>Several nodes of another broker, a load balancer and a database.</summary>
    public const string Cluster = "Cluster";

    /// <summary>A browser.</summary>
    public const string Browser = "Browser";

    /// <summary>More than a minute, for another reason than these.</summary>
    public const string Long = "Long";
}
