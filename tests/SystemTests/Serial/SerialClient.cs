using System.IO.Ports;

namespace NanoMqttDevice.SystemTests.Serial;

/// <summary>A program at the other end of a serial port, through System.IO.Ports as every .NET program does it.</summary>
internal sealed class SerialClient : IDisposable
{
    private const int Baud = 115200;
    private const int Limit = 20000;

    public SerialClient(string name)
    {
        Port = new SerialPort(name, Baud) { ReadTimeout = Limit, WriteTimeout = Limit, NewLine = "\n" };
        Port.Open();
    }

    public SerialPort Port { get; }

    /// <summary>Sends a request and gives the lines of its answer, parted by a slash.</summary>
    public string Ask(string request)
    {
        Port.Write(request + "\n");
        return ReadAnswer();
    }

    /// <summary>Reads up to a line that ends an answer.</summary>
    public string ReadAnswer()
    {
        var answer = "";
        while (true)
        {
            var line = Port.ReadLine().TrimEnd('\r');
            answer += line;
            if (line == "OK" || line.StartsWith("ERR ", StringComparison.Ordinal))
            {
                return answer;
            }

            answer += "/";
        }
    }

    /// <summary>Reads that many bytes.</summary>
    public byte[] ReadBytes(int count)
    {
        var bytes = new byte[count];
        for (var got = 0; got < count;)
        {
            got += Port.Read(bytes, got, count - got);
        }

        return bytes;
    }

    public void Dispose() => Port.Dispose();
}
