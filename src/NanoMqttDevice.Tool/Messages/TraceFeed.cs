using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>What a service of ours has seen, from its <c>/trace</c>. The vendor's has none; there it ends at once.</summary>
/// <param name="endpoint">URL of the server API.</param>
/// <param name="authority">The certificate authority to trust; null for the system's.</param>
/// <param name="time">The clock.</param>
internal sealed class TraceFeed(Uri endpoint, X509Certificate2? authority, TimeProvider time)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Tells what it sees from now on.</summary>
    /// <param name="seen">Told each entry.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why there is nothing to see there.</returns>
    public async Task<string> RunAsync(Action<TraceEntry> seen, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (authority is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        using var http = new HttpClient(handler) { BaseAddress = endpoint, Timeout = TimeSpan.FromSeconds(10) };
        var last = time.GetUtcNow();
        var atLast = new HashSet<TraceEntry>();
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri("trace", UriKind.Relative), cancellationToken).ConfigureAwait(false);
                if (!response.IsSuccessStatusCode)
                {
                    return $"{endpoint} shows no trace (HTTP {(int)response.StatusCode})";
                }

                var trace = await response.Content.ReadFromJsonAsync<Reply>(cancellationToken).ConfigureAwait(false);
                foreach (var entry in trace?.Entries ?? [])
                {
                    if (entry.Time < last || (entry.Time == last && !atLast.Add(entry)))
                    {
                        continue;
                    }

                    if (entry.Time > last)
                    {
                        last = entry.Time;
                        atLast = [entry];
                    }

                    seen(entry);
                }
            }
            catch (JsonException)
            {
                return $"{endpoint} shows no trace";
            }
            catch (HttpRequestException e) when (e.InnerException is System.Security.Authentication.AuthenticationException)
            {
                return $"{endpoint}: {TlsErrors.Explain(e)}";
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // A service that is started again comes back; the MQTT side says that it is away.
            }

            await Task.Delay(_interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record Reply(IReadOnlyList<TraceEntry> Entries);
}
