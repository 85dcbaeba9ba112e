using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Fluent;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace NanoMqttDevice.SystemTests.Architecture;

/// <summary>The rules of the house, for whatever tree of rooms they are asked of; each gives what breaks it, in words.</summary>
/// <param name="architecture">The types.</param>
/// <param name="root">Namespace in which the rooms are.</param>
internal sealed class HouseRules(ArchUnitNET.Domain.Architecture architecture, string root)
{
    /// <summary>From the bottom up: a room leans only on those before it.</summary>
    public static readonly IReadOnlyList<string> Rooms =
    [
        "Platform", "Security", "Storage", "Credentials", "Settings", "Messaging", "Connectivity", "Commands", "Provisioning", "Updates", "Product", "Runtime",
    ];

    /// <summary>Types that stand in no room.</summary>
    public IEnumerable<string> Homeless() => Types()
        .Where(t => !Rooms.Contains(RoomOf(t)))
        .Select(t => $"{t.FullName} is in no room");

    /// <summary>Types that lean on a room above their own.</summary>
    public IEnumerable<string> LeaningUpwards()
    {
        for (var i = 0; i < Rooms.Count; i++)
        {
            var room = Namespace(Rooms[i]);
            foreach (var above in Rooms.Skip(i + 1).Select(Namespace))
            {
                var rule = ArchRuleDefinition.Types().That().ResideInNamespace(room)
                    .Should().NotDependOnAny(ArchRuleDefinition.Types().That().ResideInNamespace(above))
                    .WithoutRequiringPositiveResults();
                foreach (var result in rule.Evaluate(architecture).Where(r => !r.Passed))
                {
                    yield return result.Description;
                }
            }
        }
    }

    /// <summary>Types outside the room Runtime that name the device as a whole.</summary>
    public IEnumerable<string> NamingTheDevice() => Types()
        .Where(t => RoomOf(t) != "Runtime" && t.Dependencies.Any(d => d.Target.FullName == $"{root}.Runtime.Device"))
        .Select(t => $"{t.FullName} names Device");

    /// <summary>Circles between types, which stand in a file each: every set of them that lean on one another.</summary>
    public IEnumerable<string> Circles()
    {
        var graph = Types().GroupBy(FileOf).ToDictionary(
            g => g.Key,
            g => g.SelectMany(t => t.Dependencies).Where(d => IsInside(d.Target)).Select(d => FileOf(d.Target)).Where(f => f != g.Key).ToHashSet());
        return graph.Keys
            .Select(file => graph.Keys.Where(other => Reaches(graph, file, other) && Reaches(graph, other, file)).Order(StringComparer.Ordinal))
            .Select(circle => string.Join(" - ", circle))
            .Where(circle => circle.Length > 0)
            .Distinct();
    }

    private static bool Reaches(Dictionary<string, HashSet<string>> graph, string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(graph[from]);
        while (open.TryPop(out var next))
        {
            if (next == to)
            {
                return true;
            }

            if (seen.Add(next) && graph.TryGetValue(next, out var further))
            {
                foreach (var file in further)
                {
                    open.Push(file);
                }
            }
        }

        return false;
    }

    // A nested type, and what the compiler makes of a lambda, stands where the type around it does.
    private static string FileOf(IType type) => type.FullName.Split('+', '/')[0];

    private string Namespace(string room) => $"{root}.{room}";

    private bool IsInside(IType type) => type.FullName.StartsWith(root + ".", StringComparison.Ordinal);

    private string RoomOf(IType type) => FileOf(type)[(root.Length + 1)..].Split('.')[0];

    private IEnumerable<IType> Types() => architecture.Types
        .Where(t => IsInside(t) && !t.FullName.Contains('<', StringComparison.Ordinal));
}
