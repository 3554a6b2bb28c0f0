using System.Runtime.CompilerServices;
using System.Text.Json;
using IntelShare.Access;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Host.Store;

/// <summary>A place in a walk forward: beyond (xid, pos). What was taken away before <paramref name="Began"/> is not told, since the walk never told it.</summary>
internal sealed record Forward(ulong Xid, long Pos, ulong Began)
{
    /// <summary>Before everything that is told.</summary>
    public static Forward From(ulong began) => new(0, 0, began);
}

/// <summary>A row of a walk forward: the record, and why it may have to be told.</summary>
/// <param name="Place">Of the row.</param>
/// <param name="Version">Of the record, which put the row there.</param>
/// <param name="Gone">Whether it was taken away from somebody then.</param>
/// <param name="Later">Whether the same is told anew to this reader at a later place, and not here.</param>
/// <param name="At">The moment of the row's transaction in the feeds, and the row's within it.</param>
/// <param name="Stored">The record as it stands.</param>
internal readonly record struct ChangeRow(Forward Place, int Version, bool Gone, bool Later, DateTimeOffset At, Stored Stored);

/// <summary>Reads what became, changed or ceased, oldest first, as far as the feeds tell.</summary>
internal sealed class Changes(Line line, Tide tide)
{
    private const string Admitted =
        "where q.class = c.id and (q.xid, q.pos) > ($14, $15) and q.xid <= $13 and q.since between c.first and c.last";

    private const string Told = $"select q.xid, q.pos, q.indicator, q.version, false as gone from intelshare.posting q {Admitted}";

    private const string Gone = $"select q.xid, q.pos, q.indicator, q.version, true as gone from intelshare.departure q {Admitted} and q.xid > $16";

    private const string Standing =
        $"""
        select r.xid, r.pos, r.version, r.gone,
            not r.gone and exists (select from class where audience like 'anew:%') and exists (select from intelshare.posting l where l.indicator = r.indicator and l.version = r.version and l.xid <= $13
                and l.class = any(array(select id from class where audience like 'anew:%')) and (l.xid, l.pos) > (r.xid, r.pos)),
            t.at + {Tide.StepInterval} * (r.pos - t.first), d.data, k.wrapped from row r
        join intelshare.tide t on t.xid = r.xid
        join {EventStore.Documents}.mt_doc_indicator d on d.id = r.indicator
        left join intelshare.record_key k on k.indicator = d.id
        order by r.xid, r.pos
        """;

    // As in a list, only the classes whose first rows may stand on this page are read on.
    private const string ByClass =
        $"""
        with {Narrowing.Classes},
        first as (
            select c.*, dense_rank() over (order by n.xid, n.pos) as place from class c cross join lateral (
                select * from (({Told} order by q.xid, q.pos limit 1) union all ({Gone} order by q.xid, q.pos limit 1)) one order by xid, pos limit 1) n),
        row as (
            select distinct p.* from first c cross join lateral (
                ({Told} order by q.xid, q.pos limit $17) union all ({Gone} order by q.xid, q.pos limit $17)) p
            where c.place <= $17
            order by p.xid, p.pos limit $17)
        {Standing}
        """;

    private const string ByRecord =
        $"""
        with {Narrowing.Classes},
        row as (
            select distinct q.xid, q.pos, q.indicator, q.version, q.gone from class c join (
                select *, false as gone from intelshare.posting where indicator = any($14)
                union all select class, indicator, xid, pos, version, since, true from intelshare.departure where indicator = any($14)) q on q.class = c.id
            where q.xid <= $13 and q.since between c.first and c.last)
        {Standing}
        """;

    private const string Start = "select xid, first, at from intelshare.tide where at <= $1 order by at desc limit 1";

    private const string Departed = "select indicator, departure from intelshare.departed where indicator = any($1)";

    private const string Enrolled =
        $"""
        select e.member, coalesce(t.at + {Tide.StepInterval} * (e.pos - t.first), $4 + interval '1 microsecond' * e.pos) from intelshare.enrolment e left join intelshare.tide t on t.xid = e.xid
        where (e.xid, e.pos) > ($1, $2) and e.xid <= $3 order by e.xid, e.pos limit $5
        """;

    /// <summary>The next rows of what may reach a reader, as they come; no other query of the request meanwhile.</summary>
    public async IAsyncEnumerable<ChangeRow> FollowAsync(Narrowing narrowing, string? kind, Forward after, int most, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ByClass, await line.OpenAsync(ct));
        narrowing.Fill(command.Parameters, kind, anew: true);
        command.Parameters.Add(new() { Value = tide.Reached, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = after.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = after.Pos });
        command.Parameters.Add(new() { Value = after.Began, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = most });
        await foreach (var row in ReadAsync(command, after.Began, ct))
        {
            yield return row;
        }
    }

    /// <summary>All rows of some records that may reach a reader.</summary>
    public async IAsyncEnumerable<ChangeRow> OfAsync(Narrowing narrowing, IEnumerable<Guid> records, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ByRecord, await line.OpenAsync(ct));
        narrowing.Fill(command.Parameters, kind: null, anew: true);
        command.Parameters.Add(new() { Value = tide.Reached, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = records.ToArray() });
        await foreach (var row in ReadAsync(command, began: 0, ct))
        {
            yield return row;
        }
    }

    /// <summary>The place just before the row in which a moment of the feeds lies, or behind the rows before it.</summary>
    public async Task<Forward> PlaceOfAsync(DateTimeOffset moment, ulong began, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Start, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = moment.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetFieldValue<ulong>(0), reader.GetInt64(1) + Math.Min((moment - reader.GetFieldValue<DateTimeOffset>(2)).Ticks / (Tide.Step * TimeSpan.TicksPerMicrosecond), long.MaxValue / 2) - 1, began)
            : Forward.From(began);
    }

    /// <summary>The next members that were enrolled, up to a transaction, each at its moment.</summary>
    /// <param name="after">Where to go on.</param>
    /// <param name="upTo">What the feeds tell.</param>
    /// <param name="before">The moment behind which those stand that were there before enrolments had moments.</param>
    /// <param name="most">Members at most.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<List<(string Member, DateTimeOffset At)>> EnrolledAsync(Forward after, ulong upTo, DateTimeOffset before, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Enrolled, await line.OpenAsync(ct));
        command.Parameters.Add(new() { Value = after.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = after.Pos });
        command.Parameters.Add(new() { Value = upTo, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = before.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = most });
        var found = new List<(string, DateTimeOffset)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add((reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return found;
    }

    /// <summary>Every departure of each of the records.</summary>
    public async Task<ILookup<Guid, Departure>> DeparturesAsync(IEnumerable<Guid> records, CancellationToken ct)
    {
        var found = new List<(Guid Record, Departure Departure)>();
        if (records.Distinct().ToArray() is { Length: > 0 } asked)
        {
            await using var command = new NpgsqlCommand(Departed, await line.OpenAsync(ct));
            command.Parameters.Add(new() { Value = asked });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                found.Add((reader.GetGuid(0), JsonSerializer.Deserialize<Departure>(reader.GetFieldValue<byte[]>(1), Json.Stored)!));
            }
        }

        return found.ToLookup(one => one.Record, one => one.Departure);
    }

    private static async IAsyncEnumerable<ChangeRow> ReadAsync(NpgsqlCommand command, ulong began, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return new(new(reader.GetFieldValue<ulong>(0), reader.GetInt64(1), began), reader.GetInt32(2), reader.GetBoolean(3), reader.GetBoolean(4), reader.GetFieldValue<DateTimeOffset>(5), Records.Read(reader, 6));
        }
    }
}
