using System.Text;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.SystemTests.Provisioning;

/// <summary>Cuts the device's power when it has been told to commit.</summary>
internal sealed class PowerCutChannel(ISerialChannel inner, Func<Task> cut) : ISerialChannel
{
    public string Name => inner.Name;

    public bool WasCut { get; private set; }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await inner.SendAsync(data, cancellationToken);
        if (!WasCut && Encoding.UTF8.GetString(data.Span).EndsWith(" commit\n", StringComparison.Ordinal))
        {
            WasCut = true;
            await cut();
        }
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => inner.ReceiveAsync(buffer, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
