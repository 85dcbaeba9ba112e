using System.CommandLine;
using System.Globalization;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Updates;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt update key</c>: the keys that sign packages.</summary>
internal static class UpdateKeyCommand
{
    public static Command Create() => new("key", "Keys that sign packages. A copy of a key's file is dangerous: it would use one-time keys twice.")
    {
        New(),
        Show(),
    };

    private static Command New()
    {
        var file = FileArgument();
        var height = new Option<int>("--height")
        {
            Description = "10 for 1024 signatures, 15 for 32768 (makes signing take half a minute and more).",
            DefaultValueFactory = _ => 10,
        };
        var json = CommonOptions.Json();
        var command = new Command("create", "Make a signing key in a file of mode 600, and print its public key, which devices get as 'update-key'.")
        {
            file, height, json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(height) is not (10 or 15))
            {
                throw new ToolException(ExitCodes.Usage, "--height: must be 10 or 15");
            }

            var path = parsed.GetValue(file)!.FullName;
            if (!Directory.Exists(Path.GetDirectoryName(path)))
            {
                throw new ToolException(ExitCodes.Usage, $"FILE: there is no folder {Path.GetDirectoryName(path)}");
            }

            var keyFile = new SigningKeyFile("FILE", path);
            keyFile.RequireAbsent();
            Console.Error.WriteLine("nanomqtt: computing the key's tree");
            var key = SigningKey.Create(parsed.GetValue(height));
            keyFile.Create(key);
            Print(key, parsed.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Show()
    {
        var file = FileArgument();
        var json = CommonOptions.Json();
        var command = new Command("show", "Print a signing key's public key and how many signatures are left; never its secret.") { file, json };
        command.SetAction(parsed =>
        {
            Print(new SigningKeyFile("FILE", parsed.GetValue(file)!.FullName).Read(), parsed.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Argument<FileInfo> FileArgument() => new("FILE") { Description = "File of the signing key." };

    private static void Print(SigningKey key, bool isJson)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.UpdateKey, new { key.PublicKey, key.Fingerprint, key.Signatures, key.Left }));
            return;
        }

        Console.Out.WriteLine($"public key:  {key.PublicKey}");
        Console.Out.WriteLine($"fingerprint: {key.Fingerprint}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"signatures:  {key.Left} of {key.Signatures} left"));
    }
}
