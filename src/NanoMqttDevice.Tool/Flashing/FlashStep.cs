namespace NanoMqttDevice.Tool.Flashing;

/// <summary>One run of nanoff.</summary>
internal sealed record FlashStep
{
    /// <summary>Name, one word.</summary>
    public required string Name { get; init; }

    /// <summary>What is done in it.</summary>
    public required string What { get; init; }

    /// <summary>nanoff's arguments, without the file.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Name of the file that nanoff gets as its last argument; null when it gets none.</summary>
    public string? FileName { get; init; }

    /// <summary>What stands in that file.</summary>
    public string? FileText { get; init; }

    /// <summary>How long it may take.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>Tells from a run that ended with exit code 0 what went wrong all the same; null if nothing did.</summary>
    public required Func<NanoffResult, string?> Judge { get; init; }

    /// <summary>True if the flash is erased in this step.</summary>
    public bool Erases { get; init; }

    /// <summary>True if settings are stored in this step.</summary>
    public bool Stores { get; init; }

    /// <summary>True if the device starts anew after it, and the next step has to wait for that.</summary>
    public bool Restarts { get; init; }

    /// <summary>All of nanoff's arguments.</summary>
    /// <param name="folder">Folder of the file.</param>
    /// <returns>The arguments.</returns>
    public IReadOnlyList<string> ArgumentsIn(string folder) => FileName is null ? Arguments : [.. Arguments, Path.Combine(folder, FileName)];
}
