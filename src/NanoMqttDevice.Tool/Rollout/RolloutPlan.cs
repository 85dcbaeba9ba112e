using System.Text.Json;

namespace NanoMqttDevice.Tool.Rollout;

/// <summary>
/// What a rollout is to do: a JSON file <c>RESULT.plan</c> beside its result, so that whoever looks later knows who is still to come, and the page goes
/// on with what the command line has begun, and the other way round. It holds no secret.
/// </summary>
internal sealed record RolloutPlan
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Version of this form.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Path of the package, seen from the result's folder.</summary>
    public required string Package { get; init; }

    /// <summary>Release that is rolled out.</summary>
    public required int Release { get; init; }

    /// <summary>The devices, in their order.</summary>
    public required IReadOnlyList<string> ClientIds { get; init; }

    /// <summary>As <see cref="RolloutOptions.Waves"/>.</summary>
    public IReadOnlyList<double> Waves { get; init; } = [];

    /// <summary>As <see cref="RolloutOptions.Parallel"/>.</summary>
    public int Parallel { get; init; } = new RolloutOptions().Parallel;

    /// <summary>As <see cref="RolloutOptions.MaxFailed"/>.</summary>
    public double MaxFailed { get; init; } = new RolloutOptions().MaxFailed;

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Begun { get; init; }

    /// <summary>True when the page runs it: it goes on by itself when the page is served again.</summary>
    public bool IsServed { get; init; }

    /// <summary>How the last run has ended, as <see cref="RolloutSummary.End"/>; null while one runs, or when it was broken off.</summary>
    public string? End { get; init; }

    /// <summary>Gives the path of a rollout's plan.</summary>
    /// <param name="result">Path of its result.</param>
    /// <returns>Its path.</returns>
    public static string PathOf(string result) => result + ".plan";

    /// <summary>Reads the plan of a rollout.</summary>
    /// <param name="result">Path of its result.</param>
    /// <returns>The plan; null when there is none that can be read.</returns>
    public static RolloutPlan? Read(string result)
    {
        try
        {
            return JsonSerializer.Deserialize<RolloutPlan>(File.ReadAllBytes(PathOf(result)), _json) is { Schema: 1 } plan ? plan : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it, so that a reader sees this one or the one before.</summary>
    /// <param name="result">Path of the rollout's result.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string result)
    {
        var path = PathOf(result);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, _json));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Finds the package.</summary>
    /// <param name="result">Path of the rollout's result.</param>
    /// <returns>Its path.</returns>
    public string PackageFor(string result) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(result))!, Package);

    /// <summary>Names a package as seen from a result.</summary>
    /// <param name="result">Path of the result.</param>
    /// <param name="package">Path of the package.</param>
    /// <returns>As <see cref="Package"/>.</returns>
    public static string NameOf(string result, string package) =>
        Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(result))!, Path.GetFullPath(package));

    /// <summary>Gives how it goes.</summary>
    /// <returns>The options of a run.</returns>
    public RolloutOptions ToOptions() => new() { Waves = Waves, Parallel = Parallel, MaxFailed = MaxFailed };
}
