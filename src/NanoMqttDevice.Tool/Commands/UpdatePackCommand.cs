using System.CommandLine;
using System.Globalization;
using NanoMqttDevice.Security;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Updates;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt update pack</c>: make and sign a package.</summary>
internal static class UpdatePackCommand
{
    // The file on the heap, what loading it makes of it, and some for the product itself.
    private const int HeapBeside = 4096;

    public static Command Create()
    {
        var key = new Option<FileInfo>("--key") { Description = "File of the signing key.", Required = true };
        var product = new Option<string>("--product") { Description = "Name of the product: devices take packages of their own product only.", Required = true };
        var release = new Option<int>("--release") { Description = "Release number, 1 or more: devices take higher ones only.", Required = true };
        var assembly = new Option<FileInfo>("--assembly")
        {
            Description = "The product's .pe as the nanoFramework build leaves it, with the .dll of the same name beside it.",
            Required = true,
        };
        var host = new Option<FileInfo?>("--host-assembly") { Description = "The same product's .dll for .NET 10, for the simulator." };
        var className = new Option<string?>("--class") { Description = "Full name of the product's class; without it the only one there is." };
        var boards = new Option<string[]>("--board") { Description = "Beginning of the target names it is for, as ESP32_REV; may be repeated; without it all." };
        var heap = new Option<int?>("--heap") { Description = "Heap in bytes that must be free on the device; without it twice the assembly and 4096." };
        var nextKey = new Option<string?>("--next-key") { Description = "Public key (112 hexadecimal digits) that the devices use from this package on." };
        var output = new Option<FileInfo>("--out") { Description = "The package; one that is there is replaced.", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("pack", "Make a package out of a product and sign it; that uses one signature of the key, also when it fails later.")
        {
            key, product, release, assembly, host, className, boards, heap, nextKey, output, json,
        };
        command.SetAction(parsed =>
        {
            var pe = ProductAssembly.Read(parsed.GetValue(assembly)!.FullName);
            var name = parsed.GetValue(className) ?? OnlyOf(pe.Classes);
            if (!pe.Classes.Contains(name))
            {
                throw new ToolException(ExitCodes.Usage, $"--class: '{name}' is no product in the assembly; there is {string.Join(", ", pe.Classes)}");
            }

            var draft = new PackageDraft
            {
                Product = parsed.GetValue(product)!,
                ClassName = name,
                Release = parsed.GetValue(release) is var number and >= 1 ? number : throw new ToolException(ExitCodes.Usage, "--release: must be 1 or more"),
                NeededHeap = (parsed.GetValue(heap) ?? ((2 * pe.Bytes.Length) + HeapBeside)) is var bytes and >= 0
                    ? bytes
                    : throw new ToolException(ExitCodes.Usage, "--heap: must be 0 or more"),
                Libraries = pe.Libraries,
                Boards = parsed.GetValue(boards) ?? [],
                Assembly = pe.Bytes,
                HostAssembly = parsed.GetValue(host) is { } file ? ProductAssembly.ReadHost(file.FullName, name) : [],
                NextKey = ParseKey(parsed.GetValue(nextKey)),
            };

            // All that can be wrong is found before a signature is used.
            draft.ToHeader(LmsSignature.MaxSize);
            var target = parsed.GetValue(output)!.FullName;
            using (var room = File.Create(target + ".new"))
            {
                room.SetLength(0);
            }

            var (signingKey, index) = new SigningKeyFile("--key", parsed.GetValue(key)!.FullName).Reserve();
            var package = PackageSigner.Sign(draft, signingKey, index);
            File.WriteAllBytes(target + ".new", package);
            File.Move(target + ".new", target, overwrite: true);
            Print(draft, signingKey, index, package, parsed.GetValue(output)!.ToString(), parsed.GetValue(json));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string OnlyOf(IReadOnlyList<string> classes) => classes.Count switch
    {
        1 => classes[0],
        0 => throw new ToolException(ExitCodes.Usage, "--assembly: no class in it derives from DeviceApplication; it is no product"),
        _ => throw new ToolException(ExitCodes.Usage, $"--class: say which one is the product: {string.Join(", ", classes)}"),
    };

    private static byte[] ParseKey(string? text)
    {
        if (text is null)
        {
            return [];
        }

        var isHex = text.Length == 2 * LmsSignature.PublicKeySize && text.All(char.IsAsciiHexDigit);
        return isHex && Convert.FromHexString(text) is var key && LmsSignature.SizeFor(key) != 0
            ? key
            : throw new ToolException(ExitCodes.Usage, "--next-key: must be the 112 hexadecimal digits that 'update key show' prints");
    }

    private static void Print(PackageDraft draft, SigningKey key, int index, byte[] package, string file, bool isJson)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.UpdatePackage, new
            {
                Package = file,
                Size = package.Length,
                draft.Product,
                draft.Release,
                draft.ClassName,
                AssemblySize = draft.Assembly.Length,
                HostAssemblySize = draft.HostAssembly.Length,
                key.Fingerprint,
                Index = index,
                key.Left,
            }));
            return;
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"package:     {file}, {package.Length} bytes"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"product:     {draft.Product} release {draft.Release}, class {draft.ClassName}"));
        Console.Out.WriteLine($"compiled for {string.Join(", ", draft.Libraries.Select(l => $"{l.Name} {l.Major}.{l.Minor}.{l.Build}.{l.Revision}"))}");
        Console.Out.WriteLine($"boards:      {(draft.Boards.Count == 0 ? "all" : string.Join(", ", draft.Boards))}");
        Console.Out.WriteLine($"signed by:   {key.Fingerprint}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"signatures:  {key.Left} of {key.Signatures} left"));
    }
}
