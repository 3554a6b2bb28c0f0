using IntelShare.Api;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Members;

var configured = Hub.Builder(args);
using var logging = LoggerFactory.Create(log => log.AddConfiguration(configured.Configuration.GetSection("Logging")).AddConsole());
try
{
    var settings = Hub.Settings(configured.Configuration);
    Listening.Check(configured.Configuration, settings);
    await using var database = await Database.StartAsync(settings, TimeProvider.System, logging.CreateLogger("IntelShare.Database"), CancellationToken.None);
    while (true)
    {
        if (await Opening.WhyClosedAsync(database.Source, settings, CancellationToken.None) is { } closed)
        {
            await Console.Error.WriteLineAsync(closed);
            if (!await Opening.WaitAsync(Hub.Builder(args), database.Source, TimeProvider.System, CancellationToken.None))
            {
                return 0;
            }
        }

        await using var hub = await Hub.BuildAsync(Hub.Builder(args), settings, database.Source, await MasterKey.ReadAsync(settings, CancellationToken.None), CancellationToken.None);
        await Demonstration.PrepareAsync(hub, CancellationToken.None);
        await hub.StartAsync();
        Demonstration.Announce(hub);
        await hub.WaitForShutdownAsync();
        if (!hub.Services.GetRequiredService<NarrowingList>().WentBack)
        {
            return 0;
        }
    }
}
catch (Exception cannotStart) when (cannotStart is InvalidOperationException or Npgsql.NpgsqlException or IOException)
{
    // An IOException is Kestrel's, of an address in use.
    await Console.Error.WriteLineAsync("IntelShare cannot start: " + cannotStart.Message);
    return 1;
}
