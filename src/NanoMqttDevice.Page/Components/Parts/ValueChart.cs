using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using NanoMqttDevice.Page.Fleet;

namespace NanoMqttDevice.Page.Components.Parts;

/// <summary>
/// A value over time as a line. Drawn by hand, as two elements of SVG: a list draws some dozens of them twice a second, for which the
/// library's chart, of some hundred elements each, is not made.
/// </summary>
public sealed class ValueChart : ComponentBase
{
    private const double Edge = 2;

    /// <summary>The value.</summary>
    [Parameter]
    [EditorRequired]
    public ValueSeries Series { get; set; } = null!;

    /// <summary>Width of the drawing, in its own units; it takes the place that its element has.</summary>
    [Parameter]
    public double Width { get; set; } = 90;

    /// <summary>Height of the drawing.</summary>
    [Parameter]
    public double Height { get; set; } = 24;

    /// <summary>True to draw axes with times and extremes.</summary>
    [Parameter]
    public bool HasAxes { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var points = Series.Points();
        if (points.Length < 2)
        {
            return;
        }

        var (low, high) = (points.Min(p => p.Value), points.Max(p => p.Value));
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", HasAxes ? "chart large" : "chart");
        builder.AddAttribute(2, "viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {Height}"));
        builder.AddAttribute(3, "preserveAspectRatio", "none");
        builder.AddAttribute(4, "role", "img");
        builder.AddAttribute(5, "aria-label", Texts.ChartOf(Series.Name, points.Length, low, high));
        builder.OpenElement(6, "polyline");
        builder.AddAttribute(7, "points", LineOf(points, low, high));
        builder.AddAttribute(8, "vector-effect", "non-scaling-stroke");
        builder.CloseElement();
        builder.CloseElement();
        if (HasAxes)
        {
            builder.OpenElement(9, "div");
            builder.AddAttribute(10, "class", "axes");
            builder.AddContent(11, Texts.AxesOf(points[0].Time, points[^1].Time, low, high));
            builder.CloseElement();
        }
    }

    private string LineOf(ValuePoint[] points, double low, double high)
    {
        var start = points[0].Time;
        var span = Math.Max(1, (points[^1].Time - start).TotalMilliseconds);
        var range = high - low;
        var line = new StringBuilder();
        foreach (var point in points)
        {
            var x = Edge + ((Width - (2 * Edge)) * (point.Time - start).TotalMilliseconds / span);
            var y = range > 0 ? Height - Edge - ((Height - (2 * Edge)) * (point.Value - low) / range) : Height / 2;
            line.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }

        return line.ToString();
    }
}
