using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using NanoMqttDevice.Page.Components;
using NanoMqttDevice.Page.Fleet;
using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page.Hosting;

/// <summary>The page as a part of a web application, of the service's or of one of its own (<see cref="PageHost"/>).</summary>
public sealed class PageSite
{
    private readonly IFleetSource _source;
    private readonly IFleetActions _actions;
    private readonly IUpdateDesk? _updates;
    private readonly TimeProvider _time;
    private readonly LoginDoor _door;

    /// <summary>Makes a page.</summary>
    /// <param name="source">Where it sees its devices.</param>
    /// <param name="actions">What its user can do.</param>
    /// <param name="updates">Packages and rollouts; null where there are none.</param>
    /// <param name="time">The clock.</param>
    public PageSite(IFleetSource source, IFleetActions actions, IUpdateDesk? updates, TimeProvider time)
    {
        _source = source;
        _actions = actions;
        _updates = updates;
        _time = time;
        _door = new LoginDoor(time);
    }

    /// <summary>Where a visitor of the root is sent.</summary>
    public const string Start = "/devices";

    /// <summary>Tells which paths are the page's.</summary>
    /// <param name="path">A path, decoded.</param>
    /// <returns>True for those that its gate guards.</returns>
    public static bool Owns(PathString path) => PageGate.Owns(path);

    /// <summary>Makes the path of a link that logs one browser in.</summary>
    /// <returns>Path and query; a secret.</returns>
    public string NewLoginPath() => $"{PageGate.LoginPath}?token={_door.NewLink(isFirst: true)}";

    /// <summary>Adds what the page is made of.</summary>
    /// <param name="services">The application's services.</param>
    public void AddTo(IServiceCollection services)
    {
        services.AddLogging();
        services.AddRoutingCore();
        services.AddSingleton(_source);
        services.AddSingleton(_actions);
        services.AddSingleton(new Links.Updates(_updates));
        services.AddSingleton(_time);
        services.AddSingleton(_door);
        services.AddSingleton<FleetModel>();
        services.AddHostedService(provider => provider.GetRequiredService<FleetModel>());

        // Nothing of a session outlives the process, and no key of it lies on a disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "nanomqtt-antiforgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddRazorComponents().AddInteractiveServerComponents(options => options.DetailedErrors = false);
        services.AddMudServices();
        services.AddScoped<BrowserSerial>();
        services.AddScoped<Appearance>();
    }

    /// <summary>Serves it.</summary>
    /// <param name="app">The application; its routing is in use already.</param>
    public void AddTo(WebApplication app)
    {
        var gate = new PageGate(_door);
        app.Use(next => http => gate.PassAsync(http, next));
        app.UseAntiforgery();
        PageAssets.Map(app);
        app.MapGet(PageGate.LoginPath, LogInAsync);
        app.MapPost(PageGate.LogoutPath, LogOutAsync);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    private Task LogInAsync(HttpContext http)
    {
        if (_door.Open(http.Request.Query["token"]) is not { } session)
        {
            return PageGate.RefuseAsync(http, StatusCodes.Status401Unauthorized, LoginPages.BadLink);
        }

        http.Response.Cookies.Append(PageGate.CookieOf(http), session, CookieOptions(http));
        return PageGate.RefuseAsync(http, StatusCodes.Status200OK, LoginPages.Welcome);
    }

    private async Task LogOutAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            await PageGate.RefuseAsync(http, StatusCodes.Status400BadRequest, LoginPages.Foreign);
            return;
        }

        _door.Close(http.Request.Cookies[PageGate.CookieOf(http)]);
        http.Response.Cookies.Delete(PageGate.CookieOf(http), CookieOptions(http));
        await PageGate.RefuseAsync(http, StatusCodes.Status200OK, LoginPages.NotLoggedIn);
    }

    private static CookieOptions CookieOptions(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
