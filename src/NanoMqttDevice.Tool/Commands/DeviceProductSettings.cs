using NanoMqttDevice.Settings;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The settings <c>app.NAME</c> of a file, for the flash of a simulated device.</summary>
internal static class DeviceProductSettings
{
    /// <summary>Stores the settings of a product; which it has, and what they may be, the product itself is asked.</summary>
    /// <param name="options">The device that is to have them.</param>
    /// <param name="values">Values by name, without the <c>app.</c></param>
    /// <returns>Done when they are in flash.</returns>
    /// <exception cref="ToolException">The product has no such setting or does not take the value; nothing is stored then.</exception>
    public static async Task StoreAsync(SimulatedDeviceOptions options, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        var declared = await DeclaredAsync(options).ConfigureAwait(false);
        var store = new ProductSettings(new FolderFlash(options.FlashFolder));
        var known = declared.Select(d => store.Add(d.Name, ProductSettingKind.Text, 0, ProductSettings.MaxText, d.Default)).ToList();
        var staged = store.Stage();
        foreach (var (name, value) in values)
        {
            var index = declared.FindIndex(d => d.Name == name);
            if (index < 0)
            {
                throw new ToolException(ExitCodes.Usage, $"--settings: {ProductSettings.Prefix}{name}: the product has no such setting; "
                    + (declared.Count == 0 ? "it has none" : $"it has {string.Join(", ", declared.Select(d => ProductSettings.Prefix + d.Name))}"));
            }

            if (value.Length > 0 && !declared[index].Accepts(value))
            {
                throw new ToolException(ExitCodes.Usage, $"--settings: {ProductSettings.Prefix}{name}: {declared[index].Rule}");
            }

            store.Set(staged, known[index], value.Length == 0 && !declared[index].Accepts(value) ? declared[index].Default : value);
        }

        if (store.Commit(staged) is not (StoreResult.Ok or StoreResult.Unchanged))
        {
            throw new ToolException(ExitCodes.NotProvisioned, $"{options.FlashFolder}: the product's settings cannot be written");
        }
    }

    // A product declares its settings when it starts: it is started once, on a board of its own that nobody sees.
    private static async Task<List<ProductSetting>> DeclaredAsync(SimulatedDeviceOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("nanomqtt-product-");
        try
        {
            var device = new SimulatedDevice(options with
            {
                FlashFolder = folder.FullName,
                Serial = new SerialCable(),
                Wifi = new SimulatedWifi(),
                Clock = new SteppedClock(),
                Pins = new SimulatedPins().CreateController,
            });
            await using var running = device.ConfigureAwait(false);
            device.Start();
            var product = device.Mind!.Report.Product;
            return [.. Enumerable.Range(0, product.Count).Select(product.Get)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
