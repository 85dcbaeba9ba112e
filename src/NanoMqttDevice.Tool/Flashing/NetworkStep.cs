namespace NanoMqttDevice.Tool.Flashing;

/// <summary>The step that tells a device its Wi-Fi network.</summary>
internal static class NetworkStep
{
    /// <summary>Makes the step.</summary>
    /// <param name="port">Serial port of the board.</param>
    /// <param name="ssid">Name of the network.</param>
    /// <param name="password">Its password.</param>
    /// <returns>The step.</returns>
    public static FlashStep Create(string port, string ssid, string password) => new()
    {
        Name = "network",
        What = $"Wi-Fi network '{ssid}'",
        Arguments = [FlashPlan.NoVersionCheck, "--networkdeployment"],
        FileName = "network.json",
        FileText = DeploymentTemplate.Fill(FlashFiles.NetworkDeployment, new Dictionary<string, string>
        {
            ["port"] = port,
            ["wifi-ssid"] = ssid,
            ["wifi-password"] = password,
        }),
        Limit = TimeSpan.FromMinutes(2),
        Judge = StepVerdict.OfNetwork,
    };
}
