using System.Globalization;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>What is published, as an application server hears it; a connection that ends comes back.</summary>
internal static class MessageFeed
{
    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);

    /// <summary>Listens until it is cancelled.</summary>
    /// <param name="create">Makes an application server that is not connected.</param>
    /// <param name="filters">Topic filters.</param>
    /// <param name="received">Told each message; the next one waits for it.</param>
    /// <param name="told">Told when the connection stands and when it does not.</param>
    /// <param name="mayFailAtFirst">False where the first login must succeed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Never but by an exception.</returns>
    /// <exception cref="ToolException">The first login failed.</exception>
    public static async Task RunAsync(
        Func<ApplicationServer> create,
        IReadOnlyList<string> filters,
        Func<ReceivedMessage, Task> received,
        Action<FeedNews> told,
        bool mayFailAtFirst,
        CancellationToken cancellationToken)
    {
        var wait = _firstWait;
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                using var server = create();
                await server.ConnectAsync(filters, cancellationToken).ConfigureAwait(false);
                told(new FeedNews(isFirst ? $"watching {string.Join(", ", filters)}" : "watching again", true, isFirst));
                isFirst = false;
                wait = _firstWait;
                while (true)
                {
                    await received(await server.NextAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }
            catch (ToolException e) when (!isFirst || mayFailAtFirst)
            {
                told(new FeedNews(string.Create(CultureInfo.InvariantCulture, $"{e.Message}; trying again in {wait.TotalSeconds:0} s"), false, false));
            }

            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < _longestWait ? wait * 2 : _longestWait;
        }
    }
}
