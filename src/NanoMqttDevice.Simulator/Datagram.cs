using System.Net.Sockets;

namespace NanoMqttDevice.Simulator;

/// <summary>One datagram of the PC's network, and its answer.</summary>
internal static class Datagram
{
    // Above what any answer is that the device asks for.
    private const int MaxSize = 1500;

    /// <summary>Sends a datagram and waits for the one that answers it.</summary>
    /// <param name="host">Host name or address.</param>
    /// <param name="port">UDP port.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="answer">Receives the answer; what is longer is cut.</param>
    /// <param name="timeout">Limit in milliseconds for the answer.</param>
    /// <returns>Bytes that came.</returns>
    /// <exception cref="SocketException">The name is not known, or no answer came.</exception>
    public static int Exchange(string host, int port, byte[] request, byte[] answer, int timeout)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = timeout };
        socket.Connect(host, port);
        socket.Send(request);
        var buffer = new byte[MaxSize];
        var length = Math.Min(socket.Receive(buffer), answer.Length);
        buffer.AsSpan(0, length).CopyTo(answer);
        return length;
    }
}
