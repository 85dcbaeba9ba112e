namespace NanoMqttDevice.Page.Links;

/// <summary>Is told the steps of what takes long, as they happen.</summary>
public interface IStepLog
{
    /// <summary>A step begins.</summary>
    /// <param name="name">Its name, one word.</param>
    /// <param name="what">What is done in it.</param>
    void Begin(string name, string what);

    /// <summary>The step goes on.</summary>
    /// <param name="text">What is the case now.</param>
    void Say(string text);

    /// <summary>The step has ended well.</summary>
    /// <param name="how">How, in a few words.</param>
    void Done(string how);
}
