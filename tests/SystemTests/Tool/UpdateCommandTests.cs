using System.Buffers.Binary;
using System.Text.Json.Nodes;
using NanoMqttDevice.Security;
using NanoMqttDevice.Tool.Updates;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>Signing keys and packages, as a user makes them; and that no index of a key signs twice.</summary>
[TestClass]
public sealed class UpdateCommandTests : IDisposable
{
    private const int Kills = 12;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task A_key_is_made_for_its_owner_alone_and_shows_no_secret()
    {
        var made = await ToolRun.StartAsync("", "update", "key", "create", KeyPath, "--json");
        Assert.AreEqual(0, made.ExitCode, made.Error);
        var shown = await ToolRun.StartAsync("", "update", "key", "show", KeyPath, "--json");
        Assert.AreEqual(made.Output, shown.Output);
        var json = JsonNode.Parse(made.Output)!;
        var publicKey = Convert.FromHexString((string)json["publicKey"]!);
        Assert.AreEqual(2508, LmsSignature.SizeFor(publicKey));
        Assert.AreEqual(UpdateKey.ShowFingerprint(publicKey), (string)json["fingerprint"]!);
        Assert.AreEqual(1024, (int)json["left"]!);
        var seed = (string)JsonNode.Parse(await File.ReadAllTextAsync(KeyPath))!["seed"]!;
        Assert.DoesNotContain(seed, made.Output + made.Error + shown.Error);
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        }

        var before = await File.ReadAllTextAsync(KeyPath);
        (await ToolRun.StartAsync("", "update", "key", "create", KeyPath)).AssertRefused(2, "a key is never overwritten");
        Assert.AreEqual(before, await File.ReadAllTextAsync(KeyPath));
        TestFolder.SetMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await ToolRun.StartAsync("", "update", "key", "show", KeyPath)).AssertRefused(2, "others can read");
        (await ToolRun.StartAsync("", "update", "key", "create", _folder.PathOf("x"), "--height", "20")).AssertRefused(2, "--height: must be 10 or 15");
    }

    [TestMethod]
    public async Task A_package_is_what_a_device_accepts_and_says_how_many_signatures_are_left()
    {
        var key = MakeKey(0);
        var assembly = MakeProduct();
        var run = await ToolRun.StartAsync("", Pack(assembly, "--board", "ESP32_REV", "--host-assembly", ProductDll, "--json"));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var json = JsonNode.Parse(run.Output)!;
        Assert.AreEqual(0, (int)json["index"]!);
        Assert.AreEqual(1023, (int)json["left"]!);

        var package = await File.ReadAllBytesAsync(PackagePath);
        var publicKey = Convert.FromHexString(key.PublicKey);
        Assert.AreEqual(PackageError.None, PackageFile.Check(package, publicKey));
        var header = PackageHeader.Parse(package, package.Length);
        Assert.AreEqual("thermometer", header.Product);
        Assert.AreEqual(3, header.Release);
        Assert.AreEqual("NanoMqttDevice.Application", header.ClassName);
        Assert.Contains(l => l.Name == PackageTarget.CoreName, header.Libraries);
        CollectionAssert.AreEqual(await File.ReadAllBytesAsync(assembly), package[header.AssemblyOffset..(header.AssemblyOffset + header.AssemblySize)]);
        CollectionAssert.AreEqual(await File.ReadAllBytesAsync(ProductDll), package[(header.AssemblyOffset + header.AssemblySize)..]);

        // The packer's choice: an average header takes some 560 blocks.
        var check = new PackageCheck();
        check.Begin(header, isHost: false, publicKey, (offset, buffer, count) =>
        {
            package.AsSpan(offset, count).CopyTo(buffer);
            return true;
        });
        while (!check.Step())
        {
            Assert.IsLessThan(470, check.Compressions);
        }

        package[^1] ^= 1;
        Assert.AreEqual(PackageError.Digest, PackageFile.Check(package, publicKey));
    }

    [TestMethod]
    [DataRow("--release", "0", "--release: must be 1 or more")]
    [DataRow("--product", "a b", "--product: must have 1 to 32 characters")]
    [DataRow("--product", "123456789012345678901234567890123", "--product: must have 1 to 32 characters")]
    [DataRow("--heap", "-1", "--heap: must be 0 or more")]
    [DataRow("--class", "No.Such", "--class: 'No.Such' is no product in the assembly")]
    [DataRow("--next-key", "00", "--next-key: must be the 112 hexadecimal digits")]
    [DataRow("--board", "", "--board: must have 1 to 96 characters")]
    public async Task What_is_wrong_is_refused_before_a_signature_is_used(string option, string value, string says)
    {
        MakeKey(0);
        var arguments = Pack(MakeProduct()).ToList();
        var at = arguments.IndexOf(option);
        if (at >= 0)
        {
            arguments[at + 1] = value;
        }
        else
        {
            arguments.AddRange([option, value]);
        }

        (await ToolRun.StartAsync("", [.. arguments])).AssertRefused(2, says);
        Assert.AreEqual(0, new SigningKeyFile("FILE", KeyPath).Read().Next);
        Assert.IsFalse(File.Exists(PackagePath));
    }

    [TestMethod]
    public async Task Files_that_are_something_else_are_refused()
    {
        MakeKey(0);
        var assembly = MakeProduct();
        await File.WriteAllTextAsync(assembly, "MZ");
        (await ToolRun.StartAsync("", Pack(assembly))).AssertRefused(2, "is no assembly of nanoFramework");
        await File.WriteAllTextAsync(assembly, "NFMRK1");
        await File.WriteAllTextAsync(Path.ChangeExtension(assembly, ".dll"), "x");
        (await ToolRun.StartAsync("", Pack(assembly))).AssertRefused(2, "is no .NET assembly");
        File.Delete(Path.ChangeExtension(assembly, ".dll"));
        (await ToolRun.StartAsync("", Pack(assembly))).AssertRefused(2, "--assembly: ");
        _folder.WritePrivate("update.key", "{\"height\":10,\"seed\":\"0011\"}");
        var run = await ToolRun.StartAsync("", Pack(MakeProduct()));
        run.AssertRefused(2, "is no signing key, or is damaged");
        Assert.DoesNotContain("0011", run.Error);
    }

    [TestMethod]
    public async Task A_key_that_is_used_up_signs_nothing()
    {
        MakeKey(1023);
        var last = await ToolRun.StartAsync("", Pack(MakeProduct(), "--json"));
        Assert.AreEqual(0, last.ExitCode, last.Error);
        Assert.AreEqual(0, (int)JsonNode.Parse(last.Output)!["left"]!);
        var package = await File.ReadAllBytesAsync(PackagePath);
        (await ToolRun.StartAsync("", Pack(MakeProduct()))).AssertRefused(1, "all 1024 signatures");
        CollectionAssert.AreEqual(package, await File.ReadAllBytesAsync(PackagePath));
    }

    [TestMethod]
    public void What_a_crash_leaves_beside_the_key_does_not_matter()
    {
        MakeKey(5);
        _folder.Write("update.key.new", "{\"next\":");
        _folder.Write("update.key.lock", "");
        var file = new SigningKeyFile("FILE", KeyPath);
        Assert.AreEqual(5, file.Reserve().Index);
        Assert.AreEqual(6, file.Reserve().Index);
        Assert.AreEqual(7, file.Read().Next);
    }

    [TestMethod]
    public void An_index_is_on_the_disk_before_it_is_given_out()
    {
        MakeKey(5);
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("a folder cannot be made read-only there");
        }

        // The file cannot be replaced: nothing is given out. (Not for root, whom no mode stops: a folder of that name does.)
        Directory.CreateDirectory(KeyPath + ".new");
        Assert.ThrowsExactly<UnauthorizedAccessException>(() => new SigningKeyFile("FILE", KeyPath).Reserve());
        Directory.Delete(KeyPath + ".new");
        Assert.AreEqual(5, new SigningKeyFile("FILE", KeyPath).Reserve().Index);
    }

    [TestMethod]
    public void Threads_at_once_get_different_indices()
    {
        MakeKey(0);
        var indices = Enumerable.Range(0, 40).AsParallel().WithDegreeOfParallelism(8)
            .Select(_ => new SigningKeyFile("FILE", KeyPath).Reserve().Index).Order().ToList();
        CollectionAssert.AreEqual(Enumerable.Range(0, 40).ToList(), indices);
    }

    [TestMethod]
    public async Task Programs_at_once_get_different_indices()
    {
        MakeKey(0);
        var assembly = MakeProduct();
        var runs = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(i => ToolRun.StartAsync("", [.. Pack(assembly, "--json").Select(a => a == PackagePath ? $"{PackagePath}{i}" : a)])));
        var indices = runs.Select(r => (int)JsonNode.Parse(r.Output)!["index"]!).Order().ToList();
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3 }, indices);
        for (var i = 0; i < runs.Length; i++)
        {
            Assert.AreEqual((int)JsonNode.Parse(runs[i].Output)!["index"]!, IndexOf($"{PackagePath}{i}"));
        }
    }

    [TestMethod]
    public async Task A_program_that_is_killed_at_any_moment_leaves_a_key_that_uses_no_index_twice()
    {
        MakeKey(0);
        var assembly = MakeProduct();
        var random = new Random(12);
        var (used, before) = (new HashSet<int>(), 0);
        for (var i = 0; i < Kills; i++)
        {
            // From before the first to after the last moment that matters: as long as a whole run takes.
            var path = $"{PackagePath}{i}";
            using (var process = ToolRun.Start([.. Pack(assembly).Select(a => a == PackagePath ? path : a)]))
            {
                process.StandardInput.Close();
                await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(random.Next(200, 3000)));
                process.Kill();
                await process.WaitForExitAsync();
            }

            var next = new SigningKeyFile("FILE", KeyPath).Read().Next;
            Assert.IsTrue(next == before || next == before + 1, $"{before} became {next}");
            if (File.Exists(path))
            {
                Assert.IsTrue(used.Add(IndexOf(path)), "an index signed twice");
                Assert.AreEqual(next - 1, IndexOf(path));
            }

            before = next;
        }

        var last = await ToolRun.StartAsync("", Pack(assembly));
        Assert.AreEqual(0, last.ExitCode, last.Error);
        Assert.AreEqual(before, IndexOf(PackagePath));
    }

    private static string ProductDll => Path.Combine(AppContext.BaseDirectory, "NanoMqttDevice.Application.dll");

    private string KeyPath => _folder.PathOf("update.key");

    private string PackagePath => _folder.PathOf("product.nmdp");

    private static int IndexOf(string path)
    {
        var package = File.ReadAllBytes(path);
        var header = PackageHeader.Parse(package, package.Length);
        return BinaryPrimitives.ReadInt32BigEndian(package.AsSpan(header.Size));
    }

    private string[] Pack(string assembly, params string[] more) =>
        ["update", "pack", "--key", KeyPath, "--product", "thermometer", "--release", "3", "--assembly", assembly, "--out", PackagePath, .. more];

    private SigningKey MakeKey(int next)
    {
        var key = SigningKey.Create(10) with { Next = next };
        new SigningKeyFile("FILE", KeyPath).Create(key);
        return key;
    }

    // What the nanoFramework build leaves: the tool looks at the mark of the .pe, and for all else at the .dll.
    private string MakeProduct()
    {
        var path = _folder.PathOf("product.pe");
        File.WriteAllBytes(path, [.. "NFMRK1"u8, .. Enumerable.Range(0, 3000).Select(i => (byte)i)]);
        File.Copy(ProductDll, _folder.PathOf("product.dll"), overwrite: true);
        return path;
    }
}
