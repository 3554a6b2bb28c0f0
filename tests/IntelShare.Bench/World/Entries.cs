using System.Globalization;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Bench.World;

/// <summary>
/// Writes to the trail what the counter would have written, each entry as of a transaction of its own, by COPY. An agency reads a record of
/// another one; every third reader states a case; where asked for, every tenth entry is an agency's own write instead, with its fact.
/// </summary>
internal sealed class Entries(NpgsqlDataSource owner, Trail trail, long registryVersion, TimeProvider clock)
{
    private const string Columns = "id, at, member, client, officer, key, token, act, outcome, purpose, case_mac, detail, facts, owners, records, levels, asked, found, registry_version, xid";
    private static readonly string[] Acts = ["indicator-read", "searched", "indicators-listed", "indicator-read"];
    private readonly Random random = new(1);
    private readonly Ids ids = new();

    /// <summary>Adds entries.</summary>
    /// <param name="count">How many.</param>
    /// <param name="facts">Facts that writes have appended; none for reads alone.</param>
    public async Task AddAsync(int count, IReadOnlyList<Guid> facts, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        var xid = await BurnAsync(connection, count, ct);
        var details = new List<object[]>();
        await using (var rows = await connection.BeginBinaryImportAsync($"copy intelshare.audit_entry ({Columns}) from stdin (format binary)", ct))
        {
            for (var i = 0; i < count; i++)
            {
                var statements = trail.Statements(EntryOf(i, facts)).ToList();
                await rows.StartRowAsync(ct);
                foreach (var value in statements[0].Values)
                {
                    await WriteAsync(rows, value, ct);
                }

                await rows.WriteAsync(xid + (ulong)i, NpgsqlDbType.Xid8, ct);
                details.AddRange(statements.Skip(1).Select(statement => statement.Values));
            }

            await rows.CompleteAsync(ct);
        }

        await using (var rows = await connection.BeginBinaryImportAsync("copy intelshare.audit_detail (entry, at, box) from stdin (format binary)", ct))
        {
            foreach (var detail in details)
            {
                await rows.WriteRowAsync(ct, detail);
            }

            await rows.CompleteAsync(ct);
        }

        foreach (var sql in (string[])["vacuum analyze intelshare.audit_entry", "checkpoint"])
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private Entry EntryOf(int number, IReadOnlyList<Guid> facts)
    {
        var members = random.GetItems(Cast.Members, 2);
        var writes = facts.Count > 0 && number % 10 == 0;
        var told = writes ? members[0] : members[0] == members[1] ? Cast.Members[(Array.IndexOf(Cast.Members, members[0]) + 1) % Cast.Members.Length] : members[1];
        var actor = new Actor(members[0], members[0], $"officer-{random.Next(200)}", "bench-" + members[0].PadRight(16, 'k'), ids.Next("bench").ToString("N"));
        var (act, purpose) = writes ? ("indicator-submitted", null) : (Acts[number % Acts.Length], "cross-checking");
        return new(ids.Next("bench"), clock.GetUtcNow(), actor, act, "ok", purpose, number % 3 == 1 ? $"K-2026-{random.Next(10_000)}" : null, registryVersion, [new Told(told, ids.Next("bench"), Level.Full)])
        {
            Asked = act == "searched" ? 1 : 0,
            Found = act == "searched" ? 1 : 0,
            Facts = writes ? [facts[random.Next(facts.Count)]] : [],
        };
    }

    /// <summary>As many transactions as there will be entries, so that the sealer sees each in its own; the first of them.</summary>
    private static async Task<ulong> BurnAsync(NpgsqlConnection connection, int count, CancellationToken ct)
    {
        await using var next = new NpgsqlCommand("select pg_snapshot_xmax(pg_current_snapshot())", connection);
        var first = (ulong)(await next.ExecuteScalarAsync(ct))!;
        await using var burn = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"do $do$ begin for i in 1..{count} loop perform pg_current_xact_id(); commit; end loop; end $do$"), connection) { CommandTimeout = 0 };
        await burn.ExecuteNonQueryAsync(ct);
        return first;
    }

    /// <summary>The statement sends empty what the table holds as absent.</summary>
    private static Task WriteAsync(NpgsqlBinaryImporter rows, object value, CancellationToken ct) => value switch
    {
        "" or byte[] { Length: 0 } => rows.WriteNullAsync(ct),
        Guid[] { Length: 0 } => rows.WriteNullAsync(ct),
        _ => rows.WriteAsync(value, ct),
    };
}
