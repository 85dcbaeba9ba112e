using Microsoft.JSInterop;
using MudBlazor;

namespace NanoMqttDevice.Page.Components;

/// <summary>Light or dark: as the system has it, until the user says otherwise. The browser keeps what he says.</summary>
/// <param name="js">The browser.</param>
public sealed class Appearance(IJSRuntime js)
{
    /// <summary>The theme, with colours that can be told apart and read on their grounds.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#00539b",
            Secondary = "#5b3f8c",
            Info = "#00539b",
            Success = "#1b6e2d",
            Warning = "#8a4b00",
            Error = "#b3131b",
            AppbarBackground = "#0b2a4a",
            AppbarText = "#ffffff",
            TextPrimary = "#1a1d21",
            TextSecondary = "#4a5058",
            ActionDefault = "#4a5058",
            DrawerText = "#1a1d21",
            DrawerIcon = "#4a5058",
            Background = "#f6f7f9",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ab8f5",
            PrimaryContrastText = "#0b1a2b",
            Secondary = "#c8b0f0",
            SecondaryContrastText = "#1b1230",
            Info = "#8ab8f5",
            InfoContrastText = "#0b1a2b",
            Success = "#7fd08f",
            SuccessContrastText = "#0b2411",
            Warning = "#f0b866",
            WarningContrastText = "#2b1a00",
            Error = "#ff9a94",
            ErrorContrastText = "#2b0504",
            AppbarBackground = "#10161d",
            AppbarText = "#f0f3f6",
            Background = "#161b22",
            Surface = "#1e252d",
            DrawerBackground = "#1a2027",
            DrawerText = "#e8ecf0",
            DrawerIcon = "#b6bfc9",
            TextPrimary = "#e8ecf0",
            TextSecondary = "#b6bfc9",
            ActionDefault = "#b6bfc9",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"] },
        },
    };

    /// <summary>Whether it is dark now.</summary>
    public bool IsDark { get; set; }

    /// <summary>Asks the browser.</summary>
    /// <returns>Done when it is known.</returns>
    public async Task ReadAsync() => IsDark = await js.InvokeAsync<bool>("nanomqtt.isDark");

    /// <summary>Changes it, and has the browser keep it.</summary>
    /// <returns>Done when it is kept.</returns>
    public async Task ToggleAsync()
    {
        IsDark = !IsDark;
        await js.InvokeVoidAsync("nanomqtt.keepDark", IsDark);
    }
}
