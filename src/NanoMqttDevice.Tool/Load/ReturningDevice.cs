using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Tool.Load;

/// <summary>
/// A device that has been online and comes back after an outage when the firmware says so: its <see cref="Supervisor"/>, with its full-jitter
/// <see cref="Backoff"/>, decides.
/// </summary>
internal sealed class ReturningDevice
{
    private readonly Supervisor _supervisor;

    /// <summary>Makes a device that is online and has settled.</summary>
    /// <param name="random">Its jitter.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    public ReturningDevice(IRandom random, long now)
    {
        _supervisor = new Supervisor(random);
        var online = now - Supervisor.SettleTime;
        Begin(online);
        _supervisor.OnConnected(online);
        Step(now);
    }

    /// <summary>The connection is lost.</summary>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <returns>When the first try is due.</returns>
    public long Lose(long now)
    {
        _supervisor.OnConnectionLost(now, OfflineCause.ConnectionLost);
        return _supervisor.NextTry;
    }

    /// <summary>A try begins, which the supervisor must want.</summary>
    /// <param name="now">Milliseconds of the clock, not before it is due.</param>
    /// <exception cref="InvalidOperationException">It does not want one.</exception>
    public void Begin(long now)
    {
        // Waiting, joined, connecting: a step each.
        const int Steps = 3;
        for (var i = 0; i < Steps; i++)
        {
            if (Step(now) == SupervisorAction.Connect)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The device does not connect, it is {_supervisor.State}.");
    }

    /// <summary>The try has failed.</summary>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <param name="returnCode">Return code of the CONNACK that refused; 0 when there was none.</param>
    /// <returns>When the next one is due.</returns>
    public long Fail(long now, int returnCode)
    {
        _supervisor.OnConnectFailed(now, returnCode == 0 ? OfflineCause.ConnectFailed : OfflineCause.Refused, returnCode);
        return _supervisor.NextTry;
    }

    private SupervisorAction Step(long now) => _supervisor.Step(now, provisioned: true, linkUp: true, clockReady: true, sessionIdle: true);
}
