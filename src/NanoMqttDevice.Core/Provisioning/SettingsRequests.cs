using NanoMqttDevice.Commands;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>The requests about settings, which are staged here until they are committed. A secret goes in and never comes out.</summary>
    public sealed class SettingsRequests
    {
        private readonly SettingsKeeper _settings;
        private readonly ProductSettings _product;
        private readonly FactoryReset _factoryReset;
        private readonly SerialAnswer _answer;
        private readonly ValueHandler _takeValue;
        private StagedSettings _staged;
        private StagedProductSettings _stagedProduct;
        private bool _hasFields;
        private int _resets;
        private SettingsField _awaited;

        /// <summary>Makes the requests.</summary>
        /// <param name="report">Knows the settings in flash.</param>
        /// <param name="factoryReset">Forgets what the device was told.</param>
        /// <param name="answer">Takes the answers.</param>
        public SettingsRequests(DeviceReport report, FactoryReset factoryReset, SerialAnswer answer)
        {
            _settings = report.Settings;
            _product = report.Product;
            _factoryReset = factoryReset;
            _answer = answer;
            _takeValue = TakeValue;
        }

        /// <summary><c>show</c></summary>
        /// <param name="argument">None.</param>
        public void Show(string argument)
        {
            StagedSettings staged = Staged();
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                SettingsField field = (SettingsField)i;
                _answer.Say(SettingsFields.NameOf(field), staged.Show(field));
            }

            for (int i = 0; i < _product.Count; i++)
            {
                ProductSetting setting = _product.Get(i);
                string value = _product.Show(_stagedProduct, i);
                _answer.Say(ProductSettings.Prefix + setting.Name, value.Length == 0 ? null : value);
            }

            _answer.Ok();
        }

        /// <summary><c>set FIELD [VALUE]</c></summary>
        /// <param name="argument">Field and value; that of a secret field may be the next line.</param>
        public void Set(string argument)
        {
            int space = argument.IndexOf(' ');
            string name = space < 0 ? argument : argument.Substring(0, space);
            if (name.StartsWith(ProductSettings.Prefix))
            {
                SetProduct(name, space < 0 ? "" : argument.Substring(space + 1));
                return;
            }

            SettingsField field = SettingsFields.Find(name);
            _hasFields |= field != SettingsField.None;
            if (field == SettingsField.None)
            {
                RefuseName(name);
            }
            else if (space < 0 && SettingsFields.IsSecret(field))
            {
                _awaited = field;
                _answer.Await(_takeValue);
            }
            else
            {
                Report(Staged().Set(field, space < 0 ? "" : argument.Substring(space + 1)));
            }
        }

        /// <summary><c>check</c></summary>
        /// <param name="argument">None.</param>
        public void Check(string argument)
        {
            Report(SettingsRules.Check(Staged().Settings));
        }

        /// <summary><c>commit</c></summary>
        /// <param name="argument">None.</param>
        public void Commit(string argument)
        {
            // Who has set nothing but the product's settings may do so before the others are complete.
            SettingsError error = SettingsError.None;
            bool isProductOnly = _stagedProduct != null && !_hasFields;
            StoreResult result = isProductOnly ? StoreResult.Unchanged : _settings.Commit(Staged().Settings, out error);
            if (error != SettingsError.None)
            {
                Report(error);
            }
            else if (result == StoreResult.Ok || result == StoreResult.Unchanged || result == StoreResult.Candidate)
            {
                _staged = null;
                _hasFields = false;
                _answer.Say("settings", StoreResults.WordOf(result));
                CommitProduct();
            }
            else
            {
                _answer.Fail(SerialErrors.NotStored, StoreResults.WordOf(result));
            }
        }

        /// <summary><c>discard</c></summary>
        /// <param name="argument">None.</param>
        public void Discard(string argument)
        {
            Forget();
            _answer.Ok();
        }

        /// <summary><c>factory-reset confirm|all</c></summary>
        /// <param name="argument">One of the words; with <c>all</c> the Wi-Fi network is forgotten, too.</param>
        public void FactoryReset(string argument)
        {
            if (argument != "confirm" && argument != "all")
            {
                _answer.Fail(SerialErrors.NotConfirmed, "confirm");
                return;
            }

            Forget();
            StoreResult result = _factoryReset.Run(argument == "all");
            if (result == StoreResult.Ok)
            {
                _answer.Ok();
            }
            else
            {
                _answer.Fail(SerialErrors.NotStored, StoreResults.WordOf(result));
            }
        }

        private void TakeValue(string value)
        {
            Report(Staged().Set(_awaited, value));
        }

        private void SetProduct(string name, string value)
        {
            ProductSetting setting = _product.Find(name.Substring(ProductSettings.Prefix.Length));
            if (setting == null)
            {
                for (int i = 0; i < _product.Count; i++)
                {
                    _answer.Say("near", ProductSettings.Prefix + _product.Get(i).Name);
                }

                _answer.Fail(SerialErrors.UnknownField, "field");
            }
            else if (_product.Set(StagedProduct(), setting, value))
            {
                _answer.Ok();
            }
            else
            {
                _answer.Say("rule", setting.Rule);
                _answer.Fail(SerialErrors.BadValue, name);
            }
        }

        private void CommitProduct()
        {
            StoreResult result = _stagedProduct == null ? StoreResult.Unchanged : _product.Commit(_stagedProduct);
            if (result == StoreResult.Ok || result == StoreResult.Unchanged)
            {
                if (_stagedProduct != null)
                {
                    _answer.Say("product", StoreResults.WordOf(result));
                }

                _stagedProduct = null;
                _answer.Ok();
            }
            else
            {
                _answer.Fail(SerialErrors.NotStored, StoreResults.WordOf(result));
            }
        }

        private StagedProductSettings StagedProduct()
        {
            if (_stagedProduct == null)
            {
                _stagedProduct = _product.Stage();
            }

            return _stagedProduct;
        }

        private void RefuseName(string name)
        {
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                string other = SettingsFields.NameOf((SettingsField)i);
                if (name.Length > 0 && name[0] == other[0])
                {
                    _answer.Say("near", other);
                }
            }

            _answer.Fail(SerialErrors.UnknownField, "field");
        }

        private void Forget()
        {
            _stagedProduct = null;
            _hasFields = false;
            if (_staged != null)
            {
                _staged.Settings.Wipe();
                _staged = null;
            }
        }

        private StagedSettings Staged()
        {
            if (_resets != _factoryReset.Runs)
            {
                // The button may have been held.
                _resets = _factoryReset.Runs;
                Forget();
            }

            if (_staged == null)
            {
                _staged = _settings.Stage();
            }

            return _staged;
        }

        private void Report(SettingsError error)
        {
            if (error == SettingsError.None)
            {
                _answer.Ok();
            }
            else
            {
                _answer.Fail((int)error, SettingsFields.NameOf(SettingsFields.FieldOf(error)));
            }
        }
    }
}
