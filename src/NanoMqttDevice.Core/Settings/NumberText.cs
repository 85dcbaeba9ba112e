namespace NanoMqttDevice.Settings
{
    /// <summary>Numbers as people type them: digits, a minus sign, a decimal point; neither space nor exponent, nor plus.</summary>
    public static class NumberText
    {
        private const int MaxLength = 20;
        private const int MaxDigits = 9;

        /// <summary>Reads a whole number.</summary>
        /// <param name="text">The text, of at most nine digits; may be null.</param>
        /// <param name="value">Receives the number.</param>
        /// <returns>False when it is none.</returns>
        public static bool TryInt(string text, out int value)
        {
            value = 0;
            if (!HasForm(text, false) || text.Length > MaxDigits + (text[0] == '-' ? 1 : 0))
            {
                return false;
            }

            for (int i = text[0] == '-' ? 1 : 0; i < text.Length; i++)
            {
                value = (value * 10) + (text[i] - '0');
            }

            value = text[0] == '-' ? -value : value;
            return true;
        }

        /// <summary>Reads a number.</summary>
        /// <param name="text">The text, of at most 20 characters; may be null.</param>
        /// <param name="value">Receives the number.</param>
        /// <returns>False when it is none.</returns>
        public static bool TryNumber(string text, out double value)
        {
            value = 0;
            return HasForm(text, true) && double.TryParse(text, out value);
        }

        private static bool HasForm(string text, bool hasPoint)
        {
            if (text == null || text.Length == 0 || text.Length > MaxLength)
            {
                return false;
            }

            int digits = 0;
            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (c >= '0' && c <= '9')
                {
                    digits++;
                }
                else if (c == '.' && hasPoint && digits > 0 && i < text.Length - 1)
                {
                    hasPoint = false;
                }
                else if (c != '-' || i > 0)
                {
                    return false;
                }
            }

            return digits > 0;
        }
    }
}
