using System;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;
using NanoMqttDevice.Security;
using NanoMqttDevice.Storage;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// Chooses, at a start and before there are threads, which product runs: the one on trial, the last good one of the slots, or the one that was
    /// flashed. What a slot holds is checked against the record each time. A number in flash, raised before the product on trial is loaded, tells the next
    /// start of one that took the device down with it. Never throws for the fault of a product that came by update.
    /// </summary>
    internal sealed class ProductChoice
    {
        /// <summary>After so many starts that ended before the product on trial had proved itself, it is taken back.</summary>
        public const int MaxTries = 2;

        private readonly IFlash _flash;
        private readonly IProductLoader _loader;
        private readonly IBoard _board;
        private readonly FlashCounter _tries;

        public ProductChoice(DeviceBody body)
        {
            _flash = body.Flash;
            _loader = body.Products;
            _board = body.Board;
            _tries = new FlashCounter(body.Flash, "product");
        }

        /// <summary>The slot of the product that runs; <see cref="UpdateRecord.Flashed"/> for the one that was flashed.</summary>
        public int Slot { get; private set; }

        /// <summary>Its release.</summary>
        public int Release { get; private set; }

        /// <summary>Its name, or null when the device runs without product.</summary>
        public string Name { get; private set; }

        /// <summary>True when it has still to prove itself.</summary>
        public bool IsTrial { get; private set; }

        /// <summary>Release of the last update that ended; 0 when there was none.</summary>
        public int ResultRelease { get; private set; }

        /// <summary>Why that one does not run; None when it does.</summary>
        public PackageError Result { get; private set; }

        /// <summary>The device has crashed again and again: the product that came by update is taken back.</summary>
        /// <returns>False when none runs: what crashes is not that.</returns>
        public bool TakeBackCrashing()
        {
            UpdateRecord record = Read();
            if (record == null || (record.Active == UpdateRecord.Flashed && record.Trial == 0))
            {
                return false;
            }

            record.TakeBack(PackageError.Crash);
            return record.Save(_flash);
        }

        /// <summary>Makes the product.</summary>
        /// <param name="createFlashed">Makes the one that was flashed.</param>
        /// <returns>The product.</returns>
        public DeviceApplication Open(ApplicationFactory createFlashed)
        {
            UpdateRecord record = Read();
            DeviceApplication product = record == null ? null : OpenTrial(record) ?? OpenActive(record);
            if (record != null)
            {
                Result = record.Result;
                ResultRelease = record.ResultRelease;
            }

            if (product == null)
            {
                product = createFlashed();
                Name = product.ProductName;
                Release = product.Release;
            }

            return product;
        }

        /// <summary>The product on trial has proved itself.</summary>
        /// <param name="settingsKey">The update key of the settings, or null.</param>
        /// <returns>False when that could not be stored; to be tried again later.</returns>
        public bool Accept(byte[] settingsKey)
        {
            UpdateRecord record = Read();
            if (record == null)
            {
                return false;
            }

            PackageHeader header = ReadHeader(new PackageSlot(_flash, Slot));
            if (settingsKey != null && header != null && header.NextKey != null)
            {
                record.PutKey(settingsKey, header.NextKey);
            }

            record.Accept();
            if (!record.Save(_flash))
            {
                return false;
            }

            _tries.Save(0);
            IsTrial = false;
            Result = PackageError.None;
            ResultRelease = Release;
            return true;
        }

        /// <summary>The product on trial has failed: from the next start on the one before it runs.</summary>
        /// <param name="cause">Why.</param>
        public void TakeBack(PackageError cause)
        {
            UpdateRecord record = Read();
            if (record != null)
            {
                record.TakeBack(cause);
                record.Save(_flash);
            }

            // Should that have failed: the tries run out.
            IsTrial = false;
        }

        /// <summary>Puts a package that was checked on trial, from the next start on.</summary>
        /// <param name="record">The record.</param>
        /// <param name="slot">Its slot.</param>
        /// <param name="header">Its header.</param>
        /// <returns>False when the flash failed.</returns>
        public bool Try(UpdateRecord record, int slot, PackageHeader header)
        {
            record.Put(slot, header);
            record.Trial = slot;
            return _tries.Save(0) && record.Save(_flash);
        }

        private UpdateRecord Read()
        {
            return _loader == null ? null : UpdateRecord.Load(_flash);
        }

        private DeviceApplication OpenTrial(UpdateRecord record)
        {
            if (record.Trial == 0)
            {
                return null;
            }

            PackageError cause = PackageError.Crash;
            int tries = _tries.Load();
            if (tries < MaxTries)
            {
                // One that cannot be counted could take the device down for ever.
                if (!_tries.Save(tries + 1))
                {
                    return null;
                }

                DeviceApplication product = Load(record, record.Trial, true, out cause);
                if (product != null || cause == PackageError.FlashFailed)
                {
                    IsTrial = product != null;
                    return product;
                }
            }

            record.TakeBack(cause);
            record.Save(_flash);
            return null;
        }

        private DeviceApplication OpenActive(UpdateRecord record)
        {
            while (record.Active != UpdateRecord.Flashed)
            {
                PackageError cause;
                DeviceApplication product = Load(record, record.Active, false, out cause);
                if (product != null)
                {
                    return product;
                }

                record.TakeBack(cause);

                // Flash that cannot be read now may be readable at the next start.
                if (cause != PackageError.FlashFailed)
                {
                    record.Save(_flash);
                }
            }

            return null;
        }

        private DeviceApplication Load(UpdateRecord record, int number, bool isFirst, out PackageError cause)
        {
            PackageSlot slot = new PackageSlot(_flash, number);
            cause = PackageError.FlashFailed;
            PackageHeader header = ReadHeader(slot);
            if (header == null)
            {
                cause = slot.Held == 0 ? PackageError.FlashFailed : PackageError.Digest;
                return null;
            }

            if (isFirst && !_loader.IsHost && header.NeededHeap > _board.FreeMemory)
            {
                cause = PackageError.Heap;
                return null;
            }

            try
            {
                byte[] assembly = new byte[header.SizeFor(_loader.IsHost)];
                if (!record.Holds(number, header) || !slot.Read(header.OffsetFor(_loader.IsHost), assembly, assembly.Length) || !IsSound(header, assembly))
                {
                    cause = PackageError.Digest;
                    return null;
                }

                cause = PackageError.Load;
                DeviceApplication product = (DeviceApplication)_loader.Load(assembly, header.ClassName);
                if (product != null)
                {
                    Slot = number;
                    Release = header.Release;
                    Name = header.Product;
                }

                return product;
            }
            catch (Exception)
            {
                // Whatever a product does when it is loaded: the one before it runs.
                return null;
            }
        }

        private bool IsSound(PackageHeader header, byte[] assembly)
        {
            Sha256 sha256 = new Sha256();
            byte[] digest = new byte[Sha256.DigestSize];
            sha256.Update(assembly, 0, assembly.Length);
            sha256.Finish(digest, 0);
            return ConstantTime.AreEqual(header.DigestFor(_loader.IsHost), digest);
        }

        private static PackageHeader ReadHeader(PackageSlot slot)
        {
            byte[] data = new byte[slot.Held < PackageHeader.MaxSize ? slot.Held : PackageHeader.MaxSize];
            return slot.Read(0, data, data.Length) ? PackageHeader.Parse(data, data.Length) : null;
        }
    }
}
