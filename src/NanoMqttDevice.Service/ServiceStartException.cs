namespace NanoMqttDevice.Service;

/// <summary>The service could not start: an address, a port or the database. The message says which and what to do.</summary>
public sealed class ServiceStartException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public ServiceStartException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What failed, why, and what to do.</param>
    public ServiceStartException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    /// <param name="message">What failed, why, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ServiceStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
