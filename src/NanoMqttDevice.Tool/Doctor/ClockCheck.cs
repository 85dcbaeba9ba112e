using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NanoMqttDevice.Tool.Doctor;

/// <summary>Is the clock right, and do time servers answer in this network? Without the time a device can check no certificate.</summary>
internal static class ClockCheck
{
    /// <summary>Port of NTP (RFC 5905).</summary>
    public const int NtpPort = 123;

    private const string Name = "clock";
    private const int PacketSize = 48;
    private const int TransmitTime = 40;

    // Version 4, client (RFC 4330, section 5).
    private const byte ClientMode = 0x23;

    // More than this and certificates that were issued lately may be refused.
    private static readonly TimeSpan _tolerance = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(3);
    private static readonly DateTimeOffset _epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Asks a time server.</summary>
    /// <param name="server">Its name, or name and port parted by a colon.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The finding.</returns>
    public static async Task<Finding> RunAsync(string server, TimeProvider time, CancellationToken cancellationToken)
    {
        var parts = server.Split(':');
        var port = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : NtpPort;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        try
        {
            using var client = new UdpClient();
            client.Connect(parts[0], port);
            var request = new byte[PacketSize];
            request[0] = ClientMode;
            await client.SendAsync(request, limit.Token).ConfigureAwait(false);
            var answer = await client.ReceiveAsync(limit.Token).ConfigureAwait(false);
            return Judge(server, answer.Buffer, time.GetUtcNow());
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Finding.Warning(
                Name, $"{server} tells no time ({(e is SocketException ? e.Message : $"no answer within {_limit.TotalSeconds:0} s")}); "
                    + $"a device with tls on needs it: let UDP port {NtpPort} out, or see --ntp");
        }
    }

    private static Finding Judge(string server, byte[] answer, DateTimeOffset now)
    {
        var seconds = answer.Length >= PacketSize ? BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(TransmitTime)) : 0;
        if (seconds == 0)
        {
            return Finding.Warning(Name, $"{server} answers without a time; see --ntp");
        }

        // Seconds since 1900 that begin anew in 2036 (RFC 4330, section 3): a small number is from after that.
        var offset = now - _epoch.AddSeconds(seconds < 0x80000000 ? seconds + 0x100000000L : seconds);
        return offset.Duration() <= _tolerance
            ? Finding.Ok(Name, $"right to {Math.Max(1, Math.Ceiling(offset.Duration().TotalSeconds)).ToString(CultureInfo.InvariantCulture)} s, by {server}")
            : Finding.Failed(Name, $"this machine is {offset.Duration():d\\.hh\\:mm\\:ss} {(offset > TimeSpan.Zero ? "ahead of" : "behind")} {server}; set its clock");
    }
}
