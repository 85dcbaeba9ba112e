namespace NanoMqttDevice.Page.Links;

/// <summary>Something that the user wanted did not work. The message says what, why and what to do, and holds no secret.</summary>
public sealed class PageException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public PageException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What the user is told.</param>
    public PageException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    /// <param name="message">What the user is told.</param>
    /// <param name="innerException">The cause.</param>
    public PageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
