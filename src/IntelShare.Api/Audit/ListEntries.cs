using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Audit;

/// <summary>
/// One line of the trail as one agency may see it. Of its own acts everything; of others' accesses to its records who, when,
/// which act, at what level and for what purpose, but never the officer, the client or the case: the searcher's interest is
/// the searcher's secret.
/// </summary>
internal sealed record EntryView(string Id, DateTimeOffset At, string Member, string Act, string Outcome, string? Purpose, string? Client, string? Officer, string? Key, string? Token, string? Case, string? Justification, IReadOnlyList<EntryRecord> Records);

/// <summary>A record that an operation told something of. A hit names no record, to the searcher's own agency too: it says that an owner has something, not what or how many.</summary>
internal sealed record EntryRecord(Guid? Indicator, string Owner, Level Level);

internal static class ListEntriesEndpoint
{
    // By record: only lines the caller is shown with their record, or an id would ask what others were told together with it.
    private const string Page =
        """
        select e.id, e.at, e.member, e.client, e.officer, e.act, e.outcome, e.purpose, e.owners, e.records, e.levels, d.box, e.key, e.token
        from intelshare.audit_entry e
        left join intelshare.audit_detail d on d.entry = e.id and e.member = $1
        where (e.member = $1 or e.owners @> array[$1])
          and ($2::uuid is null or (e.records @> array[$2::uuid] and exists (
            select from unnest(e.owners, e.records, e.levels) told(owner, record, level)
            where told.record = $2 and (told.owner = $1 or (e.member = $1 and told.level = 'full')))))
          and ($3::text is null or (e.member = $1 and e.officer = $3))
          and ($4::text is null or (e.member = $1 and e.client = $4))
          and ($5::text is null or (e.member = $1 and e.key = $5))
          and ($6::text is null or (e.member = $1 and e.token = $6))
          and ($7::text is null or e.act = $7)
          and e.at >= $8 and e.at >= intelshare.audit_since($1) and e.at < $9 and (e.at, e.id) < ($10, $11)
        order by e.at desc, e.id desc limit $12
        """;

    public static async Task<Answer> Get(string? indicator, string? officer, string? client, string? key, string? token, string? act, string? from, string? until, string? cursor, string? limit, Visit visit, Line line, Trail trail, Vault vault, CancellationToken ct)
    {
        var member = visit.Member.Id;
        if (!PageLimit.TryRead(limit, out var most) || !Moment.TryRead(from, DateTimeOffset.UnixEpoch, out var since) || !Moment.TryRead(until, DateTimeOffset.MaxValue, out var before)
            || !TryReadId(indicator, out var record) || !Array.TrueForAll([officer, client, key, token, act], text => text is null || (text.Length <= 128 && Text.IsClean(text))))
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 100; from, until: RFC 3339; indicator: an id; officer, client, key, token: as in the own tokens; act: as in the trail.");
        }

        var bound = $"entries\n{member}\n{record}\n{officer}\n{client}\n{key}\n{token}\n{act}\n{since:O}\n{before:O}";
        if (Place.Read(vault, bound, cursor) is not { } place)
        {
            return Problems.Of("malformed-parameter", "cursor: as answered in next, with the same filters.");
        }

        await using var command = new NpgsqlCommand(Page, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = member });
        command.Parameters.Add(new() { Value = (object?)record ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        foreach (var filter in (string?[])[officer, client, key, token, act])
        {
            command.Parameters.Add(new() { Value = (object?)filter ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        }

        command.Parameters.Add(new() { Value = since });
        command.Parameters.Add(new() { Value = before });
        command.Parameters.Add(new() { Value = place.At });
        command.Parameters.Add(new() { Value = place.Id });
        command.Parameters.Add(new() { Value = most + 1 });
        var entries = new List<(Place Place, EntryView View)>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                entries.Add(Read(reader));
            }
        }

        var next = entries.Count > most ? entries[most - 1].Place.Seal(vault, bound) : null;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<EntryView>([.. entries.Take(most).Select(entry => entry.View)], next));

        (Place, EntryView) Read(NpgsqlDataReader row)
        {
            var (id, at, actor) = (row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2));
            var (owners, ids, levels) = (row.GetFieldValue<string[]>(8), row.GetFieldValue<Guid[]>(9), row.GetFieldValue<string[]>(10));
            var own = actor == member;
            var told = owners.Select((owner, i) => new EntryRecord(ids[i], owner, Codes.TryRead<Level>(levels[i], out var level) ? level : Level.None))
                .Where(line => own || line.Owner == member)
                .Select(line => line.Level == Level.Full || line.Owner == member ? line : line with { Indicator = null })
                // Where a hit stood among the others would tell which record it was.
                .Distinct().OrderBy(line => line.Indicator is null ? line.Owner : "", StringComparer.Ordinal);

            var name = trail.NameOf(id, member);
            var why = trail.DetailOf(id, row.IsDBNull(11) ? null : row.GetFieldValue<byte[]>(11))?.Read();
            return (new(at, id), own
                ? new(name, at, actor, row.GetString(5), row.GetString(6), Text(7), row.GetString(3), row.GetString(4), row.GetString(12), row.GetString(13), why?.Case, why?.Justification, [.. told])
                : new(name, at, actor, row.GetString(5), row.GetString(6), Text(7), Client: null, Officer: null, Key: null, Token: null, Case: null, Justification: null, [.. told]));

            string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        }
    }

    private static bool TryReadId(string? given, out Guid? id)
    {
        id = Guid.TryParseExact(given, "D", out var read) ? read : null;
        return given is null || id is not null;
    }
}
