using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>The account's keys, which sign the calls of the server API and the logins of an application server.</summary>
/// <param name="Account">AccessKey ID and secret.</param>
/// <param name="SecurityToken">The token that goes with temporary keys of the vendor's STS; null with lasting ones.</param>
internal sealed record AccountKeys(ServiceAccount Account, string? SecurityToken)
{
    /// <summary>The keys without their secrets, fit for a log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Account.ToString();
}
