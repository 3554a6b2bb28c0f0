using IntelShare.Api;
using IntelShare.Api.Host;
using IntelShare.Api.Members;

var builder = Hub.Builder(args);
using var logging = LoggerFactory.Create(log => log.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
try
{
    var settings = Hub.Settings(builder.Configuration);
    await using var database = await Database.StartAsync(settings, TimeProvider.System, logging.CreateLogger("IntelShare.Database"), CancellationToken.None);
    while (await Opening.WhyClosedAsync(database.Source, settings, CancellationToken.None) is { } closed)
    {
        await Console.Error.WriteLineAsync(closed);
        await Opening.WaitAsync(Hub.Builder(args), database.Source, TimeProvider.System, CancellationToken.None);
    }

    await using var hub = await Hub.BuildAsync(builder, settings, database.Source, await MasterKey.ReadAsync(settings, CancellationToken.None), CancellationToken.None);
    await Demonstration.PrepareAsync(hub, CancellationToken.None);
    Listening.Check(hub.Configuration, settings);
    await hub.StartAsync();
    Demonstration.Announce(hub);
    await hub.WaitForShutdownAsync();
    return 0;
}
catch (Exception cannotStart) when (cannotStart is InvalidOperationException or Npgsql.NpgsqlException or IOException)
{
    // An IOException is Kestrel's, of an address in use.
    await Console.Error.WriteLineAsync("IntelShare cannot start: " + cannotStart.Message);
    return 1;
}
