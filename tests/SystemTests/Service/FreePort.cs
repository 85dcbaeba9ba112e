using System.Net;
using System.Net.Sockets;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Ports for programs that cannot be told to take a free one.</summary>
internal static class FreePort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
