using System;
using System.Device.Gpio;
using System.IO.Ports;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>The serial port for provisioning, at 115,200 baud, 8 bits, no parity, 1 stop bit.</summary>
    public sealed class UartLine : ISerialLine
    {
        private const int BaudRate = 115200;

        // Room for what arrives while a step takes long; what does not fit is lost without a word.
        private const int BufferSize = 1024;

        // Three times what a buffer takes to leave.
        private const int Limit = 300;

        // From a function of one port to the same of the next.
        private const int NextPort = DeviceFunction.COM2_TX - DeviceFunction.COM1_TX;

        private readonly SerialPort _port;
        private readonly GpioPin _tx;
        private readonly GpioPin _rx;

        /// <summary>Opens the port; throws when the debug protocol has it.</summary>
        /// <param name="board">Says which port, on which pins.</param>
        public UartLine(BoardInfo board)
        {
            int offset = (board.Uart - 1) * NextPort;
            if (board.Uart > 1)
            {
                // Before the port has them, so that it takes them over; kept, nobody else can open them. Those of COM1 may be the debugger's.
                _tx = Reserve(board.TxPin);
                _rx = Reserve(board.RxPin);
            }

            Configuration.SetPinFunction(board.TxPin, DeviceFunction.COM1_TX + offset);
            Configuration.SetPinFunction(board.RxPin, DeviceFunction.COM1_RX + offset);
            _port = new SerialPort("COM" + board.Uart, BaudRate);
            _port.ReadBufferSize = BufferSize;
            _port.ReadTimeout = Limit;
            _port.WriteTimeout = Limit;
            _port.Open();
            _port.DataReceived += OnDataReceived;
        }

        /// <summary>Raised on a thread of the platform when bytes have arrived. The handler must not block.</summary>
        public event ThreadStart Arrived;

        /// <inheritdoc/>
        public int Read(byte[] buffer)
        {
            // Asked for more than there is, the port would wait for it.
            int count = _port.BytesToRead;
            if (count == 0)
            {
                return 0;
            }

            try
            {
                return _port.Read(buffer, 0, count < buffer.Length ? count : buffer.Length);
            }
            catch (TimeoutException)
            {
                // An overrun has emptied the port since it was asked. What has come since is still there.
                return 0;
            }
        }

        /// <inheritdoc/>
        public void Write(byte[] data, int count)
        {
            _port.Write(data, 0, count);
        }

        private void OnDataReceived(object sender, SerialDataReceivedEventArgs e)
        {
            Arrived?.Invoke();
        }

        private static GpioPin Reserve(int pin)
        {
            try
            {
                return new GpioController().OpenPin(pin, PinMode.Input);
            }
            catch (Exception)
            {
                // Somebody has it, or there are no pins: the port is not the one to complain.
                return null;
            }
        }
    }
}
