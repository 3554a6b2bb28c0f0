using System.Text;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>What an officer did within a period, in numbers: what stands out is asked about. Content never.</summary>
/// <param name="Searches">Searches answered.</param>
/// <param name="WithoutHit">The share of them in which no value had an outcome, 0 to 1; null without a search.</param>
/// <param name="Values">Distinct values of each search, added up.</param>
/// <param name="Records">Distinct records that the officer had in full; how many stand behind a hit is told to nobody who searches.</param>
/// <param name="Cases">Distinct cases stated.</param>
/// <param name="SearchesPerCase">Null where no search stated a case.</param>
/// <param name="OutsideDutyHours">Acts on content outside 07:00 to 19:00 from Monday to Friday, in the zone asked for.</param>
internal sealed record OfficerActivity(string Officer, long Acts, long Searches, double? WithoutHit, long Values, long Records, long Cases, double? SearchesPerCase, long OutsideDutyHours);

/// <summary>What stands out among an agency's officers, over all acts that state a purpose.</summary>
internal static class ReportOfficersEndpoint
{
    private const string Activity =
        """
        with acts as (
            select officer, act, asked, found, case_mac, records, levels, outcome, at at time zone $4 as local
            from intelshare.audit_entry where member = $1 and at >= $2 and at < $3 and purpose is not null and officer > $5),
        told as (select officer, count(distinct record) as records from acts cross join lateral unnest(records, levels) t(record, level) where level = 'full' group by officer)
        select a.officer, count(*), count(*) filter (where act = 'searched' and outcome = 'ok'), count(*) filter (where act = 'searched' and outcome = 'ok' and found = 0), coalesce(sum(asked) filter (where act <> 'scanned'), 0)::bigint,
               coalesce(max(t.records), 0), count(distinct case_mac), count(distinct case_mac) filter (where act = 'searched'), count(*) filter (where act = 'searched' and outcome = 'ok' and case_mac is not null),
               count(*) filter (where extract(isodow from local) > 5 or extract(hour from local) not between 7 and 18)
        from acts a left join told t using (officer) group by a.officer order by a.officer limit $6
        """;

    public static async Task<Answer> Get(string? from, string? until, string? member, string? zone, string? cursor, string? limit, Visit visit, Line line, Vault vault, CancellationToken ct)
    {
        if (!PageLimit.TryRead(limit, out var most) || !Moment.TryRead(from, visit.Now.AddDays(-30), out var since) || !Moment.TryRead(until, visit.Now, out var before)
            || !TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "UTC", out var known) || !known.HasIanaId)
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 100; from, until: RFC 3339, by default the last 30 days; zone: a name of the IANA database, by default UTC.");
        }

        if (!visit.Registry.Members.TryGetValue(member ?? visit.Member.Id, out var whose) || !visit.Registry.Oversees(visit.Member, whose))
        {
            return Problems.NotFound();
        }

        var bound = $"officers\n{visit.Member.Id}\n{whose.Id}\n{from}\n{until}\n{zone}";
        var after = cursor is null ? [] : vault.OpenToken(bound, cursor);
        if (after is null)
        {
            return Problems.Of("malformed-parameter", "cursor: as answered in next, with the same filters.");
        }

        await using var command = new NpgsqlCommand(Activity, await line.OpenAsync(ct))
        {
            Parameters =
            {
                new() { Value = whose.Id },
                new() { Value = since },
                new() { Value = before },
                new() { Value = zone ?? "UTC" },
                // Whoever has none is before the first: the hub, which acts without an officer.
                new() { Value = Encoding.UTF8.GetString(after) },
                new() { Value = most + 1 },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var officers = new List<OfficerActivity>();
        while (await reader.ReadAsync(ct))
        {
            var (searches, without, cases, searched) = (reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(7), reader.GetInt64(8));
            officers.Add(new(reader.GetString(0), reader.GetInt64(1), searches, searches > 0 ? Share(without, searches) : null, reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), cases > 0 ? Share(searched, cases) : null, reader.GetInt64(9)));
        }

        return Answer.Json(StatusCodes.Status200OK, new PageOf<OfficerActivity>([.. officers.Take(most)], officers.Count > most ? vault.SealToken(bound, Encoding.UTF8.GetBytes(officers[most - 1].Officer), multiple: 512) : null));
    }

    private static double Share(long part, long whole) => Math.Round((double)part / whole, 3);
}
