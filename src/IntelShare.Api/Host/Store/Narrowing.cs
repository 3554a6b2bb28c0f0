using System.Security.Cryptography;
using System.Text.Json;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// Which classes of postings may hold something for a reader. It may let through what the law then refuses, and never leaves
/// out what the law would allow.
/// </summary>
internal sealed class Narrowing
{
    /// <summary>Picks the classes, by the parameters that <see cref="Fill"/> adds first.</summary>
    public const string Classes =
        """
        class as materialized (
            select c.id, c.audience, a.first, a.last from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::date[], $5::date[]) a(audience, first, last, first_month, last_month)
            join intelshare.posting_class c on c.audience = a.audience and c.month between a.first_month and a.last_month
            where ($6::text is null or c.kind = $6) and (not c.personal or $7) and (cardinality(c.purposes) = 0 or $8 = any(c.purposes))
              and ($9::text[] is null or cardinality(c.purposes) = 0 or c.projects && $9) and (c.feeds or $10) and (not c.protected or $11)
              and not c.excluded && $12 and c.via && $1)
        """;

    private readonly Reader reader;
    private readonly bool mine;
    private readonly (string Audience, DateTimeOffset From, DateTimeOffset Until)[] audiences;

    private Narrowing(Reader reader, bool mine, (string, DateTimeOffset, DateTimeOffset)[] audiences) => (this.reader, this.mine, this.audiences) = (reader, mine, audiences);

    /// <summary>Where a reader's records stand; <paramref name="mine"/> for its own alone.</summary>
    public static Narrowing Of(Reader reader, bool mine)
    {
        // Whom the law gives others' records at most as hits walks through its own alone.
        var readsOthers = reader.Agreement is AgreementLevel.Full or AgreementLevel.NonPersonal && (reader.Roles.Contains(Role.Analyst) || reader.Roles.Contains(Role.Feed));
        var closed = reader.Seats.ToDictionary(seat => seat.Closed, seat => seat.Periods, StringComparer.Ordinal);
        return new(reader, mine,
        [
            .. reader.Through is null ? [Always(IndicatorRows.Owner(reader.Member))] : Array.Empty<(string, DateTimeOffset, DateTimeOffset)>(),
            .. mine || !readsOthers ? [] : Looked(reader).SelectMany(audience => closed.TryGetValue(audience, out var periods)
                ? periods.Select(period => (audience, period.From, period.Until ?? DateTimeOffset.MaxValue)) : [Always(audience)]),
        ]);

        // Whoever looks through some of its audiences looks at what others share: its own is in none of them. What was admitted to it stands
        // in the rows of its grants, by whichever audience the record came.
        static IEnumerable<string> Looked(Reader reader) =>
            reader.Audiences().Where(audience => reader.Through?.Contains(audience) != false).Prepend(IndicatorRows.Granted(reader.Member));
    }

    /// <summary>
    /// The authority a walk began with. Any other begins anew: the places of the old walk would not be those of the new. Whom
    /// owners authorised is not in it: a reader must not learn that some owner did, with nothing to show for it. Nor are task forces beside those
    /// that the reader looks through: whoever joins one has collections of it, and finds the others as they were.
    /// </summary>
    /// <param name="incarnation">Of the database: after a restore the places of the old walk hold something else.</param>
    public string Fingerprint(int incarnation) => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        mine,
        reader.Member,
        reader.PartyToken,
        reader.PartyKind,
        Seats = reader.Seats.Where(seat => Bears(seat)).Select(Said),
        Roles = reader.Roles.Order(),
        reader.Purpose,
        reader.Agreement,
        reader.Cleared,
        incarnation,
    })).AsSpan(0, 8));

    /// <summary>
    /// The task forces that are not in the fingerprint: a walk goes on where there are more of them, and begins anew where one of them is missing, since a
    /// disclosure of what came as a hit by a task force ends with the seat.
    /// </summary>
    public string[] Beside => reader.Way == "name" ? [.. reader.Seats.Where(seat => !Bears(seat)).Select(Said)] : [];

    /// <summary>Adds the twelve parameters by which SQL picks the classes.</summary>
    /// <param name="parameters">Of the command.</param>
    /// <param name="kind">Records of this kind alone; null: all.</param>
    /// <param name="anew">Whether what was told anew counts: to a feed, which goes on from a place. A list has each record where the law says.</param>
    public void Fill(NpgsqlParameterCollection parameters, string? kind, bool anew = false)
    {
        (string Audience, DateTimeOffset From, DateTimeOffset Until)[] looked = anew ? [.. audiences, Always(IndicatorRows.Anew(reader.Member, reader.Way))] : audiences;
        string[] tokens = [.. looked.Select(a => a.Audience)];
        parameters.Add(new() { Value = tokens });

        // Rows keep microseconds and the law keeps less, so a moment is allowed on either side.
        parameters.Add(new() { Value = looked.Select(a => a.From == DateTimeOffset.MinValue ? DateTime.MinValue : a.From.UtcDateTime.AddMicroseconds(-1)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        parameters.Add(new() { Value = looked.Select(a => a.Until == DateTimeOffset.MaxValue ? DateTime.MaxValue : a.Until.UtcDateTime.AddMicroseconds(1)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        parameters.Add(new() { Value = looked.Select(a => a.From == DateTimeOffset.MinValue ? DateOnly.MinValue : PostingClass.MonthOf(a.From)).ToArray() });
        parameters.Add(new() { Value = looked.Select(a => a.Until == DateTimeOffset.MaxValue ? DateOnly.MaxValue : PostingClass.MonthOf(a.Until)).ToArray() });
        parameters.Add(new() { Value = (object?)kind ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        parameters.Add(new() { Value = reader.Agreement == AgreementLevel.Full });
        parameters.Add(new() { Value = reader.Purpose.Code() });
        parameters.Add(new() { Value = reader.Purpose == Purpose.OperationalAnalysis ? reader.Audiences().Where(Audience.IsTaskForce).ToArray() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        parameters.Add(new() { Value = reader.Roles.Contains(Role.Analyst) });
        parameters.Add(new() { Value = reader.Cleared });
        parameters.Add(new() { Value = (string[])[reader.MemberToken, reader.PartyToken] });
    }

    /// <summary>
    /// Whether another seat would mean other places. By name alone, for operational analysis, which happens within task forces; and where the reader took
    /// part before, since a disclosure of that time counts again. By one task force, that one.
    /// </summary>
    private bool Bears(Seat seat) => reader.Through?.Contains(seat.Closed) != false
        || (reader.Way == "name" && (reader.Purpose == Purpose.OperationalAnalysis || seat.Periods.Any(period => period.Until <= reader.Moment)));

    private static string Said(Seat seat) => $"{seat.Open} {string.Join(' ', seat.Periods.Select(period => $"{period.From:O} {period.Until:O}"))}";

    private static (string, DateTimeOffset, DateTimeOffset) Always(string audience) => (audience, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
}
