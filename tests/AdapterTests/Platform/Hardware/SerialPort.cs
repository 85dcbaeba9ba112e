using NanoMqttDevice.AdapterTests.Platform;

namespace System.IO.Ports
{
    internal delegate void SerialDataReceivedEventHandler(object sender, SerialDataReceivedEventArgs e);

    internal sealed class SerialDataReceivedEventArgs : EventArgs
    {
    }

    /// <summary>Read waits for all the bytes it was asked for, and leaves them where they are when they do not come.</summary>
    internal sealed class SerialPort
    {
        private int _readBufferSize = 256;

        public SerialPort(string portName, int baudRate)
        {
            Port.Name = portName;
            Port.BaudRate = baudRate;
        }

        public event SerialDataReceivedEventHandler DataReceived;

        public int ReadTimeout { get; set; } = Threading.Timeout.Infinite;

        public int WriteTimeout { get; set; } = Threading.Timeout.Infinite;

        public int ReadBufferSize
        {
            get
            {
                return _readBufferSize;
            }

            set
            {
                _readBufferSize = Port.IsOpen ? throw new InvalidOperationException("open already") : value;
            }
        }

        public int BytesToRead
        {
            get { return Port.ToDevice.Count; }
        }

        public void Open()
        {
            if (Port.IsTaken)
            {
                throw new InvalidOperationException("CLR_E_INVALID_OPERATION");
            }

            Port.IsOpen = true;
            Port.Received = () => DataReceived?.Invoke(this, new SerialDataReceivedEventArgs());
            Port.ReadBufferSize = _readBufferSize;
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            if (Port.Overruns)
            {
                Port.Overruns = false;
                Port.ToDevice.Clear();
                Port.ToDevice.Add((byte)'!');
            }

            if (Port.ToDevice.Count < count)
            {
                VirtualTime.Advance(ReadTimeout == Threading.Timeout.Infinite ? throw new StandstillException() : ReadTimeout);
                throw new TimeoutException();
            }

            Port.ToDevice.CopyTo(0, buffer, offset, count);
            Port.ToDevice.RemoveRange(0, count);
            return count;
        }

        public void Write(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Port.FromDevice.Add(buffer[offset + i]);
            }
        }
    }
}
