namespace NanoMqttDevice.SystemTests.Documents;

/// <summary>What the documents' commands leave in a checkout holds secrets, or is nobody else's concern: git does not take it.</summary>
[TestClass]
public sealed class IgnoredFileTests
{
    [TestMethod]
    [DataRow("device.json", true)]
    [DataRow("accounts.json", true)]
    [DataRow("common.json", true)]
    [DataRow("clients.csv", true)]
    [DataRow("token.json", true)]
    [DataRow("devices.csv", true)]
    [DataRow("devices.result.csv", true)]
    [DataRow("GID_Demo@@@0001.json", true)]
    [DataRow("GID_Demo@@@0001.json.old", true)]
    [DataRow("flash-of-0001/settings-a", true)]
    [DataRow("board", true)]
    [DataRow("NanoMqttDevice.bin", true)]
    [DataRow("service.db", true)]
    [DataRow("service.db-wal", true)]
    [DataRow("service.db.ca.pem", true)]
    [DataRow("service.db.ca-key.pem", true)]
    [DataRow("service.db.sessions", true)]
    [DataRow("service.db.sessions-wal", true)]
    [DataRow("flash/boards.json", false)]
    [DataRow("flash/ca.pem", false)]
    [DataRow("flash/settings-deployment.json", false)]
    public async Task Git_takes_no_file_that_a_command_of_the_documents_leaves(string path, bool isIgnored)
    {
        if (!Path.Exists(Path.Combine(Repository.Root, ".git")))
        {
            Assert.Inconclusive("this is no checkout of git");
        }

        var git = InstalledProgram.Require("git", "apt-get install git");
        var (code, output) = await InstalledProgram.RunAsync(git, ["-C", Repository.Root, "check-ignore", "--no-index", "-q", path]);
        Assert.AreEqual(isIgnored ? 0 : 1, code, output);
    }
}
