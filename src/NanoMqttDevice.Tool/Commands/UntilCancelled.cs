namespace NanoMqttDevice.Tool.Commands;

/// <summary>Waits for Ctrl-C.</summary>
internal static class UntilCancelled
{
    /// <summary>Waits until the token is cancelled; that is the normal end, not a failure.</summary>
    /// <param name="cancellationToken">Cancelled by Ctrl-C or a termination signal.</param>
    /// <returns>Done when it was cancelled.</returns>
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        await using (cancellationToken.Register(cancelled.SetResult).ConfigureAwait(false))
        {
            await cancelled.Task.ConfigureAwait(false);
        }
    }
}
