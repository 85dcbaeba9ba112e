using System.Text.RegularExpressions;
using NanoMqttDevice.Tool.Flashing;

namespace NanoMqttDevice.Tool.Doctor;

/// <summary>Is nanoff there, in the version that is known here?</summary>
internal static partial class NanoffCheck
{
    private const string Name = "nanoff";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    /// <summary>Looks.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The finding.</returns>
    public static async Task<Finding> RunAsync(CancellationToken cancellationToken)
    {
        NanoffResult result;
        try
        {
            result = await Nanoff.Find().RunAsync([FlashPlan.NoVersionCheck, "--help"], _limit, line => line, _ => { }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ToolException e)
        {
            // Who does not flash from here does not need it.
            return Finding.Warning(Name, $"{e.Message}; only flashing needs it");
        }

        var version = result.Lines.Select(l => Banner().Match(l)).FirstOrDefault(m => m.Success)?.Groups["version"].Value;
        return version switch
        {
            null => Finding.Failed(Name, $"what is installed as nanoff does not tell its version; {Nanoff.Install}"),
            Nanoff.Version => Finding.Ok(Name, version),
            _ => Finding.Warning(Name, $"{version} is installed and {Nanoff.Version} known here; should a step fail, {Nanoff.Install}"),
        };
    }

    [GeneratedRegex(@"Firmware Flasher v(?<version>\d+\.\d+\.\d+)")]
    private static partial Regex Banner();
}
