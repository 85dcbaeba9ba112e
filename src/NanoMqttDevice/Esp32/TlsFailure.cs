using System;
using System.Net.Sockets;
using System.Reflection;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// What an exception of setting up TLS means. Upstream throws them in <c>sys_net_native_System_Net_Security_SslNative.cpp</c>: a
    /// CryptographicException with a code from the handshake, a SocketException with -1 for certificates of authorities that it cannot parse,
    /// and an OutOfMemoryException. Images before July 2026 put the code of the handshake into a SocketException.
    /// </summary>
    internal static class TlsFailure
    {
        private const string CodedException = "System.Security.Cryptography.CryptographicException";
        private const string CodeField = "_errorCode";

        // ssl_add_cert_auth_internal.cpp: one certificate that cannot be parsed is enough.
        private const int AuthorityNotParsed = -1;

        // SslError in nanoPAL_Sockets.h: buffers could not be allocated, or that is what it most likely means. As flags of a certificate the
        // number is "out of date and not trusted": the memory tells which.
        private const int SetupFailed = 9;

        // Above 16 KB for a record of the server, in one piece.
        private const int NeededBlock = 18000;

        // The flag "revoked" of x509.h, which takes a list that upstream never loads: with it in it the number is an SslError.
        private const int Revoked = 2;

        // Codes of mbedTLS are negative, 15 bits: 7 of them for the low level, 8 for the high level; both may be given at once.
        private const int MostNegative = -0x7FFF;
        private const int LowLevel = 0x7F;

        /// <summary>Tells what an exception means.</summary>
        /// <param name="exception">What the connection threw, not what that was wrapped in.</param>
        /// <param name="board">Tells how much memory TLS has.</param>
        /// <returns>Its meaning; Unknown when it came from the network before TLS.</returns>
        public static ConnectFailure Explain(Exception exception, IBoard board)
        {
            if (exception is OutOfMemoryException)
            {
                return ConnectFailure.Memory;
            }

            if (exception is SocketException refused)
            {
                return ExplainSocket(refused.ErrorCode);
            }

            // Not by its type: the packages that this is compiled against have none of that name yet.
            if (exception.GetType().FullName == CodedException)
            {
                int code = CodeOf(exception);
                return code > 0 ? ExplainFlags(code, board) : code == -1 ? ConnectFailure.Certificate : ExplainCode(-code);
            }

            return ConnectFailure.Tls;
        }

        // What the network says is positive, as 10054; below the codes of mbedTLS are the CLR's own.
        private static ConnectFailure ExplainSocket(int code)
        {
            if (code == AuthorityNotParsed)
            {
                return ConnectFailure.AuthorityFile;
            }

            return code < 0 && code >= MostNegative ? ExplainCode(-code) : ConnectFailure.Unknown;
        }

        private static ConnectFailure ExplainFlags(int flags, IBoard board)
        {
            if ((flags & Revoked) != 0)
            {
                return ConnectFailure.Tls;
            }

            return flags == SetupFailed && board.LargestNativeBlock < NeededBlock ? ConnectFailure.Memory : ConnectFailure.Certificate;
        }

        // Without its sign, as the headers in mbedTLS's include/mbedtls have it.
        private static ConnectFailure ExplainCode(int code)
        {
            switch (code & ~LowLevel)
            {
                case 0x1180: // pem.h: ALLOC_FAILED
                case 0x2880: // x509.h: ALLOC_FAILED
                case 0x3F80: // pk.h: ALLOC_FAILED
                case 0x4D80: // ecp.h: ALLOC_FAILED
                case 0x5180: // md.h: ALLOC_FAILED
                case 0x6180: // cipher.h: ALLOC_FAILED
                case 0x7F00: // ssl.h: ALLOC_FAILED
                    return ConnectFailure.Memory;
                case 0x7280: // ssl.h: CONN_EOF
                case 0x7880: // ssl.h: PEER_CLOSE_NOTIFY
                case 0x6800: // ssl.h: TIMEOUT
                    return ConnectFailure.Connection;
                case 0x7A00: // ssl.h: BAD_CERTIFICATE
                    return ConnectFailure.Certificate;
                case 0x7680: // ssl.h: CA_CHAIN_REQUIRED
                    return ConnectFailure.AuthorityFile;
                default:
                    return ExplainLowLevel(code);
            }
        }

        private static ConnectFailure ExplainLowLevel(int code)
        {
            int low = code & LowLevel;

            // bignum.h and asn1.h: ALLOC_FAILED; and psa/crypto_values.h: INSUFFICIENT_MEMORY, which is no code of either level.
            if (low == 0x10 || low == 0x6A || code == 141)
            {
                return ConnectFailure.Memory;
            }

            // net_sockets.h: receiving or sending failed, or was reset.
            if (code == 0x4C || code == 0x4E || code == 0x50)
            {
                return ConnectFailure.Connection;
            }

            // x509.h, without what was said above: a certificate that cannot be read or checked.
            return code >= 0x2080 && code <= 0x3000 ? ConnectFailure.Certificate : ConnectFailure.Tls;
        }

        private static int CodeOf(Exception exception)
        {
            FieldInfo field = exception.GetType().GetField(CodeField, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
            return field == null ? 0 : (int)field.GetValue(exception);
        }
    }
}
