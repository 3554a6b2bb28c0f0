using IntelShare.Api;
using IntelShare.Api.Keeping;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntelShare.Bench.World;

/// <summary>The hub as it is shipped, sweeping when it is told to instead of every quarter of an hour.</summary>
internal static class SweepingHub
{
    public static async Task RunAsync(string port)
    {
        var builder = Hub.Builder(["--urls", "http://127.0.0.1:" + port]);
        // Its own turn of sweeping ends, and nothing else.
        builder.Services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        var settings = Hub.Settings(builder.Configuration);
        await using var source = Api.Host.Database.Open(settings.ConnectionString!);
        await using var hub = await Hub.BuildAsync(builder, settings, source, Convert.FromBase64String(settings.MasterKey!), CancellationToken.None);
        var reviewing = hub.Services.GetRequiredService<Reviewing>();
        hub.MapPost("/sweep", () => reviewing.GoAsync(CancellationToken.None)).AllowAnonymous();
        await hub.StartAsync();
        await reviewing.StopAsync(CancellationToken.None);
        await hub.WaitForShutdownAsync();
    }
}
