using System.Text.Json;
using IntelShare.Indicators;
using IntelShare.Keeping;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>A stored recall, the words of its recipients still closed, and the wrapped key that may open them.</summary>
internal readonly record struct StoredRecall(Recall Recall, byte[]? WrappedKey);

/// <summary>Reads recalls as the inline projection wrote them, and what a recall starts from.</summary>
internal sealed class Recalls(Line line)
{
    private const string Select =
        $"""
        select d.data, k.wrapped from {EventStore.Documents}.mt_doc_recall d
        left join intelshare.record_key k on k.indicator = d.id

        """;

    private const string ById = Select + "where d.id = $1";

    private const string OfMembers = Select +
        """
        join (select s.at, s.id from unnest($1::text[]) e(member) cross join lateral (
            select * from intelshare.recall_side s where s.member = e.member and s.issued = $2 and (s.at, s.id) < ($3, $4) order by s.at desc, s.id desc limit $5) s
            order by s.at desc, s.id desc limit $5) s on s.id = d.id
        order by s.at desc, s.id desc
        """;

    private const string Named = $"select data from {EventStore.Documents}.mt_doc_indicator where id = any($1)";

    // The trail knows who was told what: nobody reads without an entry. The bounds leave most months of it alone.
    private const string Had =
        """
        select e.member, array_agg(distinct told.record order by told.record)
        from intelshare.audit_entry e cross join lateral unnest(e.records, e.levels) told(record, level)
        where e.records && $1 and e.at >= $2 and e.at < $3 and told.record = any($1) and told.level = 'full'
        group by e.member
        """;

    public async Task<StoredRecall?> FindAsync(Guid id, CancellationToken ct) => await ReadAsync(ById, [id], ct) is [var found] ? found : null;

    /// <summary>The recalls that members issued, or received, newest first.</summary>
    public Task<List<StoredRecall>> OfAsync(string[] members, bool issued, Place after, int most, CancellationToken ct) =>
        ReadAsync(OfMembers, [members, issued, after.At, after.Id, most], ct);

    /// <summary>The records that these ids name, whoever's they are; their secrets closed.</summary>
    public async Task<List<Indicator>> NamedAsync(Guid[] ids, CancellationToken ct)
    {
        var found = new List<Indicator>(ids.Length);
        await using var command = Command(Named, [ids], await line.OpenAsync(ct));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(0), Json.Stored)!);
        }

        return found;
    }

    /// <summary>Every member that was told any of the records in full, and which: of each, whoever does not own it and never did.</summary>
    public async Task<List<RecallRecipient>> RecipientsAsync(IReadOnlyCollection<Indicator> records, DateTimeOffset now, CancellationToken ct)
    {
        var found = new List<RecallRecipient>();
        var (since, until) = Corrections.Span(records.Select(record => record.SubmittedAt).DefaultIfEmpty(now).Min(), now);
        await using var command = Command(Had, [records.Select(record => record.Id).ToArray(), since, until], await line.OpenAsync(ct));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (member, told) = (reader.GetString(0), reader.GetFieldValue<Guid[]>(1).ToHashSet());
            Guid[] others = [.. records.Where(record => told.Contains(record.Id) && record.Owner != member && !record.FormerOwners.Contains(member)).Select(record => record.Id).Order()];
            if (others.Length > 0)
            {
                found.Add(new(member, others));
            }
        }

        return found;
    }

    private async Task<List<StoredRecall>> ReadAsync(string sql, object[] values, CancellationToken ct)
    {
        var found = new List<StoredRecall>();
        await using var command = Command(sql, values, await line.OpenAsync(ct));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(JsonSerializer.Deserialize<Recall>(reader.GetFieldValue<byte[]>(0), Json.Stored)!, reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)));
        }

        return found;
    }

    private static NpgsqlCommand Command(string sql, object[] values, NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }
}
