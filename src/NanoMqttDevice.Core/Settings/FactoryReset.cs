using System;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Settings
{
    /// <summary>Forgets what a device was told since it left the factory.</summary>
    public sealed class FactoryReset
    {
        private readonly SettingsKeeper _settings;
        private readonly ProductSettings _product;
        private readonly DeviceNames _names;
        private readonly INetworkLink _link;
        private readonly WakeRecord _kept;

        /// <summary>Makes one.</summary>
        /// <param name="settings">The settings.</param>
        /// <param name="product">Those of the product.</param>
        /// <param name="names">Host name and name.</param>
        /// <param name="kept">What lives across sleeps.</param>
        /// <param name="link">Knows the Wi-Fi network.</param>
        public FactoryReset(SettingsKeeper settings, ProductSettings product, DeviceNames names, WakeRecord kept, INetworkLink link)
        {
            _settings = settings;
            _product = product;
            _names = names;
            _kept = kept;
            _link = link;
        }

        /// <summary>How often it was run.</summary>
        public int Runs { get; private set; }

        /// <summary>Forgets settings, those of the product, and names.</summary>
        /// <param name="hasNetwork">True to forget the Wi-Fi network, too.</param>
        /// <returns>Ok, or Failed when something may still be in flash; all the rest is forgotten then.</returns>
        public StoreResult Run(bool hasNetwork)
        {
            Runs++;
            StoreResult result = _settings.Erase();
            _names.Erase();
            bool isErased = _product.Erase();
            if (_kept.Erase() != StoreResult.Ok || !isErased)
            {
                result = StoreResult.Failed;
            }

            try
            {
                if (hasNetwork)
                {
                    _link.Forget();
                }
            }
            catch (Exception)
            {
                result = StoreResult.Failed;
            }

            return result;
        }
    }
}
