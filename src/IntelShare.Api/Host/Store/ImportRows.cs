using System.Text.Json;
using IntelShare.Indicators;
using Marten;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>What became of a row.</summary>
/// <param name="Row">Its number in the file, from 1; the header of a table is none.</param>
/// <param name="Outcome">One of <see cref="All"/>.</param>
/// <param name="Indicator">The record; null where the row was refused or only tried.</param>
/// <param name="Problems">Why it was refused.</param>
/// <param name="Lost">Names of what a STIX object, or an item of MISP, says that a record cannot carry; null where all was carried.</param>
internal sealed record ImportOutcome(long Row, string Outcome, Guid? Indicator, IReadOnlyList<Refusal>? Problems, IReadOnlyList<string>? Lost)
{
    public const string Submitted = "submitted";
    public const string Amended = "amended";
    public const string Same = "same";
    public const string Withdrawn = "withdrawn";
    public const string PassedOver = "passed-over";
    public const string Refused = "refused";

    public static readonly string[] All = [Submitted, Amended, Same, Withdrawn, PassedOver, Refused];
}

/// <summary>What a row does to a record, with the record as it stood; null where it begins.</summary>
internal sealed record ImportChange(Guid Id, Indicator? Before, byte[]? WrappedKey, IReadOnlyList<object> Facts);

/// <summary>One of the times that a file of an agency is brought in.</summary>
internal sealed record ImportRun(string Member, Guid Id);

/// <summary>An agency's import.</summary>
internal sealed record StoredImport(Guid Id, bool DryRun, DateTimeOffset At, DateTimeOffset? EndedAt);

/// <summary>The rows beside the facts of an import.</summary>
internal sealed class ImportRows(Line line)
{
    // The sub-select is the fence: for a run that lost its turn it is null, and the column refuses null. Shared, it lets nobody take the turn before this is committed.
    private const string Add =
        """
        insert into intelshare.import_row (import, row, outcome, indicator, problems, lost)
        select (select import from intelshare.import_turn where member = ? and run = ? for share), r.row, r.outcome, r.indicator, r.problems, r.lost from jsonb_to_recordset(?::jsonb) r(row bigint, outcome text, indicator uuid, problems jsonb, lost text[])
        """;

    private const string Begin =
        """
        with begun as (insert into intelshare.import (id, member, key, dry_run, at) values ($1, $2, $3, $4, $5) on conflict (member, key) do nothing returning id, dry_run, at, ended_at)
        select * from begun union all select id, dry_run, at, ended_at from intelshare.import where member = $2 and key = $3
        """;

    private const string Take = "insert into intelshare.import_turn (member, run, import) values ($1, $2, $3) on conflict (member) do update set run = excluded.run, import = excluded.import";

    // An import stays a set of what it ever brought in or named.
    private const string Forget =
        """
        with forgotten as (delete from intelshare.import_row where import = $1 returning import, indicator)
        insert into intelshare.import_named (import, indicator) select import, indicator from forgotten where indicator is not null on conflict do nothing
        """;

    private const string Find = "select id, dry_run, at, ended_at from intelshare.import where id = $1 and member = $2";

    private const string Set =
        """
        (select distinct indicator from intelshare.import_row where import = $1 and indicator > $2 order by indicator limit $3)
        union (select indicator from intelshare.import_named where import = $1 and indicator > $2 order by indicator limit $3) order by indicator limit $3
        """;

    private const string Holds =
        "select exists (select from intelshare.import_row where import = $1 and indicator = $2) or exists (select from intelshare.import_named where import = $1 and indicator = $2)";

    private const string Listed = "select row, outcome, indicator, problems, lost from intelshare.import_row where import = $1 and row > $2 and ($3::text is null or outcome = $3) order by row limit $4";

    /// <summary>Queues what became of rows, into the transaction that makes it so.</summary>
    public static void Queue(IDocumentSession session, ImportRun run, IReadOnlyList<ImportOutcome> outcomes) =>
        session.QueueSqlCommand(Add, run.Member, run.Id, JsonSerializer.Serialize(outcomes, Json.Stored));

    /// <summary>Begins an import, or finds the one of this key again.</summary>
    public async Task<StoredImport> BeginAsync(Guid id, string member, string key, bool dryRun, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Begin, await line.OpenAsync(ct))
        {
            Parameters = { new() { Value = id }, new() { Value = member }, new() { Value = key }, new() { Value = dryRun }, new() { Value = at } },
        };
        return (await ReadAsync(command, ct))!;
    }

    /// <summary>
    /// Takes the turn of an agency for one run: every other has lost it, once what it commits just now is committed. Forgets what an earlier run of the
    /// same import said of its rows: this one says it anew. Which records those were is kept.
    /// </summary>
    /// <param name="turn">The connection that holds the agency's lock: whoever has lost the lock takes no turn and forgets nothing.</param>
    /// <param name="run">The run.</param>
    /// <param name="import">Its import.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task TakeAsync(NpgsqlConnection turn, ImportRun run, Guid import, CancellationToken ct)
    {
        // Two statements: the second sees what the first has waited for.
        await using var batch = new NpgsqlBatch(turn)
        {
            // Of a million rows it takes many seconds.
            Timeout = 300,
            BatchCommands =
            {
                new(Take) { Parameters = { new() { Value = run.Member }, new() { Value = run.Id }, new() { Value = import } } },
                new(Forget) { Parameters = { new() { Value = import } } },
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>An import of this agency; null where there is none.</summary>
    public async Task<StoredImport?> FindAsync(Guid id, string member, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Find, await line.OpenAsync(ct)) { Parameters = { new() { Value = id }, new() { Value = member } } };
        return await ReadAsync(command, ct);
    }

    public async Task EndAsync(Guid import, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("update intelshare.import set ended_at = $2 where id = $1", await line.OpenAsync(ct)) { Parameters = { new() { Value = import }, new() { Value = at } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How many rows came to what.</summary>
    public async Task<Dictionary<string, long>> CountAsync(Guid import, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select outcome, count(*) from intelshare.import_row where import = $1 group by outcome", await line.OpenAsync(ct)) { Parameters = { new() { Value = import } } };
        var counted = ImportOutcome.All.ToDictionary(outcome => outcome, _ => 0L, StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            counted[reader.GetString(0)] = reader.GetInt64(1);
        }

        return counted;
    }

    /// <summary>Keeps, for a day, what a posted envelope came to; sealed by the caller.</summary>
    public async Task KeepStatusAsync(Guid import, string status, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("update intelshare.import set status = $2 where id = $1", await line.OpenAsync(ct)) { Parameters = { new() { Value = import }, new() { Value = status } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What was kept of it; null where there is none of this agency.</summary>
    public async Task<string?> FindStatusAsync(Guid import, string member, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select status from intelshare.import where id = $1 and member = $2", await line.OpenAsync(ct)) { Parameters = { new() { Value = import }, new() { Value = member } } };
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>What became of rows behind one, in the file's order.</summary>
    public async Task<List<ImportOutcome>> ListAsync(Guid import, long after, string? outcome, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Listed, await line.OpenAsync(ct))
        {
            Parameters = { new() { Value = import }, new() { Value = after }, new() { Value = (object?)outcome ?? DBNull.Value }, new() { Value = most } },
        };
        var rows = new List<ImportOutcome>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.IsDBNull(3) ? null : JsonSerializer.Deserialize<Refusal[]>(reader.GetString(3), Json.Stored), reader.IsDBNull(4) ? null : reader.GetFieldValue<string[]>(4)));
        }

        return rows;
    }

    /// <summary>Records of an import behind one, each once.</summary>
    public async Task<List<Guid>> RecordsAsync(Guid import, Guid after, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Set, await line.OpenAsync(ct)) { Parameters = { new() { Value = import }, new() { Value = after }, new() { Value = most } } };
        var found = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetGuid(0));
        }

        return found;
    }

    /// <summary>Whether a record is of an import.</summary>
    public async Task<bool> HoldsAsync(Guid import, Guid record, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Holds, await line.OpenAsync(ct)) { Parameters = { new() { Value = import }, new() { Value = record } } };
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task<StoredImport?> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetGuid(0), reader.GetBoolean(1), reader.GetFieldValue<DateTimeOffset>(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3)) : null;
    }
}
