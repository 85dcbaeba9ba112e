using System.CommandLine;
using NanoMqttDevice.Security;
using NanoMqttDevice.Tool.ServedPage;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The options that say which packages the page rolls out.</summary>
internal sealed class UpdateFolderOptions
{
    private readonly Option<DirectoryInfo?> _folder = new("--updates")
    {
        Description = "Folder with packages of 'update pack' (*.nmdp), which the page rolls out; their results are kept in it, and 'update status' reads them.",
    };

    private readonly Option<string[]> _keys = new("--update-key")
    {
        Description = "Public key that the devices have: the page tells by whom a package is signed, and rolls out no other. May be given several times.",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_folder);
        command.Options.Add(_keys);
    }

    /// <summary>Reads what the user gave.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="hasPage">Whether there is a page to show them on.</param>
    /// <returns>The folder; null without one.</returns>
    /// <exception cref="ToolException">There is no such folder or page, or a key is none.</exception>
    public UpdateFolder? Read(ParseResult parsed, bool hasPage = true)
    {
        var keys = (parsed.GetValue(_keys) ?? []).Select(ParseKey).ToList();
        if (parsed.GetValue(_folder) is not { } folder)
        {
            return keys.Count == 0 ? null : throw new ToolException(ExitCodes.Usage, $"{_keys.Name} is for the packages of {_folder.Name}: give both");
        }

        return !hasPage ? throw new ToolException(ExitCodes.Usage, $"{_folder.Name} is for the page: give --http-port or --https-port too")
            : folder.Exists ? new UpdateFolder(folder.FullName, keys)
            : throw new ToolException(ExitCodes.Usage, $"{_folder.Name}: there is no folder {folder}");
    }

    private byte[] ParseKey(string text) => UpdateKey.Parse(text)
        ?? throw new ToolException(ExitCodes.Usage, $"{_keys.Name}: must be the 112 hexadecimal digits that 'update key show' prints");
}
