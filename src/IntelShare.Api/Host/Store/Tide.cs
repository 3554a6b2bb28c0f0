using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// Puts transactions in the order in which the feeds tell them. They commit out of order; one is given its moment only when every older
/// one is over, so whoever has read up to a place has read everything before it. On every node; nodes wait for each other.
/// </summary>
internal sealed class Tide(NpgsqlDataSource source, TimeProvider clock, ILogger<Tide> log) : Rounds(TimeSpan.FromSeconds(1), clock, log, atStart: true)
{
    /// <summary>Microseconds from a row to the next: room for as many objects.</summary>
    public const int Step = 16;

    /// <summary>The same in a statement.</summary>
    public const string StepInterval = "interval '16 microseconds'";

    private const string Turn = "select pg_advisory_xact_lock(hashtext('intelshare.tide'))";

    // Moments rise even where the clock stands or goes back.
    private const string Give =
        $"""
        update intelshare.tide t set at = d.at from (
            select xid, greatest($1, (select at + {StepInterval} * (last - first + 1) from intelshare.tide where at is not null order by at desc limit 1))
                + {StepInterval} * (sum(last - first + 1) over (order by xid) - (last - first + 1)) as at
            from intelshare.tide where at is null and xid < pg_snapshot_xmin(pg_current_snapshot())) d
        where t.xid = d.xid
        """;

    private const string Reach = "select xid from intelshare.tide where at is not null order by at desc limit 1";

    private readonly Lock rising = new();
    private DateTimeOffset? troubled;
    private TaskCompletionSource risen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last transaction that the feeds tell here; another node may be further.</summary>
    public ulong Reached { get; private set; }

    /// <summary>Whether nothing went well for so long that something must be done: feeds stand still meanwhile.</summary>
    public bool IsStuck
    {
        get
        {
            lock (rising)
            {
                return Clock.GetUtcNow() - troubled > Watch.Stuck;
            }
        }
    }

    public override async Task GoAsync(CancellationToken ct)
    {
        lock (rising)
        {
            troubled ??= Clock.GetUtcNow();
        }

        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(Turn), new(Give) { Parameters = { new() { Value = Clock.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz } } }, new(Reach) },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        Rise(await reader.ReadAsync(ct) ? reader.GetFieldValue<ulong>(0) : 0);
    }

    /// <summary>Waits until something may be told beyond a transaction.</summary>
    /// <returns>Whether something may.</returns>
    public async Task<bool> WaitAsync(ulong beyond, TimeSpan most, CancellationToken ct)
    {
        Task next;
        lock (rising)
        {
            next = Reached > beyond ? Task.CompletedTask : risen.Task;
        }

        try
        {
            await next.WaitAsync(most, Clock, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Rise(ulong reached)
    {
        lock (rising)
        {
            troubled = null;
            if (reached > Reached)
            {
                Reached = reached;
                risen.SetResult();
                risen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
