namespace NanoMqttDevice.Service;

/// <summary>One piece of work for the thread of the session store.</summary>
internal abstract class StoreWork
{
    /// <summary>Bytes that it holds until it is done.</summary>
    public abstract int Size { get; }

    public abstract void Execute(SessionStatements statements);

    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <summary>Work with a result, which counts only once it is committed.</summary>
internal sealed class StoreWork<T>(Func<SessionStatements, T> action, int size, Action<T>? committed, Action? failed) : StoreWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override int Size => size;

    public override void Execute(SessionStatements statements) => _result = action(statements);

    public override void Complete()
    {
        committed?.Invoke(_result!);
        _done.SetResult(_result!);
    }

    public override void Fail(Exception exception)
    {
        failed?.Invoke();
        _done.SetException(new IOException("The session database does not take it.", exception));

        // Nobody may be waiting for this one.
        _ = _done.Task.Exception;
    }
}
