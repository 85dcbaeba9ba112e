namespace NanoMqttDevice.Service;

/// <summary>Which page of what was found a trace query asks for, and in which order.</summary>
internal sealed class TracePage
{
    private readonly bool _isReverse;

    /// <exception cref="RpcException">A parameter is missing or breaks its rule.</exception>
    public TracePage(RpcParameters parameters, int maxPageSize)
    {
        parameters.Required("CurrentPage");
        parameters.Required("PageSize");
        CurrentPage = parameters.Number("CurrentPage", standard: 1, int.MaxValue);
        PageSize = parameters.Number("PageSize", standard: 1, maxPageSize);

        if (parameters["Reverse"] is { Length: > 0 } text && !bool.TryParse(text, out _isReverse))
        {
            throw RpcError.Parameter("Reverse", "must be true or false");
        }
    }

    public int CurrentPage { get; }

    public int PageSize { get; }

    /// <summary>The page of what was found, given oldest first; empty behind the last.</summary>
    public IEnumerable<T> Of<T>(List<T> found)
    {
        var skip = (CurrentPage - 1L) * PageSize;

        for (var i = skip; i < found.Count && i < skip + PageSize; i++)
        {
            yield return found[(int)(_isReverse ? found.Count - 1 - i : i)];
        }
    }
}
