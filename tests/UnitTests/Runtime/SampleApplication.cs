using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;

namespace NFUnitTest.Runtime
{
    /// <summary>A product as an owner would write it; the repository's tests use it, so that the real one can be changed as its owner likes.</summary>
    public sealed class SampleApplication : DeviceApplication
    {
        private int _counter;

        /// <inheritdoc/>
        public override void Measure(DeviceContext device, JsonObject telemetry)
        {
            _counter++;
            telemetry.Add("uptime", device.Uptime).Add("freeMemory", device.Board.FreeMemory).Add("counter", _counter);
        }

        /// <inheritdoc/>
        public override CommandResult Execute(DeviceContext device, Command command, JsonObject reply)
        {
            if (command.Name != "counter")
            {
                return CommandResult.UnknownCommand;
            }

            if (command.Argument == "0")
            {
                _counter = 0;
            }
            else if (command.Argument.Length > 0)
            {
                return CommandResult.BadArgument;
            }

            reply.Add("counter", _counter);
            return CommandResult.Ok;
        }
    }
}
