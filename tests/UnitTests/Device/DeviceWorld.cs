using System.Text;
using NanoMqttDevice;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Storage;
using NFUnitTest.Connectivity;
using NFUnitTest.Storage;

namespace NFUnitTest.Device
{
    /// <summary>A device among fakes, and the passing of time.</summary>
    internal sealed class DeviceWorld
    {
        public const string ClientId = "GID_Test@@@0001";
        public const string OwnTopic = "top/p2p/GID_Test@@@0001";

        public DeviceWorld()
        {
            Link.IsUp = true;
            Switch();
        }

        public FakeFlash Flash { get; } = new FakeFlash();

        public FakeLink Link { get; } = new FakeLink();

        public FakeClientFactory Factory { get; } = new FakeClientFactory();

        public FakeClock Clock { get; } = new FakeClock();

        public FakeRandom Random { get; } = new FakeRandom();

        public FakeBoard Board { get; } = new FakeBoard();

        public FakeApplication Application { get; } = new FakeApplication();

        public FakeSerialLine Serial { get; } = new FakeSerialLine();

        public NanoMqttDevice.Device Device { get; private set; }

        public DeviceRunner Runner { get; private set; }

        public SupervisorState State
        {
            get { return Device.Supervisor.State; }
        }

        public FakeMqttClient Client
        {
            get { return Factory.Last; }
        }

        /// <summary>Switches the device off and on again.</summary>
        public void Switch()
        {
            Device = new NanoMqttDevice.Device(Flash, Link, Factory, Clock, Random, Board, Application);
            Runner = new DeviceRunner(Device, new SerialConsole(Device, Serial));
            Device.Boot();
        }

        public static DeviceSettings Settings()
        {
            return new DeviceSettings
            {
                Mode = AuthenticationMode.DeviceCredential,
                Endpoint = "a.b",
                Instance = "mqtt-xxxxx",
                ClientId = ClientId,
                AccessKeyId = "YYYYY",
                Secret = Encoding.UTF8.GetBytes("XXXXX"),
                ParentTopic = "top",
            };
        }

        public StoreResult Provision()
        {
            SettingsError error;
            return Device.Commit(Settings(), out error);
        }

        public DeviceWorld Provisioned()
        {
            Provision();
            Run(200);
            return this;
        }

        /// <summary>Lets time pass, with the workers doing what they are asked to.</summary>
        public void Run(int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += DeviceRunner.StepInterval)
            {
                Runner.Step();
                Device.Opener.RunOne();
                Device.Closer.RunOne();
                Clock.Milliseconds += DeviceRunner.StepInterval;
            }
        }

        /// <summary>Lets time pass while everything that may block does block.</summary>
        public void RunBlocked(int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += DeviceRunner.StepInterval)
            {
                Runner.Step();
                Clock.Milliseconds += DeviceRunner.StepInterval;
            }
        }

        public void Send(string command)
        {
            Client.Receive(OwnTopic, Encoding.UTF8.GetBytes(command));
            Run(200);
        }

        /// <summary>Types a line and gives the whole answer, lines parted by a slash.</summary>
        public string Ask(string line)
        {
            Serial.Type(line + "\n");
            for (int i = 0; i < 20; i++)
            {
                Runner.Step();
            }

            string answer = "";
            string raw = Serial.TakeAnswer();
            if (raw.Length == 0)
            {
                // What waits for the network is answered only when the workers have done their part.
                Run(400);
                raw = Serial.TakeAnswer();
            }

            for (int i = 0; i < raw.Length; i++)
            {
                answer += raw[i] == '\n' ? "/" : raw[i] == '\r' ? "" : raw[i].ToString();
            }

            return answer;
        }
    }
}
