using System.CommandLine;
using NanoMqttDevice.Examples;
using NanoMqttDevice.Product;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The products that a simulated device can be: the one of <c>Application.cs</c>, and the examples beside it.</summary>
internal static class DeviceProduct
{
    /// <summary>Name of the product that is built in.</summary>
    public const string BuiltIn = "application";

    private static readonly Dictionary<string, Func<DeviceApplication>> _products = new(StringComparer.Ordinal)
    {
        [BuiltIn] = () => new Application(),
        ["thermometer"] = () => new Thermometer(),
        ["relay"] = () => new Relay(),
        ["machine-monitor"] = () => new MachineMonitor(),
    };

    /// <summary>The option.</summary>
    /// <returns>The option, with the built-in product where it is not given.</returns>
    public static Option<string> Option()
    {
        var option = new Option<string>("--product")
        {
            Description = $"The product: {string.Join(", ", _products.Keys)}. The examples lie beside Application.cs.",
            DefaultValueFactory = _ => BuiltIn,
        };
        option.AcceptOnlyFromAmong([.. _products.Keys]);
        return option;
    }

    /// <summary>Finds a product.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Makes it.</returns>
    public static Func<DeviceApplication> Find(string name) => _products[name];
}
