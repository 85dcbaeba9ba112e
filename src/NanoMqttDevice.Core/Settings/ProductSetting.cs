using System.Text;

namespace NanoMqttDevice.Settings
{
    /// <summary>A setting that a product has declared: name, kind, range, default and value. The value always keeps the range.</summary>
    public sealed class ProductSetting
    {
        private readonly ProductSettingKind _kind;
        private readonly double _least;
        private readonly double _most;
        private double _number;

        internal ProductSetting(string name, ProductSettingKind kind, double least, double most, string usual)
        {
            Name = name;
            _kind = kind;
            _least = least;
            _most = most;
            Default = usual;
            Text = usual;
            Take(usual);
            IsStored = false;
        }

        /// <summary>Its name, without the <c>app.</c> before it.</summary>
        public string Name { get; }

        /// <summary>Its value where none was set, as text.</summary>
        public string Default { get; }

        /// <summary>Its value as text.</summary>
        public string Text { get; private set; }

        /// <summary>Its value, of kind Switch.</summary>
        public bool IsOn
        {
            get { return _number != 0; }
        }

        /// <summary>Its value, of kind Whole.</summary>
        public int Whole
        {
            get { return (int)_number; }
        }

        /// <summary>Its value, of kind Number or Whole.</summary>
        public double Number
        {
            get { return _number; }
        }

        /// <summary>What a value has to be, in words.</summary>
        public string Rule
        {
            get
            {
                switch (_kind)
                {
                    case ProductSettingKind.Switch:
                        return "on or off";
                    case ProductSettingKind.Whole:
                        return "whole number from " + ((int)_least).ToString() + " to " + ((int)_most).ToString();
                    case ProductSettingKind.Number:
                        return "number from " + _least.ToString() + " to " + _most.ToString();
                    default:
                        return "text of at most " + ((int)_most).ToString() + " bytes";
                }
            }
        }

        /// <summary>True while the stored value is one that this product takes.</summary>
        internal bool IsStored { get; private set; }

        internal bool IsChanged { get; set; }

        /// <summary>Tells whether a text is a value of this setting.</summary>
        /// <param name="text">The text.</param>
        /// <returns>True when it is.</returns>
        public bool Accepts(string text)
        {
            double number;
            return Read(text, out number);
        }

        internal bool Take(string text)
        {
            double number;
            if (!Read(text, out number))
            {
                return false;
            }

            IsChanged |= text != Text;
            IsStored = true;
            Text = text;
            _number = number;
            return true;
        }

        private bool Read(string text, out double number)
        {
            number = 0;
            switch (_kind)
            {
                case ProductSettingKind.Switch:
                    number = text == "on" ? 1 : 0;
                    return text == "on" || text == "off";
                case ProductSettingKind.Whole:
                    int whole;
                    bool isInt = NumberText.TryInt(text, out whole);
                    number = whole;
                    return isInt && number >= _least && number <= _most;
                case ProductSettingKind.Number:
                    return NumberText.TryNumber(text, out number) && number >= _least && number <= _most;
                default:
                    return IsText(text);
            }
        }

        private bool IsText(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < ' ' || text[i] == '\u007F')
                {
                    return false;
                }
            }

            return text.Length == 0 || Encoding.UTF8.GetBytes(text).Length <= _most;
        }
    }
}
