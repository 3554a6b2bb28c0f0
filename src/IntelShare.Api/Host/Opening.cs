using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Api.Host;

/// <summary>
/// Whether the database is the one that this node last saw. One that was restored would trust and show again what was ended since,
/// so nothing is served from it until two administrators have opened it (<c>intelshare db reopen</c>).
/// </summary>
internal static class Opening
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Looks, and closes what was restored.</summary>
    /// <returns>Why it is closed; null: it is open.</returns>
    public static async Task<string?> WhyClosedAsync(NpgsqlDataSource source, Settings settings, CancellationToken ct)
    {
        var listed = await Mark.ReadAsync(settings.NarrowingsPath(), ct);
        await using var command = source.CreateCommand("update intelshare.opening set closed = closed or mark < $1 returning closed, mark");
        command.Parameters.Add(new() { Value = listed?.Value ?? 0 });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return row.GetBoolean(0) ? $"The database was restored from a backup (its mark is {row.GetInt64(1)}; {Mark.PathOf(settings.NarrowingsPath())} says {listed?.Value ?? 0}). Nothing is served from it until two administrators have opened it: intelshare db reopen." : null;
    }

    /// <summary>Answers that the hub is closed, on its own addresses, until it is open.</summary>
    /// <returns>False: the process was told to end before.</returns>
    public static async Task<bool> WaitAsync(WebApplicationBuilder builder, NpgsqlDataSource source, TimeProvider clock, CancellationToken ct)
    {
        builder.Services.AddSingleton<Ids>();
        await using var closed = builder.Build();
        closed.MapGet("/health/live", () => Results.Text("Healthy"));
        closed.MapFallback("{*path}", http => Problems.Of("hub-closed").ExecuteAsync(http));
        await closed.StartAsync(ct);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, closed.Lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ends.Token))
            {
                await using var command = source.CreateCommand("select closed from intelshare.opening");
                if (await command.ExecuteScalarAsync(ends.Token) is false)
                {
                    break;
                }
            }

            await closed.StopAsync(ct);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            await closed.WaitForShutdownAsync(ct);
            return false;
        }
    }
}
