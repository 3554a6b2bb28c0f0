using IntelShare.Access;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>Whom an own record was told at a level: how often, and from when to when.</summary>
internal sealed record ReaderView(string Member, Level Level, DateTimeOffset First, DateTimeOffset Last, long Times);

/// <summary>Who has seen an own record: every other member that was told of it, at each level, by the trail.</summary>
internal static class ListReadersEndpoint
{
    private const string Readers =
        """
        select e.member, told.level, min(e.at), max(e.at), count(*)
        from intelshare.audit_entry e cross join lateral unnest(e.owners, e.records, e.levels) told(owner, record, level)
        where e.records @> array[$1] and e.at >= intelshare.audit_since($2) and told.record = $1 and told.owner = $2 and told.level <> 'none' and e.member <> $2
        group by e.member, told.level order by e.member, told.level
        """;

    public static async Task<Answer> Get(string? indicator, Visit visit, Line line, CancellationToken ct)
    {
        if (!Guid.TryParseExact(indicator, "D", out var record))
        {
            return Problems.Of("malformed-parameter", "indicator: the id of an own record.");
        }

        await using var command = new NpgsqlCommand(Readers, await line.OpenAsync(ct)) { Parameters = { new() { Value = record }, new() { Value = visit.Member.Id } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var readers = new List<ReaderView>();
        while (await reader.ReadAsync(ct))
        {
            readers.Add(new(reader.GetString(0), Codes.TryRead<Level>(reader.GetString(1), out var level) ? level : Level.None, reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt64(4)));
        }

        return Answer.Json(StatusCodes.Status200OK, new PageOf<ReaderView>(readers, Next: null));
    }
}
