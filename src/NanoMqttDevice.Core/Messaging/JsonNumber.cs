using System;

namespace NanoMqttDevice.Messaging
{
    /// <summary>
    /// Writes numbers as JSON has them (RFC 8259, section 6) with integers only, because what <c>Double.ToString</c> gives on the nanoCLR
    /// need not be read back as the same number, and because it makes garbage. Not safe for use by two threads at once.
    /// </summary>
    internal sealed class JsonNumber
    {
        // 17 digits tell any double from its neighbours, 9 any float.
        private const int DoubleDigits = 17;
        private const int FloatDigits = 9;

        // Whole numbers up to these, and powers of ten up to these exponents, are exact as double and as float.
        private const double DoubleWhole = 9007199254740992;
        private const double FloatWhole = 16777216;
        private const int DoublePower = 22;
        private const int FloatPower = 10;

        // Below it the product of a value and a power of ten is known to 1/16384.
        private const double NearlyExact = 1099511627776;
        private const double Doubt = 1.0 / 4096;

        private const uint WordBase = 1000000000;
        private const int WordDigits = 9;
        private const int MaxText = 32;

        private readonly byte[] _text = new byte[MaxText];

        // What is written: _digits × 10^_exponent.
        private ulong _digits;
        private int _exponent;

        // A value at full length: _words (each of nine digits, the lowest first) × 10^-_scale.
        private uint[] _words;
        private int _used;
        private int _scale;

        /// <summary>Writes <c>null</c>.</summary>
        /// <param name="buffer">Where to.</param>
        public static void PutNull(JsonBuffer buffer)
        {
            buffer.Put((byte)'n');
            buffer.Put((byte)'u');
            buffer.Put((byte)'l');
            buffer.Put((byte)'l');
        }

        /// <summary>Writes a whole number.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="isNegative">True for a number below 0.</param>
        /// <param name="magnitude">The number without its sign.</param>
        public void PutWhole(JsonBuffer buffer, bool isNegative, ulong magnitude)
        {
            _digits = magnitude;
            _exponent = 0;
            Put(buffer, isNegative);
        }

        /// <summary>Writes a double so that reading it gives the same double; NaN and the infinities as <c>null</c>.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="value">The value.</param>
        /// <param name="isFloat">True when it is a float and need only be read back as the same float.</param>
        public void PutExact(JsonBuffer buffer, double value, bool isFloat)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            if (PutSpecial(buffer, bits))
            {
                return;
            }

            if (!FindShort(bits < 0 ? -value : value, isFloat))
            {
                Expand(bits);
                TakeDigits(isFloat ? FloatDigits : DoubleDigits);
            }

            Put(buffer, bits < 0);
        }

        /// <summary>Writes a double with some digits after the point, rounded to the nearest, half away from zero; NaN and the infinities as <c>null</c>.</summary>
        /// <param name="buffer">Where to.</param>
        /// <param name="value">The value.</param>
        /// <param name="digits">Most digits after the point, 0 to 15. Zeros at the end are left out, and all digits beyond the 17th.</param>
        public void PutRounded(JsonBuffer buffer, double value, int digits)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            if (PutSpecial(buffer, bits))
            {
                return;
            }

            if (digits < 0)
            {
                digits = 0;
            }

            if (!RoundQuickly(bits < 0 ? -value : value, digits))
            {
                Expand(bits);
                int wanted = CountDigits() - _scale + digits;
                TakeDigits(wanted < DoubleDigits ? wanted : DoubleDigits);
            }

            // What was rounded to nothing has no sign.
            Put(buffer, bits < 0 && _digits != 0);
        }

        private static bool PutSpecial(JsonBuffer buffer, long bits)
        {
            if (((bits >> 52) & 0x7FF) != 0x7FF)
            {
                return false;
            }

            PutNull(buffer);
            return true;
        }

        private static void PutZeros(JsonBuffer buffer, int count)
        {
            for (; count > 0; count--)
            {
                buffer.Put((byte)'0');
            }
        }

        // What sensors give has few digits. The quotient of two numbers that are exact is rounded once, as reading the text would be
        // (W. D. Clinger, How to read floating point numbers accurately, 1990): if it is the value, the text is read as the value.
        private bool FindShort(double value, bool isFloat)
        {
            double most = isFloat ? FloatWhole : DoubleWhole;
            int places = isFloat ? FloatPower : DoublePower;
            double power = 1;
            for (int place = 0; place <= places; place++)
            {
                double scaled = value * power;
                if (scaled >= most)
                {
                    return false;
                }

                long whole = (long)(scaled + 0.5);
                double read = whole / power;
                if (isFloat ? (float)read == (float)value : read == value)
                {
                    _digits = (ulong)whole;
                    _exponent = -place;
                    return true;
                }

                power *= 10;
            }

            return false;
        }

        private bool RoundQuickly(double value, int digits)
        {
            double power = 1;
            for (int i = 0; i < digits; i++)
            {
                power *= 10;
            }

            double scaled = value * power;
            if (scaled >= NearlyExact)
            {
                return false;
            }

            long whole = (long)scaled;
            double rest = scaled - whole;
            if (rest > 0.5 - Doubt && rest < 0.5 + Doubt)
            {
                return false;
            }

            _digits = (ulong)(rest < 0.5 ? whole : whole + 1);
            _exponent = -digits;
            return true;
        }

        // Every double is a whole number times a power of two: it ends after finitely many decimal digits.
        private void Expand(long bits)
        {
            ulong mantissa = (ulong)bits & 0xFFFFFFFFFFFFF;
            int exponent = (int)((bits >> 52) & 0x7FF);
            if (exponent == 0)
            {
                exponent = 1;
            }
            else
            {
                mantissa |= 0x10000000000000;
            }

            exponent -= 1075;
            while (exponent < 0 && (mantissa & 1) == 0 && mantissa != 0)
            {
                mantissa >>= 1;
                exponent++;
            }

            // Each of the factors below adds less than a word.
            int most = 3 + (exponent > 0 ? exponent / 29 : -exponent / 12);
            if (_words == null || _words.Length < most)
            {
                _words = new uint[most];
            }

            _words[0] = (uint)(mantissa % WordBase);
            _words[1] = (uint)(mantissa / WordBase);
            _used = _words[1] == 0 ? 1 : 2;
            _scale = exponent < 0 ? -exponent : 0;
            for (int left = exponent; left > 0; left -= 29)
            {
                Multiply(1u << (left < 29 ? left : 29));
            }

            for (int left = _scale; left > 0; left -= 12)
            {
                uint factor = 1;
                for (int i = 0; i < 12 && i < left; i++)
                {
                    factor *= 5;
                }

                Multiply(factor);
            }
        }

        private void Multiply(uint factor)
        {
            uint[] words = _words;
            ulong carry = 0;
            for (int i = 0; i < _used; i++)
            {
                carry += (ulong)words[i] * factor;
                words[i] = (uint)(carry % WordBase);
                carry /= WordBase;
            }

            if (carry != 0)
            {
                words[_used++] = (uint)carry;
            }
        }

        private int CountDigits()
        {
            int count = (_used - 1) * WordDigits;
            for (uint top = _words[_used - 1]; top != 0; top /= 10)
            {
                count++;
            }

            return count;
        }

        // The first digits of what was expanded, rounded by the one that follows.
        private void TakeDigits(int wanted)
        {
            int count = CountDigits();
            if (wanted > count)
            {
                wanted = count;
            }

            _digits = 0;
            _exponent = count - wanted - _scale;
            if (wanted < 0)
            {
                return;
            }

            for (int i = 1; i <= wanted; i++)
            {
                _digits = (_digits * 10) + DigitAt(count - i);
            }

            if (wanted < count && DigitAt(count - wanted - 1) >= 5)
            {
                _digits++;
            }
        }

        private uint DigitAt(int position)
        {
            uint word = _words[position / WordDigits];
            for (int i = position % WordDigits; i > 0; i--)
            {
                word /= 10;
            }

            return word % 10;
        }

        private void Put(JsonBuffer buffer, bool isNegative)
        {
            // From the right, into the end of the text.
            ulong digits = _digits;
            int exponent = digits == 0 ? 0 : _exponent;
            while (exponent < 0 && digits % 10 == 0)
            {
                digits /= 10;
                exponent++;
            }

            int at = MaxText;
            do
            {
                _text[--at] = (byte)('0' + (int)(digits % 10));
                digits /= 10;
            }
            while (digits != 0);

            if (isNegative)
            {
                buffer.Put((byte)'-');
            }

            // How many digits stand before the point.
            int whole = MaxText - at + exponent;
            if (whole > 21 || whole < -5)
            {
                PutScientific(buffer, at, whole - 1);
                return;
            }

            if (whole <= 0)
            {
                buffer.Put((byte)'0');
                buffer.Put((byte)'.');
                PutZeros(buffer, -whole);
                buffer.Put(_text, at, MaxText - at);
                return;
            }

            int before = exponent < 0 ? whole : MaxText - at;
            buffer.Put(_text, at, before);
            PutZeros(buffer, exponent);
            if (exponent < 0)
            {
                buffer.Put((byte)'.');
                buffer.Put(_text, at + before, MaxText - at - before);
            }
        }

        private void PutScientific(JsonBuffer buffer, int at, int exponent)
        {
            int end = MaxText;
            while (end - 1 > at && _text[end - 1] == '0')
            {
                end--;
            }

            buffer.Put(_text[at]);
            if (end - at > 1)
            {
                buffer.Put((byte)'.');
                buffer.Put(_text, at + 1, end - at - 1);
            }

            buffer.Put((byte)'E');
            _digits = (ulong)(exponent < 0 ? -exponent : exponent);
            _exponent = 0;
            Put(buffer, exponent < 0);
        }
    }
}
