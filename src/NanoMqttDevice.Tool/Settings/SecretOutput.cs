using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>Where a secret goes that the service gives: to a file of mode 600, or to standard output when the user asks for that.</summary>
internal sealed class SecretOutput
{
    private readonly Option<FileInfo?> _out = new("--out")
    {
        Description = "Settings file of mode 600 that receives it, for 'device' and 'provision'; one that is there keeps its other settings.",
    };

    private readonly Option<bool> _show = new("--show-secret") { Description = "Print it on standard output." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_out);
        command.Options.Add(_show);
    }

    /// <summary>Tells whether the secret is to be printed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>True when the user asked for it.</returns>
    public bool IsShown(ParseResult parsed) => parsed.GetValue(_show);

    /// <summary>Tells whether the secret goes anywhere.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>False when it would be lost.</returns>
    public bool IsKept(ParseResult parsed) => parsed.GetValue(_show) || parsed.GetValue(_out) is not null;

    /// <summary>Tells whether there is a settings file to change.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>False when there is none yet.</returns>
    public bool IsFileThere(ParseResult parsed) => parsed.GetValue(_out) is { Exists: true };

    /// <summary>Refuses, before anything is asked of the service, a file that could not take the secret.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="ToolException">The file is there and holds no settings, its folder is not there, may not be written, or its disk is full.</exception>
    public void Check(ParseResult parsed)
    {
        if (parsed.GetValue(_out) is not { } file)
        {
            return;
        }

        if (file.Exists)
        {
            SettingsFile.ReadValues(file.FullName);
        }
        else if (file.Directory is { Exists: false } folder)
        {
            throw new ToolException(ExitCodes.Usage, $"--out: there is no folder {folder.FullName}");
        }

        try
        {
            SecretFile.Try(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Failed, $"--out: {file} cannot be written, and nothing was asked of the service: {e.Message}");
        }
    }

    /// <summary>Writes the settings file, when there is to be one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="values">Values by field; empty takes a field out.</param>
    /// <param name="otherwise">What the user is told when the file cannot be written, now that the service has done its part: what counts, what to do.</param>
    /// <returns>The file's name as it was given, or null.</returns>
    /// <exception cref="ToolException">The file cannot be written.</exception>
    public string? Write(ParseResult parsed, IReadOnlyDictionary<SettingsField, string> values, string otherwise)
    {
        if (parsed.GetValue(_out) is not { } file)
        {
            return null;
        }

        try
        {
            SettingsFile.Update(file.FullName, values);
            return file.ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Failed, $"--out: {file} cannot be written: {e.Message}. {otherwise}");
        }
    }
}
