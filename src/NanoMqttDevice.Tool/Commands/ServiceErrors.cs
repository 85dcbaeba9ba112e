namespace NanoMqttDevice.Tool.Commands;

/// <summary>What the service says of a wrong option, as the user is told it.</summary>
internal static class ServiceErrors
{
    /// <summary>Gives the rule alone, without the parameter's name that .NET adds behind the message.</summary>
    /// <param name="e">What the service threw.</param>
    /// <returns>The rule.</returns>
    public static string RuleOf(ArgumentException e) => e.Message.Split(" (Parameter '", 2)[0];
}
