using System.CommandLine;
using NanoMqttDevice.Tool.BrokerConfig;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The options for where a broker's configuration goes: files of mode 600, as some hold secrets.</summary>
internal sealed class ConfigurationOutput
{
    private readonly Option<DirectoryInfo> _folder = new("--out") { Description = "Folder that receives the files, mode 600.", Required = true };
    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there." };
    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_folder);
        command.Options.Add(_force);
        command.Options.Add(_json);
    }

    /// <summary>The folder.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>A full path.</returns>
    public string FolderOf(ParseResult parsed) => parsed.GetValue(_folder)!.FullName;

    /// <summary>Writes all files, or none when one is there that may not be replaced.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="ToolException">A file is there.</exception>
    public void Write(ParseResult parsed, IReadOnlyList<ConfigurationFile> files)
    {
        var folder = FolderOf(parsed);
        var there = files.Select(file => Path.Combine(folder, file.Name)).FirstOrDefault(File.Exists);
        if (there is not null && !parsed.GetValue(_force))
        {
            throw new ToolException(ExitCodes.Usage, $"--out: '{there}' is there; --force replaces it");
        }

        Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            SecretFile.Write(path, file.Text);
            Console.Out.WriteLine(parsed.GetValue(_json) ? JsonLines.Of(JsonTypes.WrittenFile, new { File = path }) : $"wrote {path}");
        }
    }
}
