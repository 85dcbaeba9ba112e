namespace NanoMqttDevice.Page.Links;

/// <summary>A signed package.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Product">The product it is for.</param>
/// <param name="Release">The product's release.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Note">What is to be said of it beside that; empty when all is well.</param>
public sealed record UpdatePackage(string File, string Product, string Release, long Size, string Note);
