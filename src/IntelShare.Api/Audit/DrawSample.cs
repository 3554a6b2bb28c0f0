using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Audit;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>Acts of an agency's officers that nobody picked.</summary>
/// <param name="Checkpoint">The signed note of the period's last checkpoint: its root is the seed.</param>
/// <param name="First">Place in the log of the period's first leaf.</param>
/// <param name="Until">Place after its last one.</param>
internal sealed record SampleView(string Member, string Checkpoint, long First, long Until, IReadOnlyList<SampledView> Items);

/// <summary>An act under a purpose, to be justified.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="Entry">What its agency calls it.</param>
/// <param name="Case">For the own agency alone, like the justification.</param>
internal sealed record SampledView(long Index, string Entry, DateTimeOffset At, string Officer, string Act, string Outcome, string? Purpose, string? Case, string? Justification);

/// <summary>
/// Control by sample (Article 40 of the Europol Regulation lets a supervisor ask why). Drawn by the root of the period's last checkpoint, so that
/// anybody with the log draws the same. A supervisor gets no case and no justification: the agency is told that it is asked.
/// </summary>
internal static class DrawSampleEndpoint
{
    /// <summary>Places looked at for each one wanted: a log holds others' accesses too.</summary>
    private const int Tries = 50;

    private const string At =
        """
        select u.place, f.leaves[u.place - f.size + cardinality(f.leaves) + 1], f.entries[u.place - f.size + cardinality(f.leaves) + 1]
        from unnest($2::bigint[]) with ordinality u(place, n)
        cross join lateral (select size, leaves, entries from intelshare.audit_fold where log = $1 and size > u.place order by size limit 1) f order by u.n
        """;

    private const string Details = "select entry, box from intelshare.audit_detail where entry = any($1)";

    private const string Ask =
        """
        with drawn as (insert into intelshare.audit_sample (id, member, supervisor, since, until, size) values ($1, $2, $3, $4, $5, $6))
        insert into intelshare.notice (member, id, at, kind, about) values ($2, $7, $8, $9, $1)
        """;

    public static async Task<Answer> Get(string? size, string? from, string? until, string? member, Visit visit, Line line, Trail trail, Ids ids, CancellationToken ct)
    {
        if (!PageLimit.TryRead(size, out var wanted) || !Moment.TryRead(from, DateTimeOffset.UnixEpoch, out var since) || !Moment.TryRead(until, visit.Now, out var before))
        {
            return Problems.Of("malformed-parameter", "size: 1 to 100; from, until: RFC 3339.");
        }

        if (!visit.Registry.Members.TryGetValue(member ?? visit.Member.Id, out var whose) || !visit.Registry.Oversees(visit.Member, whose))
        {
            return Problems.NotFound();
        }

        var connection = await line.OpenAsync(ct);
        var logs = new AuditLogs(connection);
        if (await logs.HeadAsync(whose.Id, before, ct) is not { } head)
        {
            return Problems.NotFound();
        }

        var range = new LeafRange(Math.Min(head.Size, Math.Max((await logs.HeadAsync(whose.Id, since, ct))?.Size ?? 0, await logs.FirstAsync(whose.Id, ct) ?? head.Size)), head.Size);
        var drawn = await DrawAsync(connection, whose.Id, head.Checkpoint.RootHash, range, wanted, ct);
        var own = whose.Id == visit.Member.Id;
        var words = own ? await WordsAsync(connection, [.. drawn.Select(act => act.Entry)], trail, ct) : [];
        var answer = Answer.Json(StatusCodes.Status200OK, new SampleView(whose.Id, head.Note, range.From, range.Until,
            [.. drawn.Select(act => act.View with { Case = words.GetValueOrDefault(act.Entry)?.Case, Justification = words.GetValueOrDefault(act.Entry)?.Justification })]));
        if (!own)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await AskAsync();
            await trail.EnterAsync(trail.EntryOf(visit, answer.Outcome, answer.Told), line, ct);
            await transaction.CommitAsync(ct);
            visit.IsEntered = true;
        }

        return answer;

        async Task AskAsync()
        {
            await using var command = new NpgsqlCommand(Ask, connection);
            foreach (var value in (object[])[ids.Next(visit.Member.Id), whose.Id, visit.Member.Id, since, before, wanted, Notice.NextId(ids, whose.Id), visit.Now, NoticeKind.JustificationDue.Code()])
            {
                command.Parameters.Add(new() { Value = value });
            }

            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<List<(Guid Entry, SampledView View)>> DrawAsync(NpgsqlConnection connection, string log, byte[] root, LeafRange range, int wanted, CancellationToken ct)
    {
        var acts = new List<(Guid, SampledView)>();
        foreach (var places in IntelShare.Audit.Sample.Draw(root, range).Take(wanted * Tries).Chunk(wanted))
        {
            await using var command = new NpgsqlCommand(At, connection) { Parameters = { new() { Value = log }, new() { Value = places } } };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (acts.Count < wanted && await reader.ReadAsync(ct))
            {
                if (Act(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) is { } act)
                {
                    acts.Add((reader.GetGuid(2), act));
                }
            }

            if (acts.Count == wanted)
            {
                break;
            }
        }

        return acts;
    }

    /// <summary>An act of an own officer under a purpose; null for others' accesses and for what touches no content.</summary>
    private static SampledView? Act(long index, byte[] body)
    {
        using var leaf = JsonDocument.Parse(body);
        return Text("officer") is { } officer && Text("purpose") is { } purpose
            ? new(index, Text("id")!, leaf.RootElement.GetProperty("at").GetDateTimeOffset(), officer, Text("act")!, Text("outcome")!, purpose, Case: null, Justification: null)
            : null;

        string? Text(string name) => leaf.RootElement.TryGetProperty(name, out var member) ? member.GetString() : null;
    }

    private static async Task<Dictionary<Guid, Words>> WordsAsync(NpgsqlConnection connection, Guid[] entries, Trail trail, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Details, connection) { Parameters = { new() { Value = entries } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var words = new Dictionary<Guid, Words>();
        while (await reader.ReadAsync(ct))
        {
            words[reader.GetGuid(0)] = trail.DetailOf(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1))!.Read();
        }

        return words;
    }
}
