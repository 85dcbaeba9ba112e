using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace NanoMqttDevice.Service;

/// <summary>A web site of somebody else's that is served on the ports of the server API. It guards itself.</summary>
/// <param name="Start">The path to which a browser is sent that opens <c>/</c>: a GET there without parameters is no call of the API.</param>
/// <param name="Owns">Tells which paths are the site's; none of them is the API's.</param>
/// <param name="AddServices">Adds what it is made of.</param>
/// <param name="Map">Adds its endpoints; routing is in use already.</param>
public sealed record HttpSite(
    string Start, Func<PathString, bool> Owns, Action<IServiceCollection> AddServices, Action<WebApplication> Map);
