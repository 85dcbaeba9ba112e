using System.Globalization;
using System.Text;
using NanoMqttDevice.Tool.Output;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Demo;

/// <summary>Shows the steps of the demo as they happen: in colour on a terminal, as plain lines when piped, as JSON for machines.</summary>
/// <param name="steps">How many steps there will be.</param>
/// <param name="isJson">True for JSON.</param>
internal sealed class DemoReport(int steps, bool isJson)
{
    private const int ValueColumn = 17;

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Number of the step that is being done; the first is 1.</summary>
    public int Number { get; private set; }

    /// <summary>Name of the step that is being done.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Begins a step.</summary>
    /// <param name="name">Its name, one word.</param>
    /// <param name="what">What is done in it.</param>
    public void Begin(string name, string what)
    {
        Number++;
        Name = name;
        _values.Clear();
        _values["what"] = what;
        if (!isJson)
        {
            _console.MarkupInterpolated(CultureInfo.InvariantCulture, $"[blue]{Number,2}/{steps}[/] [bold]{name,-10}[/] ");
            WriteLine(what, ValueColumn);
        }
    }

    /// <summary>Shows a value that the step has to do with.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value; a secret must be masked already.</param>
    public void Show(string name, string value)
    {
        _values[name] = value;
        if (!isJson)
        {
            _console.Write(new Text($"{new string(' ', ValueColumn)}{name}: ", Color.Grey));
            WriteLine(value, ValueColumn + name.Length + 2);
        }
    }

    /// <summary>Ends a step that went well.</summary>
    public void End()
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Step, new { Step = Number, Of = steps, Name, Result = "ok", Values = _values }));
        }
    }

    /// <summary>Ends the demo.</summary>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="facts">What to sum up.</param>
    public void Summary(TimeSpan elapsed, IReadOnlyList<(string Name, string Value)> facts)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Summary, new
            {
                Result = "ok",
                Steps = Number,
                Seconds = Math.Round(elapsed.TotalSeconds, 1),
                Facts = facts.ToDictionary(f => f.Name, f => f.Value),
            }));
            return;
        }

        _console.WriteLine();
        var text = new StringBuilder();
        foreach (var (name, value) in facts)
        {
            text.Append(CultureInfo.InvariantCulture, $"      {name,-22} {value}\n");
        }

        _console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[green]All {Number} steps succeeded[/] in {elapsed.TotalSeconds:0.0} s.");
        _console.Profile.Out.Writer.Write(text);
    }

    /// <summary>Ends the demo with the step that failed.</summary>
    /// <param name="why">Why.</param>
    public void Fail(string why)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Step, new { Step = Number, Of = steps, Name, Result = "failed", Why = why }));
        }
    }

    // Past Spectre, which would wrap anywhere: a value stays whole and can be copied; a line that is piped stays one, and can be searched.
    private void WriteLine(string text, int column)
    {
        var isTerminal = _console.Profile.Out.IsTerminal;
        _console.Profile.Out.Writer.WriteLine(isTerminal ? WordWrap.Of(text, column, ValueColumn, _console.Profile.Width) : text);
    }
}
