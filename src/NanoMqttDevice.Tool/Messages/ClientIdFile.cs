using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Fleet;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>Client IDs from a file: one a line, or the column <c>client-id</c> of a CSV file, as fleet reads and writes them.</summary>
internal static class ClientIdFile
{
    /// <summary>Reads it.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="path">Its path; <c>-</c> for standard input.</param>
    /// <returns>The client IDs, each once, in their order.</returns>
    /// <exception cref="ToolException">It cannot be read, holds none, or one breaks its rule.</exception>
    public static IReadOnlyList<string> Read(string option, string path)
    {
        try
        {
            using var text = path == "-" ? Console.In : new StreamReader(path);
            var found = new List<string>();
            using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                DetectDelimiter = true,
                DetectDelimiterValues = [",", ";", "\t"],
                AllowComments = true,
                IgnoreBlankLines = true,
            });
            var column = -1;
            while (parser.Read())
            {
                var row = parser.Record!;
                if (column < 0)
                {
                    column = Math.Max(0, Array.FindIndex(row, c => c.Trim() == FleetColumns.ClientId));
                    if (row[column].Trim() == FleetColumns.ClientId)
                    {
                        continue;
                    }
                }

                var clientId = column < row.Length ? row[column].Trim() : "";
                if (clientId.Length > 0)
                {
                    SettingsCheck.Require($"{option}: {path}: row {parser.Row}", SettingsField.ClientId, clientId);
                    found.Add(clientId);
                }
            }

            return found.Count > 0 ? [.. found.Distinct(StringComparer.Ordinal)] : throw new ToolException(ExitCodes.Usage, $"{option}: {path} holds no client ID");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"{option}: {e.Message}");
        }
        catch (CsvHelperException e)
        {
            throw new ToolException(ExitCodes.Usage, $"{option}: {path}: row {e.Context?.Parser?.Row}: is no CSV; is a quotation mark missing?");
        }
    }
}
