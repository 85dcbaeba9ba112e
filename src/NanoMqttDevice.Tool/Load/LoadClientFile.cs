using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Load;

/// <summary>
/// A file of logins, mode 600: CSV with the columns <c>clientId</c>, <c>userName</c> and <c>password</c>, or lines <c>userName:password</c>,
/// as mosquitto_passwd takes them before it hashes them.
/// </summary>
internal static class LoadClientFile
{
    private const long MaxLength = 256 * 1024 * 1024;
    private const string Header = "clientId,userName,password";

    private static readonly CsvConfiguration _csv = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\n",
        BadDataFound = null,
        MissingFieldFound = null,
        DetectColumnCountChanges = true,
    };

    /// <summary>Reads logins.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="path">Path of the file.</param>
    /// <returns>The logins, at least one.</returns>
    /// <exception cref="ToolException">It cannot be read, others can read it, or it has another form.</exception>
    public static IReadOnlyList<LoadClient> Read(string option, string path)
    {
        var text = SecretFile.Read(option, path, MaxLength);
        var first = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length);
        var clients = first.SequenceEqual(Header) ? ReadCsv(option, text) : ReadPasswords(option, text);
        return clients.Count > 0 ? clients : throw new ToolException(ExitCodes.Usage, $"{option}: '{path}' holds no login");
    }

    /// <summary>Writes logins, as CSV, to a file that only its owner can read.</summary>
    /// <param name="path">Path of the file, which is replaced.</param>
    /// <param name="clients">The logins.</param>
    public static void Write(string path, IEnumerable<LoadClient> clients)
    {
        using var text = new StringWriter();
        using (var writer = new CsvWriter(text, _csv, leaveOpen: true))
        {
            writer.WriteField("clientId");
            writer.WriteField("userName");
            writer.WriteField("password");
            writer.NextRecord();
            foreach (var client in clients)
            {
                writer.WriteField(client.ClientId);
                writer.WriteField(client.UserName);
                writer.WriteField(client.Password);
                writer.NextRecord();
            }
        }

        SecretFile.Write(path, text.ToString());
    }

    private static List<LoadClient> ReadCsv(string option, string text)
    {
        var clients = new List<LoadClient>();
        using var reader = new CsvReader(new StringReader(text), _csv);
        try
        {
            reader.Read();
            reader.ReadHeader();
            while (reader.Read())
            {
                clients.Add(new LoadClient(reader.GetField(0) ?? "", reader.GetField(1) ?? "", reader.GetField(2) ?? ""));
            }
        }
        catch (CsvHelperException)
        {
            // Its message quotes the line, in which a password is.
            throw new ToolException(ExitCodes.Usage, $"{option}: line {reader.Parser.RawRow} does not have the three fields {Header}");
        }

        return clients;
    }

    private static List<LoadClient> ReadPasswords(string option, string text)
    {
        var clients = new List<LoadClient>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var parts = line.TrimEnd('\r').Split(':', 2);
            if (parts.Length != 2 || parts[0].Length == 0)
            {
                throw new ToolException(
                    ExitCodes.Usage, $"{option}: line {number} is not userName:password, and the first line is not {Header}");
            }

            clients.Add(new LoadClient(string.Create(CultureInfo.InvariantCulture, $"load-{number:00000}"), parts[0], parts[1]));
        }

        return clients;
    }
}
