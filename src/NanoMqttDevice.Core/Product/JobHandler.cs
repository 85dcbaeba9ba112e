namespace NanoMqttDevice.Product
{
    /// <summary>Hears of the end of a job, on the main thread.</summary>
    /// <param name="end">How it has ended.</param>
    public delegate void JobHandler(JobEnd end);
}
