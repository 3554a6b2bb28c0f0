using IntelShare.Api.Host;
using IntelShare.Audit;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>
/// Drops what is on record three years after the end of its month: entries, details, leaves. The roots that stand for the leaves are kept first, the
/// last checkpoint stays, and so does what is on hold. The database itself decides whether a month is due; two nodes take turns.
/// </summary>
internal sealed class Retaining(NpgsqlDataSource source, TimeProvider clock, ILogger<Retaining> log) : Rounds(TimeSpan.FromHours(1), clock, log, atStart: true)
{
    private const string Turn = "select pg_advisory_xact_lock(hashtext('intelshare.retaining'))";

    private const string Months =
        """
        select to_date(right(c.relname, 7), 'YYYY_MM') from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'intelshare.audit_fold'::regclass and c.relname ~ '_\d{4}_\d{2}$' order by 1
        """;

    private const string Ends = "select log, max(size) from intelshare.audit_fold where at >= $1 and at < $2 group by log order by log";
    private const string Keep = "insert into intelshare.audit_node (log, level, n, hash) values ($1, $2, $3, $4) on conflict do nothing";
    private const string Drop = "select intelshare.drop_audit_month($1)";
    private const string Forget = "delete from intelshare.used_on where day < $1";

    /// <summary>Whether nothing of the month needs to be kept any more.</summary>
    public static bool IsDue(DateOnly month, DateTimeOffset now) => StartOf(month.AddMonths(1).AddYears(3)) <= now;

    /// <summary>Months are those of UTC, as the partitions are.</summary>
    public static DateTimeOffset StartOf(DateOnly month) => new(month, TimeOnly.MinValue, TimeSpan.Zero);

    public override async Task GoAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, Forget, ct, DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddYears(-3));
        foreach (var month in (await MonthsAsync(connection, ct)).Where(month => IsDue(month, Clock.GetUtcNow())))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await ExecuteAsync(connection, Turn, ct);
            foreach (var (name, size) in await EndsAsync(connection, month, ct))
            {
                await KeepRootsAsync(connection, month, name, size, ct);
            }

            await ExecuteAsync(connection, Drop, ct, month);
            await transaction.CommitAsync(ct);
        }
    }

    private static async Task<IReadOnlyList<DateOnly>> MonthsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Months, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var months = new List<DateOnly>();
        while (await reader.ReadAsync(ct))
        {
            months.Add(reader.GetFieldValue<DateOnly>(0));
        }

        return months;
    }

    /// <summary>How far each log had come at the end of the month.</summary>
    private static async Task<IReadOnlyList<(string Log, long Size)>> EndsAsync(NpgsqlConnection connection, DateOnly month, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Ends, connection) { Parameters = { new() { Value = StartOf(month) }, new() { Value = StartOf(month.AddMonths(1)) } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ends = new List<(string, long)>();
        while (await reader.ReadAsync(ct))
        {
            ends.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return ends;
    }

    /// <summary>The roots below those of 256 leaves, which are kept anyway.</summary>
    private static async Task KeepRootsAsync(NpgsqlConnection connection, DateOnly month, string name, long size, CancellationToken ct)
    {
        LeafRange[] parts = [.. new LeafRange(0, size).Perfect().Where(part => part.Level < AuditLogs.Step)];
        var roots = await new AuditLogs(connection).RootsAsync(name, parts, ct) ?? throw new InvalidOperationException($"The log {name} lacks leaves, and roots that stand for them.");
        foreach (var part in parts)
        {
            await ExecuteAsync(connection, Keep, ct, name, (short)part.Level, part.From >> part.Level, roots[part]);
        }

        // Read anew, with the roots that are kept: they are what was signed, or the log could never be gone on from.
        var logs = new AuditLogs(connection);
        var signed = (await logs.HeadAsync(name, StartOf(month.AddMonths(1)).AddTicks(-1), ct))!.Checkpoint;
        if (signed != Checkpoint.Of(signed.Origin, await logs.FrontierAsync(name, size, ct)))
        {
            throw new InvalidOperationException($"The log {name} is not what its checkpoint of {size} entries signed. Nothing of it is dropped until that is understood.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
