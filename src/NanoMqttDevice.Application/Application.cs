using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;

namespace NanoMqttDevice
{
    /// <summary>
    /// Your product. This is the one file to change: send your own measurements in <see cref="Measure"/>, obey your own commands in
    /// <see cref="Execute"/>. The rest of the firmware keeps the device online and need not be touched.
    /// </summary>
    public sealed class Application : DeviceApplication
    {
        private int _counter;

        /// <inheritdoc/>
        public override void Measure(DeviceContext device, JsonObject telemetry)
        {
            _counter++;
            telemetry
                .Add("uptime", device.Uptime)
                .Add("freeMemory", device.Board.FreeMemory)
                .Add("counter", _counter);
        }

        /// <inheritdoc/>
        public override CommandResult Execute(DeviceContext device, Command command, JsonObject reply)
        {
            switch (command.Name)
            {
                // An example: "7 counter 0" sets the counter, "8 counter" only tells it.
                case "counter":
                    return SetCounter(command.Argument, reply);
                default:
                    return CommandResult.UnknownCommand;
            }
        }

        private CommandResult SetCounter(string argument, JsonObject reply)
        {
            if (argument == "0")
            {
                _counter = 0;
            }
            else if (argument.Length > 0)
            {
                return CommandResult.BadArgument;
            }

            reply.Add("counter", _counter);
            return CommandResult.Ok;
        }
    }
}
