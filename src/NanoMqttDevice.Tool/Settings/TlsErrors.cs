using System.Security.Authentication;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>Why a connection failed, with what to do when it is TLS.</summary>
internal static class TlsErrors
{
    private const string NoTls = "that port speaks no TLS; look at the port, or connect without TLS";

    /// <summary>Explains.</summary>
    /// <param name="e">What a client threw.</param>
    /// <returns>The cause, without a full stop.</returns>
    public static string Explain(Exception e)
    {
        var tls = (Exception?)null;
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            tls = inner is AuthenticationException ? inner : tls;
        }

        if (tls is null)
        {
            var cause = (e.InnerException ?? e).Message.TrimEnd('.');
            return IsNoTls(cause) ? NoTls : cause;
        }

        return tls.Message switch
        {
            var m when m.Contains("NameMismatch", StringComparison.Ordinal) =>
                "its certificate is for another host name; connect to the name that stands in it ('nanomqtt service --tls-name NAME' puts one in)",
            var m when m.Contains("NotTimeValid", StringComparison.Ordinal) => "its certificate is not valid today; is this machine's clock right?",
            var m when m.Contains("certificate", StringComparison.Ordinal) => "its certificate leads to no authority that is trusted here; "
                + "name the authority's file with --ca, the one that 'nanomqtt service --tls-ca-out FILE' has written for example",
            var m when IsNoTls(m) => NoTls,
            var m => m.TrimEnd('.'),
        };
    }

    private static bool IsNoTls(string message) =>
        message.Contains("frame size", StringComparison.Ordinal) || message.Contains("corrupted frame", StringComparison.Ordinal)
        || message.Contains("unexpected EOF", StringComparison.Ordinal);
}
