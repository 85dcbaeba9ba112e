namespace NanoMqttDevice.Tool.Flashing;

/// <summary>The files of <c>flash/</c>, which lie beside the tool wherever it is started from.</summary>
internal static class FlashFiles
{
    /// <summary>The board table.</summary>
    public const string Boards = "boards.json";

    /// <summary>The certificate authority that is deployed unless another is given.</summary>
    public const string Ca = "ca.pem";

    /// <summary>Template of nanoff's file deployment.</summary>
    public const string FileDeployment = "file-deployment.json";

    /// <summary>Template of nanoff's file deployment for a device's settings.</summary>
    public const string SettingsDeployment = "settings-deployment.json";

    /// <summary>Template of nanoff's network deployment.</summary>
    public const string NetworkDeployment = "network-deployment.json";

    /// <summary>Gives the path of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The full path.</returns>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "flash", name);

    /// <summary>Reads a file.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="ToolException">It is not there or cannot be read.</exception>
    public static string Read(string name)
    {
        try
        {
            return File.ReadAllText(PathOf(name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Failed, $"{e.Message} The file belongs to the tool: build or install it again.");
        }
    }
}
