using System;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Product;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// Judges a product that came by update: it must get the device online, have a message acknowledged, stay connected until that has settled, throw
    /// nothing meanwhile, and pass its own test. Stepped with the time; exists only while there is something to judge.
    /// </summary>
    internal sealed class ProductTrial
    {
        /// <summary>Milliseconds in which it must have proved itself: time for an access point or a service to come back.</summary>
        public const int ProofLimit = 900000;

        private readonly DeviceApplication _product;
        private readonly DeviceContext _context;
        private readonly DeviceReport _report;
        private readonly long _since;

        public ProductTrial(DeviceApplication product, DeviceContext context, DeviceReport report)
        {
            _product = product;
            _context = context;
            _report = report;
            _since = report.Now;
        }

        /// <summary>Looks how the product does.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="cause">Receives why it is to be taken back; None when it has proved itself.</param>
        /// <returns>False while neither is known.</returns>
        public bool Step(long now, out PackageError cause)
        {
            cause = PackageError.None;
            Supervisor supervisor = _report.Uplink.Supervisor;
            if (_report.Caught > 0)
            {
                cause = PackageError.Exception;
                return true;
            }

            if (supervisor.State == SupervisorState.Online && supervisor.IsSettled && _report.Acknowledged > 0)
            {
                cause = Test();
                return true;
            }

            cause = PackageError.NotProved;
            return now - _since >= ProofLimit;
        }

        private PackageError Test()
        {
            try
            {
                return _product.SelfTest(_context) ? PackageError.None : PackageError.SelfTest;
            }
            catch (Exception)
            {
                return PackageError.SelfTest;
            }
        }
    }
}
