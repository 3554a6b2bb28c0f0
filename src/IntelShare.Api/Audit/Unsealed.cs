using IntelShare.Api.Host.Door;
using IntelShare.Audit;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Audit;

/// <summary>Entries that are on record and in no log yet, oldest transaction first, as far as no older one is still open.</summary>
internal static class Unsealed
{
    private const string Next =
        """
        select xid, id, at, member, client, officer, key, token, act, outcome, purpose, detail, facts, owners, records, levels, asked, found
        from intelshare.audit_entry where xid >= $1 and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id limit $2
        """;

    /// <summary>What a write commits to: the fact as it stands in the store, with its place.</summary>
    public const string FactText = "stream_id || ' ' || version || ' ' || type || ' ' || data";

    private const string Facts = $"select id, {FactText} from es.mt_events where id = any($1)";

    /// <summary>The next entries in order, and the transaction before which all are folded with them.</summary>
    public static async Task<(IReadOnlyList<AuditEntry> Entries, ulong Until, bool More)> ReadAsync(NpgsqlConnection connection, ulong folded, int batch, Trail trail, CancellationToken ct)
    {
        for (var most = batch; ; most *= 2)
        {
            var rows = await RowsAsync(connection, folded, most, ct);
            // A transaction's entries stay together: the last one's may not all be there.
            var whole = rows.Count < most ? rows : rows.FindAll(row => row.Xid != rows[^1].Xid);
            if (whole.Count > 0 || rows.Count < most)
            {
                return (await CommittedAsync(connection, whole, trail, ct), whole.Count > 0 ? whole[^1].Xid + 1 : folded, rows.Count == most);
            }
        }
    }

    private static async Task<List<Row>> RowsAsync(NpgsqlConnection connection, ulong folded, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Next, connection) { Parameters = { new() { Value = folded, NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = most } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<Row>();
        while (await reader.ReadAsync(ct))
        {
            var (owners, records, levels) = (reader.GetFieldValue<string[]>(13), reader.GetFieldValue<Guid[]>(14), reader.GetFieldValue<string[]>(15));
            rows.Add(new(
                reader.GetFieldValue<ulong>(0),
                reader.IsDBNull(12) ? [] : reader.GetFieldValue<Guid[]>(12),
                new(reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetString(9),
                    reader.IsDBNull(10) ? null : reader.GetString(10), [.. owners.Select((owner, i) => new AuditedRecord(owner, records[i], levels[i]))], reader.IsDBNull(11) ? null : reader.GetString(11), [], reader.GetInt32(16), reader.GetInt32(17))));
        }

        return rows;
    }

    /// <summary>The entries with what each commits to.</summary>
    private static async Task<IReadOnlyList<AuditEntry>> CommittedAsync(NpgsqlConnection connection, IReadOnlyList<Row> rows, Trail trail, CancellationToken ct)
    {
        Guid[] written = [.. rows.SelectMany(row => row.Facts)];
        var commitments = new Dictionary<Guid, string>();
        if (written.Length > 0)
        {
            await using var command = new NpgsqlCommand(Facts, connection) { Parameters = { new() { Value = written } } };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                commitments[reader.GetGuid(0)] = Commitment.Of(trail.SaltOf(reader.GetGuid(0)), reader.GetString(1));
            }
        }

        return [.. rows.Select(row => row.Entry with { Facts = [.. row.Facts.Select(fact => commitments.GetValueOrDefault(fact) ?? throw new InvalidOperationException($"A fact that the entry {row.Entry.Id} wrote is not in the store. Nothing is sealed until that is understood."))] })];
    }

    private sealed record Row(ulong Xid, Guid[] Facts, AuditEntry Entry);
}
