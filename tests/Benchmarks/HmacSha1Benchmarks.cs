using System.Text;
using BenchmarkDotNet.Attributes;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Benchmarks;

/// <summary>
/// What one HMAC costs beside the compressions it cannot do without: the longest client ID and a usual secret take five blocks. Read the ratio,
/// not the times: it was set as a goal to stay below 1.5.
/// </summary>
[InProcess]
public class HmacSha1Benchmarks
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes("DC.0123456789abcdefghijkl");
    private readonly byte[] _clientId = Encoding.UTF8.GetBytes("GID_Test@@@" + new string('x', 53));
    private readonly byte[] _block = new byte[Sha1.BlockSize];
    private readonly byte[] _mac = new byte[Sha1.DigestSize];
    private readonly Sha1 _sha1 = new();
    private readonly HmacSha1 _hmac = new();

    /// <summary>Five compressions and nothing else.</summary>
    [Benchmark(Baseline = true)]
    public void FiveCompressions()
    {
        for (var i = 0; i < 5; i++)
        {
            _sha1.Update(_block, 0, Sha1.BlockSize);
        }
    }

    /// <summary>The HMAC of a login.</summary>
    [Benchmark]
    public void OneHmac() => _hmac.Compute(_secret, _clientId, _mac);
}
