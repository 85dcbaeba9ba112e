using System.Net;
using System.Net.Sockets;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// One datagram and its answer. The platform's own SNTP client is not told the server of the settings: it keeps a pointer into the managed heap,
    /// where the name is moved away from under it.
    /// </summary>
    internal static class Datagram
    {
        /// <summary>Sends a datagram and waits for the one that answers it. Throws when the name is not known, and when no answer comes.</summary>
        /// <param name="host">Host name or address. A name that no server knows stops the whole board for some 14 s.</param>
        /// <param name="port">UDP port.</param>
        /// <param name="request">What is sent.</param>
        /// <param name="answer">Receives the answer.</param>
        /// <param name="timeout">Limit in milliseconds for the answer.</param>
        /// <returns>Bytes that came.</returns>
        public static int Exchange(string host, int port, byte[] request, byte[] answer, int timeout)
        {
            Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                // Connected, so that others are not heard.
                socket.Connect(new IPEndPoint(Dns.GetHostEntry(host).AddressList[0], port));
                socket.ReceiveTimeout = timeout;
                socket.Send(request);
                return socket.Receive(answer);
            }
            finally
            {
                socket.Close();
            }
        }
    }
}
