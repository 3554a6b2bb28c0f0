using IntelShare.Api.Host.Door;
using Npgsql;

namespace IntelShare.Api.Host;

/// <summary>Reads what <see cref="Measures"/> shows, where somebody collects it.</summary>
internal sealed class Watch(NpgsqlDataSource source, RegistryCache registry, Measures measures, TimeProvider clock, ILogger<Watch> log) : Rounds(TimeSpan.FromSeconds(15), clock, log, atStart: true)
{
    /// <summary>Entries wait for no more than 250 ms and for older transactions; beyond this the sealer has stopped.</summary>
    public static readonly TimeSpan Stuck = TimeSpan.FromMinutes(1);

    /// <summary>What could be folded: on record, in no log, and no older transaction open. By the index of transactions.</summary>
    private const string Waiting =
        """
        select at from intelshare.audit_entry
        where xid >= coalesce((select max(xid) from (select xid from intelshare.audit_fold union all select xid from intelshare.audit_checkpoint) f), '0') and xid < pg_snapshot_xmin(pg_current_snapshot())
        """;

    private const string Read =
        $"""
        select (select count(*) from (select from ({Waiting} limit 10000) w) n), (select min(at) from ({Waiting} order by xid limit 10000) w),
            (select min(at) from intelshare.audit_entry where xid >= pg_snapshot_xmin(pg_current_snapshot())),
            (select count(*) from intelshare.disclosure_queue where received and state in ('open', 'deferred') and due <= $1)
        """;

    private const string Oldest = $"select min(at) from ({Waiting} order by xid limit 1) w";

    public override async Task GoAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var command = source.CreateCommand(Read);
        command.Parameters.Add(new() { Value = now });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        measures.Watch(new(reader.GetInt64(0), Age(1), Age(2), reader.GetInt64(3), registry.Age.TotalSeconds));

        double Age(int column) => reader.IsDBNull(column) ? 0 : Math.Max(0, (now - reader.GetFieldValue<DateTimeOffset>(column)).TotalSeconds);
    }

    /// <summary>Whether entries wait that nothing but the sealer keeps out of the logs.</summary>
    public static async Task<bool> IsSealerStuckAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Oldest, connection);
        return await command.ExecuteScalarAsync(ct) is DateTime oldest && clock.GetUtcNow().UtcDateTime - oldest > Stuck;
    }
}
