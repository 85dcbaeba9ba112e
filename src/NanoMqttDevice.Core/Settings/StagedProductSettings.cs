namespace NanoMqttDevice.Settings
{
    /// <summary>Values of product settings that are being changed, and count only when all of them are committed.</summary>
    public sealed class StagedProductSettings
    {
        private readonly object[] _values;

        internal StagedProductSettings(int count)
        {
            _values = new object[count];
        }

        internal void Put(int index, string value)
        {
            _values[index] = value;
        }

        internal string Get(int index)
        {
            return index < _values.Length ? (string)_values[index] : null;
        }
    }
}
