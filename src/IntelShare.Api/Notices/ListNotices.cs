using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Notices;

/// <summary>A line of the inbox. Of what others hold it says only what the law lets its reader see at this moment.</summary>
internal sealed record NoticeView(Guid Id, NoticeKind Kind, DateTimeOffset At, Guid About, MatchView? Match, ProbingView? Probing, JustificationView? Justify, LossView? Lost, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, ExpiringView? Expiring = null);

/// <summary>What another owner holds under the same value: records that can be read, and a hit as a search would give it.</summary>
internal sealed record MatchView(IReadOnlyList<Guid> Indicators, HitView? Hit);

/// <summary>An officer who searched much and found next to nothing. Numbers, never values.</summary>
internal sealed record ProbingView(string Member, string Officer, DateTimeOffset Since, DateTimeOffset Until, int Asked, int Found);

/// <summary>What a supervisor drew: the same question, asked of the own log, draws the same acts.</summary>
internal sealed record JustificationView(string Supervisor, DateTimeOffset From, DateTimeOffset Until, int Size);

/// <summary>What was written from one moment to another may be lost.</summary>
internal sealed record LossView(DateTimeOffset From, DateTimeOffset Until);
/// <summary>A key or long token of the own agency that ends, as the registry has it at this moment.</summary>
internal sealed record ExpiringView(string Client, string? Key, string? Token, DateTimeOffset EndsAt);

/// <summary>The one inbox, oldest first. A match that shows nothing is passed over, and the cursor stays at the last line shown: nothing tells that it was there.</summary>
internal static class ListNoticesEndpoint
{
    private const int MostIndicators = 20;

    /// <summary>Read at once, however few are asked for: lines that show nothing are many at times.</summary>
    private const int Rows = 200;

    // Commits come out of order: what is read lies below every transaction still open, so that nothing appears behind the cursor.
    private const string Page =
        $"""
        select n.xid::text, n.pos, n.id, n.at, n.kind, n.about, n.key, n.other, n.acknowledged_at, n.acknowledged_by, p.member, p.officer, p.since, p.until, p.asked, p.found, i.data, s.supervisor, s.since, s.until, s.size, o.lost_from, o.lost_until
        from intelshare.notice n left join intelshare.probing p on p.id = n.about left join intelshare.audit_sample s on s.id = n.about left join intelshare.reopening o on o.id = n.about
        left join {EventStore.Documents}.mt_doc_regrade_proposal r on r.id = n.about and n.kind = 'regrade-decided'
        left join {EventStore.Documents}.mt_doc_indicator i on i.id = case when n.kind = 'corrected' then n.about else (r.data ->> 'record')::uuid end
        where n.member = $1 and n.kind = any($2) and (n.xid, n.pos) > ($3::text::xid8, $4) and n.xid < pg_snapshot_xmin(pg_current_snapshot())
          and ($5 or n.acknowledged_at is null)
        order by n.xid, n.pos limit $6
        """;

    private sealed record Place(string Xid, long Pos);

    private sealed record Row(string Xid, long Pos, NoticeView View, byte[]? Key, string? Other, Indicator? Record);

    [Published(Problems = ["cursor-restart"])]
    public static async Task<Answer> Get(string? cursor, string? limit, string? all, Visit visit, Line line, Records records, Sight sight, Vault vault, CancellationToken ct)
    {
        if (!PageLimit.TryRead(limit, out var most) || all is not (null or "true" or "false"))
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 100; all: true or false.");
        }

        // A match may be of an account.
        if (visit.Case is null && Roles.TouchContent(visit.Caller.Roles))
        {
            return Problems.Of("case-missing");
        }

        var reader = visit.Reader();
        var kinds = Inbox.Kinds(visit.Caller.Roles);
        var authority = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [.. reader.Roles.Order().Select(role => role.Code()), reader.Purpose.Code(), reader.Cleared.ToString(), visit.Registry.Incarnation.ToString(System.Globalization.CultureInfo.InvariantCulture)]))).AsSpan(0, 8));
        var cursors = new Cursors(vault, $"notices\n{reader.Member}\n{all == "true"}", authority);
        var place = new Place("0", 0);
        if (cursors.Open(cursor, "cursor: as answered in next, with the same filters.", ref place) is { } unread)
        {
            return unread;
        }

        var shown = new List<(Row Row, NoticeView View)>();
        var told = new HashSet<Told>();
        var expiring = Expiring(visit);
        for (var (from, more) = (place, true); more && shown.Count < most;)
        {
            var rows = await PageAsync(from);
            var found = (await records.MatchingAsync([.. rows.Select(row => row.Key).OfType<byte[]>().DistinctBy(Convert.ToHexString)], ct)).ToLookup(match => Convert.ToHexString(match.Key), match => match.Stored.Record);
            foreach (var row in rows.TakeWhile(_ => shown.Count < most))
            {
                if (Seen(row, found) is { } view)
                {
                    shown.Add((row, view));
                }
            }

            more = rows.Count == Rows;
            from = rows is [.., var last] ? new(last.Xid, last.Pos) : from;
        }

        place = shown is [.., var (at, _)] ? new(at.Xid, at.Pos) : place;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<NoticeView>([.. shown.Select(item => item.View)], cursors.Seal(place)), [.. told]);

        async Task<List<Row>> PageAsync(Place after)
        {
            await using var command = new NpgsqlCommand(Page, await line.OpenAsync(ct))
            {
                Parameters =
                {
                    new() { Value = reader.Member },
                    new() { Value = kinds },
                    new() { Value = after.Xid },
                    new() { Value = after.Pos },
                    new() { Value = all == "true" },
                    new() { Value = Rows },
                },
            };
            await using var read = await command.ExecuteReaderAsync(ct);
            var rows = new List<Row>();
            while (await read.ReadAsync(ct))
            {
                rows.Add(Read(read));
            }

            return rows;
        }

        // The walls as they stand now. A holder that lost its own record has nothing to match.
        NoticeView? Seen(Row row, ILookup<string, Indicator> found)
        {
            if (row.View.Kind == NoticeKind.CredentialExpiring)
            {
                // What was revoked, has ended or was replaced is nobody's care any more.
                return expiring.TryGetValue(row.View.About, out var ends) ? row.View with { Expiring = ends } : null;
            }

            if (row.Key is null)
            {
                return row.View.Kind switch
                {
                    // Whoever lost a record is not told what its owner answered of it.
                    NoticeKind.RegradeDecided => AccessPolicy.Decide(reader, row.Record!).Shows(FieldGroup.Evaluation),
                    NoticeKind.Corrected => AccessPolicy.TellsOfCorrection(reader, row.Record!),
                    _ => true,
                } ? row.View : null;
            }

            var under = found[Convert.ToHexString(row.Key)].ToArray();
            Indicator[] own = [.. under.Where(record => record.Owner == reader.Member && record.IsInUse).OrderBy(record => record.Id != row.View.About)];
            var others = under.Where(record => record.Owner == row.Other).ToLookup(record => AccessPolicy.Decide(reader, record).Level);
            if (own is not [var about, ..] || (!others.Contains(Level.Full) && !others.Contains(Level.Hit)))
            {
                return null;
            }

            Indicator[] full = [.. others[Level.Full].Take(MostIndicators)];
            told.UnionWith(full.Concat(others[Level.Hit]).Select(record => new Told(record.Owner, record.Id, full.Contains(record) ? Level.Full : Level.Hit)));
            return row.View with
            {
                About = about.Id,
                Match = new([.. full.Select(record => record.Id)], others.Contains(Level.Hit) ? sight.Hit(reader, row.Other!, row.Key, visit.Registry) : null),
            };
        }
    }

    private static Dictionary<Guid, ExpiringView> Expiring(Visit visit) => visit.Member.EndingSoon(visit.Now)
        .SelectMany(one => Enum.GetValues<EndStage>().Select(stage => (About: CredentialEnds.About(visit.Member, one, stage), View: new ExpiringView(one.Client, one.IsKey ? one.Id : null, one.IsKey ? null : one.Id, one.EndsAt))))
        .ToDictionary(one => one.About, one => one.View);

    private static Row Read(NpgsqlDataReader row)
    {
        var probing = row.IsDBNull(10) ? null : new ProbingView(row.GetString(10), row.GetString(11), row.GetFieldValue<DateTimeOffset>(12), row.GetFieldValue<DateTimeOffset>(13), row.GetInt32(14), row.GetInt32(15));
        var justify = row.IsDBNull(17) ? null : new JustificationView(row.GetString(17), row.GetFieldValue<DateTimeOffset>(18), row.GetFieldValue<DateTimeOffset>(19), row.GetInt32(20));
        var lost = row.IsDBNull(21) ? null : new LossView(row.GetFieldValue<DateTimeOffset>(21), row.GetFieldValue<DateTimeOffset>(22));
        var kind = Codes.TryRead<NoticeKind>(row.GetString(4), out var read) ? read : throw new InvalidOperationException("A notice of a kind that this version does not know.");
        return new(row.GetString(0), row.GetInt64(1),
            new(row.GetGuid(2), kind, row.GetFieldValue<DateTimeOffset>(3), row.GetGuid(5), Match: null, probing, justify, lost, row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8), row.IsDBNull(9) ? null : row.GetString(9)),
            row.IsDBNull(6) ? null : row.GetFieldValue<byte[]>(6), row.IsDBNull(7) ? null : row.GetString(7),
            row.IsDBNull(16) ? null : JsonSerializer.Deserialize<Indicator>(row.GetFieldValue<byte[]>(16), Json.Stored));
    }
}
