namespace NanoMqttDevice.Provisioning
{
    /// <summary>Begins a request, and answers it unless it waits for something.</summary>
    /// <param name="argument">The rest of its line.</param>
    public delegate void RequestHandler(string argument);
}
