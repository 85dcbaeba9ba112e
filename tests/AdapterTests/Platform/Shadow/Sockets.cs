using System;
using System.Net;
using System.Net.Sockets;
using NanoMqttDevice.AdapterTests.Platform;

namespace NanoMqttDevice
{
    internal static class Dns
    {
        public static IPHostEntry GetHostEntry(string host)
        {
            return host == TimeHost.Name ? new IPHostEntry { AddressList = new[] { TimeHost.Address } } : throw new SocketException(11001);
        }
    }

    /// <summary>A datagram socket, as far as it is used.</summary>
    internal sealed class Socket
    {
        private byte[] _answer;

        public Socket(AddressFamily family, SocketType type, ProtocolType protocol)
        {
            if (family != AddressFamily.InterNetwork || type != SocketType.Dgram || protocol != ProtocolType.Udp)
            {
                throw new ArgumentException("not a datagram socket");
            }

            TimeHost.Open++;
        }

        public int ReceiveTimeout { get; set; }

        public void Connect(IPEndPoint peer)
        {
            if (!peer.Address.Equals(TimeHost.Address) || peer.Port != TimeHost.Port)
            {
                throw new SocketException(10061);
            }
        }

        public int Send(byte[] buffer)
        {
            _answer = TimeHost.Answer?.Invoke(buffer);
            return buffer.Length;
        }

        public int Receive(byte[] buffer)
        {
            if (_answer == null)
            {
                VirtualTime.Advance(ReceiveTimeout);
                throw new SocketException(10060);
            }

            int length = Math.Min(_answer.Length, buffer.Length);
            Array.Copy(_answer, buffer, length);
            return length;
        }

        public void Close()
        {
            TimeHost.Open--;
        }
    }
}
