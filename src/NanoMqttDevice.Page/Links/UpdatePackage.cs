namespace NanoMqttDevice.Page.Links;

/// <summary>A signed package.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Product">The product it is for.</param>
/// <param name="Release">The product's release; 0 when it is no whole package.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record UpdatePackage(string File, string Product, int Release, long Size)
{
    /// <summary>Beginnings of the names of the boards it is for; none: all.</summary>
    public IReadOnlyList<string> Boards { get; init; } = [];

    /// <summary>Whose signature it bears.</summary>
    public PackageTrust Trust { get; init; }

    /// <summary>The fingerprint of the key that has signed it; empty when that is not known.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>True when it can be rolled out.</summary>
    public bool IsWhole => Release > 0 && Trust != PackageTrust.Stranger;
}
