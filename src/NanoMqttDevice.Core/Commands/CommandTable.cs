namespace NanoMqttDevice.Commands
{
    /// <summary>Makes a table of commands. A table takes a kilobyte of a board's memory, and commands are seldom: it is made for each anew.</summary>
    /// <returns>A row for each command.</returns>
    public delegate CommandRow[] CommandTable();
}
