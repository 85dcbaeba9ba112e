using System.Collections.Concurrent;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>
/// A Wi-Fi that knows networks and their passwords and has outages. Like a board's firmware it joins again by itself when an outage ends,
/// once it was joined. Safe for use by several threads.
/// </summary>
public sealed class SimulatedWifi : INetworkLink
{
    private readonly ConcurrentDictionary<string, string> _networks = new(StringComparer.Ordinal);
    private volatile string? _ssid;
    private volatile string _password;
    private volatile bool _isJoined;
    private volatile bool _isOut;
    private volatile bool _hasAddresses = true;

    /// <summary>Makes a Wi-Fi with one network, whose name and password the board has been told.</summary>
    /// <param name="ssid">Name of the network.</param>
    /// <param name="password">Its password.</param>
    public SimulatedWifi(string ssid = "simulated", string password = "simulated")
    {
        _networks[ssid] = password;
        _ssid = ssid;
        _password = password;
    }

    /// <summary>True while nothing is in range.</summary>
    public bool IsOut
    {
        get => _isOut;
        set => _isOut = value;
    }

    /// <summary>False when networks give no address.</summary>
    public bool HasAddresses
    {
        get => _hasAddresses;
        set => _hasAddresses = value;
    }

    /// <inheritdoc/>
    public string? Ssid => _ssid;

    /// <inheritdoc/>
    public string Hostname { get; set; } = "";

    /// <inheritdoc/>
    public bool IsUp => _isJoined && !_isOut && _hasAddresses;

    /// <summary>UDP port that stands for port 123 of every host, or 0: NTP's own belongs to the system on most machines.</summary>
    public int NtpPort { get; init; }

    /// <inheritdoc/>
    public int Exchange(string host, int port, byte[] request, byte[] answer, int timeout)
    {
        if (!IsUp)
        {
            return 0;
        }

        return Datagram.Exchange(host, port == TimeQuery.Port && NtpPort != 0 ? NtpPort : port, request, answer, timeout);
    }

    /// <inheritdoc/>
    public void Forget()
    {
        _isJoined = false;
        _ssid = null;
        _password = "";
    }

    /// <summary>Brings a network into range, or changes its password.</summary>
    /// <param name="ssid">Name of the network.</param>
    /// <param name="password">Its password.</param>
    public void AddNetwork(string ssid, string password) => _networks[ssid] = password;

    /// <summary>Tells the board which network to join, and leaves the one it is in.</summary>
    /// <param name="ssid">Name of the network.</param>
    /// <param name="password">The password to try.</param>
    public void Configure(string ssid, string password)
    {
        _isJoined = false;
        _ssid = ssid;
        _password = password;
    }

    /// <inheritdoc/>
    public LinkResult Join(int timeout) => _ssid is { } ssid ? TryJoin(ssid, _password) : LinkResult.Failed;

    /// <inheritdoc/>
    public LinkResult Join(string ssid, string password, int timeout)
    {
        _isJoined = false;
        var result = TryJoin(ssid, password);
        if (result == LinkResult.Joined)
        {
            (_ssid, _password) = (ssid, password);
        }

        return result;
    }

    /// <summary>Looks for networks; their signals are as strong as their names are short.</summary>
    /// <param name="timeout">Not needed: it takes no time.</param>
    /// <returns>What is in range, strongest first.</returns>
    public WifiNetwork[] Scan(int timeout) => _isOut
        ? []
        : [.. _networks.Select(n => new WifiNetwork(n.Key, -40 - n.Key.Length, n.Value != "")).OrderByDescending(n => n.Rssi).ThenBy(n => n.Ssid)];

    private LinkResult TryJoin(string ssid, string password)
    {
        if (_isOut || !_networks.TryGetValue(ssid, out var wanted))
        {
            return LinkResult.NetworkNotFound;
        }

        if (wanted != password)
        {
            return LinkResult.WrongPassword;
        }

        _isJoined = true;
        return _hasAddresses ? LinkResult.Joined : LinkResult.NoAddress;
    }
}
