using System;
using System.Globalization;
using System.Text;
using NanoMqttDevice.Security;
using NanoMqttDevice.Settings;

namespace NFUnitTest.Host
{
    /// <summary>Makes what arrives on a serial line: valid lines, checked lines and frames, damaged ones, and garbage. The same seed, the same inputs.</summary>
    internal sealed class FuzzInput
    {
        private const int MaxGarbage = 1500;

        private static readonly byte[] _header = { 0x49, 0x4D, 0x50, 0x52, 0x4F, 0x56, 1 };

        private static readonly string[] _requests =
        {
            "help", "info", "status", "show", "check", "commit", "discard", "test", "wifi scan", "metrics", "log on", "log off", "reboot",
            "factory-reset confirm", "factory-reset", "wifi", "wifi join", "wifi join home", "set", "set colour red", "", "  ", "#", "set secret", "commit ",
        };

        private static readonly string[] _provisioning =
        {
            "set mode DeviceCredential", "set endpoint a.b", "set instance mqtt-xxxxx", "set client-id GID_Test@@@0001", "set access-key-id YYYYY",
            "set parent-topic top", "set secret\n" + FuzzLine.Secret, "set password",
        };

        private static readonly string[] _values =
        {
            "", "on", "off", "0", "1", "-1", "1883", "65536", "99999999999999999999", "Token", "Signature", "DeviceCredential", "a.b", "GID_Test@@@0001",
            "GID@@@", "R", "\u00FC\u6C34\U0001F4A7", new string('x', 64), new string('x', 500), new string('x', 600), " ", "a b",
        };

        private static readonly string[] _tokens = { "commit", "\n", "\r", "\r\n", " ", "#", "IMPROV", "\u0001", "\u0003", "confirm", "\u00FF", "\u0000", "0" };

        private readonly Random _random;
        private readonly byte[] _buffer = new byte[4096];
        private int _length;
        private int _spared;
        private int _sequence;

        public FuzzInput(int seed)
        {
            _random = new Random(seed);
        }

        /// <summary>What starts a frame.</summary>
        public static ReadOnlySpan<byte> Header
        {
            get { return _header; }
        }

        /// <summary>The check value of a frame.</summary>
        /// <param name="frame">All of it before the check value.</param>
        /// <returns>The low byte of the sum.</returns>
        public static byte Sum(ReadOnlySpan<byte> frame)
        {
            byte sum = 0;
            for (int i = 0; i < frame.Length; i++)
            {
                sum += frame[i];
            }

            return sum;
        }

        /// <summary>Makes a checked line.</summary>
        /// <param name="line">The line.</param>
        /// <param name="sequence">Its sequence number, 0 to 255.</param>
        /// <returns>The checked line, without its end.</returns>
        public static string Checked(string line, int sequence)
        {
            string rest = sequence.ToString("X2", CultureInfo.InvariantCulture) + " " + line;
            byte[] bytes = Encoding.UTF8.GetBytes(rest);
            return "#" + Crc32.Compute(bytes, 0, bytes.Length).ToString("X8", CultureInfo.InvariantCulture) + " " + rest;
        }

        /// <summary>Makes the next input.</summary>
        /// <returns>Its bytes, good until the next call.</returns>
        public ReadOnlySpan<byte> Next()
        {
            _length = 0;
            _spared = 0;
            int kind = _random.Next(100);
            if (kind < 60)
            {
                AddValid(kind);
                return _buffer.AsSpan(0, _length);
            }

            if (kind < 88)
            {
                AddValid(_random.Next(60));
                for (int i = _random.Next(4); i >= 0; i--)
                {
                    Damage();
                }
            }
            else
            {
                AddGarbage(kind - 88);
            }

            return _buffer.AsSpan(0, _length);
        }

        private static byte Letter(int value)
        {
            return (byte)(' ' + (value % 95));
        }

        private void AddValid(int kind)
        {
            if (kind < 18)
            {
                AddLine(Pick(_requests), isChecked: false);
            }
            else if (kind < 28)
            {
                AddLine(Pick(_requests), isChecked: true);
            }
            else if (kind < 30)
            {
                // All of it at once, which the next inputs may commit.
                bool isChecked = _random.Next(2) == 0;
                BeginSecret();
                foreach (string line in _provisioning)
                {
                    AddLine(line, isChecked);
                }

                AddLine("commit", isChecked);
            }
            else if (kind < 42)
            {
                AddSet();
            }
            else
            {
                AddFrame();
            }
        }

        private void AddSet()
        {
            SettingsField field = (SettingsField)_random.Next(1, SettingsFields.Last + 1);
            string set = "set " + SettingsFields.NameOf(field);
            if (SettingsFields.IsSecret(field))
            {
                BeginSecret();
            }

            bool isChecked = _random.Next(3) == 0;
            if (!SettingsFields.IsSecret(field))
            {
                AddLine(set + (_random.Next(8) == 0 ? "" : " " + Pick(_values)), isChecked);
            }
            else if (_random.Next(2) == 0)
            {
                AddLine(set + "\n" + FuzzLine.Secret + Pick(_values), isChecked);
            }
            else
            {
                AddLine(set + " " + FuzzLine.Secret, isChecked);
            }
        }

        // A secret begins no line that was left open: 'set endpoint ' would make it one that may be shown.
        private void BeginSecret()
        {
            Add("\n");
            _spared = _length;
        }

        // A request and its value are two lines, each with its own end and check value.
        private void AddLine(string text, bool isChecked)
        {
            foreach (string line in text.Split('\n'))
            {
                Add(isChecked ? Checked(line, _sequence++ & 0xFF) : line);
                Add(_random.Next(4) switch { 0 => "\r", 1 => "\r\n", _ => "\n" });
            }
        }

        private void AddFrame()
        {
            int content = _random.Next(4);
            if (content == 1)
            {
                BeginSecret();
            }

            int start = _length;
            _header.CopyTo(_buffer.AsSpan(start));
            _buffer[start + 7] = (byte)(_random.Next(12) == 0 ? _random.Next(256) : 3);
            _length = start + 9;
            _buffer[_length++] = (byte)(content == 1 ? 1 : _random.Next(12) == 0 ? _random.Next(256) : _random.Next(1, 7));
            _length++;
            switch (content)
            {
                case 0:
                    break;
                case 1:
                    AddText(Pick(_values));
                    AddText(FuzzLine.Secret);
                    break;
                case 2:
                    string name = Pick(_values);
                    Add(name.Substring(0, Math.Min(40, name.Length)));
                    break;
                default:
                    AddRandom(_random.Next(60), 256);
                    break;
            }

            _length = Math.Min(_length, start + 9 + 255);
            int count = _length - start - 9;
            _buffer[start + 10] = (byte)(_random.Next(16) == 0 ? _random.Next(256) : count - 2);
            _buffer[start + 8] = (byte)(_random.Next(16) == 0 ? _random.Next(256) : count);
            _buffer[_length] = Sum(_buffer.AsSpan(start, _length - start));
            _length++;
            if (_random.Next(4) > 0)
            {
                _buffer[_length++] = (byte)'\n';
            }
        }

        // With its length before it.
        private void AddText(string text)
        {
            int start = _length++;
            Add(text.Substring(0, Math.Min(60, text.Length)));
            _buffer[start] = (byte)(_length - start - 1);
        }

        private void AddGarbage(int kind)
        {
            int length = _random.Next(8) == 0 ? _random.Next(MaxGarbage) : _random.Next(80);
            if (kind < 4)
            {
                AddRandom(length, 256);
            }
            else if (kind < 8)
            {
                AddRandom(length, 95);
            }
            else
            {
                for (int i = _random.Next(12); i > 0; i--)
                {
                    Add(Pick(_tokens));
                }
            }
        }

        private void AddRandom(int length, int values)
        {
            for (int i = 0; i < length; i++)
            {
                int value = _random.Next(values);
                _buffer[_length++] = values == 256 ? (byte)value : Letter(value);
            }
        }

        private void Damage()
        {
            int at = _random.Next(Math.Min(_spared, _length), _length + 1);
            int count = Math.Min(_random.Next(1, 5), _length - at);
            switch (_random.Next(6))
            {
                case 0 when at < _length:
                    _buffer[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1 when at < _length:
                    _buffer[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    _buffer.AsSpan(at + count, _length - at - count).CopyTo(_buffer.AsSpan(at));
                    _length -= count;
                    break;
                case 3:
                    Insert(at, _buffer.AsSpan(at, count).ToArray());
                    break;
                case 4:
                    Insert(at, Encoding.Latin1.GetBytes(Pick(_tokens)));
                    break;
                default:
                    _length = at;
                    break;
            }
        }

        private void Insert(int at, byte[] bytes)
        {
            _buffer.AsSpan(at, _length - at).CopyTo(_buffer.AsSpan(at + bytes.Length));
            bytes.CopyTo(_buffer, at);
            _length += bytes.Length;
        }

        private void Add(string text)
        {
            _length += Encoding.UTF8.GetBytes(text, 0, text.Length, _buffer, _length);
        }

        private string Pick(string[] from)
        {
            return from[_random.Next(from.Length)];
        }
    }
}
