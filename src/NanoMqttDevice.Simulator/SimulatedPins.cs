using System.Collections.Concurrent;
using System.Device.Gpio;

namespace NanoMqttDevice.Simulator;

/// <summary>
/// The pins of a simulated board: what the product writes can be read, and what it reads can be set, from tests and from the command line. Safe for use by
/// several threads; a product hears of a change on the thread that makes it, as on a board on one that is not its own.
/// </summary>
public sealed class SimulatedPins : GpioDriver
{
    private const int Pins = 64;

    private readonly ConcurrentDictionary<int, Pin> _open = new();
    private readonly ConcurrentDictionary<int, bool> _levels = new();
    private readonly HashSet<int> _taken;

    /// <summary>Makes pins that are low or pulled up.</summary>
    /// <param name="taken">GPIOs that the board itself uses: opening one throws, as on a board.</param>
    public SimulatedPins(params int[] taken)
    {
        _taken = [.. taken];
    }

    /// <summary>Raised when the product has written another level to a pin.</summary>
    public event Action<int, bool>? Written;

    /// <inheritdoc/>
    protected override int PinCount => Pins;

    /// <summary>Makes what the product opens its pins with.</summary>
    /// <returns>A controller over these pins.</returns>
    public GpioController CreateController()
    {
        // What a start had open is closed by the next.
        _open.Clear();
        return new GpioController(this);
    }

    /// <summary>Gives the level of a pin.</summary>
    /// <param name="pin">GPIO.</param>
    /// <returns>True for high.</returns>
    public bool Get(int pin) => _levels.GetValueOrDefault(pin);

    /// <summary>Sets the level of a pin from outside, as a button or a wire does.</summary>
    /// <param name="pin">GPIO.</param>
    /// <param name="isHigh">The level.</param>
    public void Set(int pin, bool isHigh)
    {
        var was = _levels.GetValueOrDefault(pin, isHigh != true);
        _levels[pin] = isHigh;
        if (was != isHigh && _open.TryGetValue(pin, out var open))
        {
            open.Changed?.Invoke(this, new PinValueChangedEventArgs(isHigh ? PinEventTypes.Rising : PinEventTypes.Falling, pin));
        }
    }

    /// <inheritdoc/>
    protected override void OpenPin(int pinNumber)
    {
        if (_taken.Contains(pinNumber) || pinNumber is < 0 or >= Pins || !_open.TryAdd(pinNumber, new Pin()))
        {
            throw new InvalidOperationException($"GPIO {pinNumber} is taken.");
        }
    }

    /// <inheritdoc/>
    protected override void ClosePin(int pinNumber) => _open.TryRemove(pinNumber, out _);

    /// <inheritdoc/>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        _open[pinNumber].Mode = mode;
        if (mode == PinMode.InputPullUp)
        {
            _levels.TryAdd(pinNumber, true);
        }
    }

    /// <inheritdoc/>
    protected override PinMode GetPinMode(int pinNumber) => _open[pinNumber].Mode;

    /// <inheritdoc/>
    protected override PinValue Read(int pinNumber) => Get(pinNumber);

    /// <inheritdoc/>
    protected override void Write(int pinNumber, PinValue value)
    {
        var isHigh = value == PinValue.High;
        if (Get(pinNumber) != isHigh)
        {
            _levels[pinNumber] = isHigh;
            Written?.Invoke(pinNumber, isHigh);
        }
    }

    /// <inheritdoc/>
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A product of a board does not wait for a pin: nanoFramework has no such call.");

    /// <inheritdoc/>
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        _open[pinNumber].Changed += (sender, e) =>
        {
            if ((e.ChangeType & eventTypes) != 0)
            {
                callback(sender, e);
            }
        };

    /// <inheritdoc/>
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => _open[pinNumber].Changed = null;

    private sealed class Pin
    {
        public PinMode Mode { get; set; } = PinMode.Input;

        public PinChangeEventHandler? Changed { get; set; }
    }
}
