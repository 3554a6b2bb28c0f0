using System.Collections.Concurrent;
using System.Net;
using Npgsql;

namespace IntelShare.Api.Host.Door;

/// <summary>Counts by minute what would else fill the trail: unauthenticated requests by address, and those of a member beyond its limit.</summary>
internal sealed class Knocks(NpgsqlDataSource source, TimeProvider clock) : BackgroundService
{
    /// <summary>Beyond this many addresses between two writes, the rest is counted together.</summary>
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(DateTimeOffset Minute, string Address), long> counts = new();

    public void Count(IPAddress? address) => Count(counts.Count < MostAddresses && address is not null ? address.ToString() : "other");

    /// <summary>Counts for whoever is no address: a member beyond its limit.</summary>
    public void Count(string whose)
    {
        var now = clock.GetUtcNow();
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        counts.AddOrUpdate((minute, whose), 1, (_, count) => count + 1);
    }

    /// <summary>Writes what was counted since the last time.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        foreach (var knock in counts.Keys)
        {
            if (counts.TryRemove(knock, out var count))
            {
                try
                {
                    await using var command = source.CreateCommand(
                        """
                        insert into intelshare.refused_knock (minute, address, count) values ($1, $2, $3)
                        on conflict (minute, address) do update set count = refused_knock.count + excluded.count
                        """);
                    command.Parameters.Add(new() { Value = knock.Minute });
                    command.Parameters.Add(new() { Value = knock.Address });
                    command.Parameters.Add(new() { Value = count });
                    await command.ExecuteNonQueryAsync(ct);
                }
                catch (NpgsqlException)
                {
                    counts.AddOrUpdate(knock, count, (_, more) => more + count);
                    break;
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await WriteAsync(stoppingToken);
        }
    }
}
