using System.Globalization;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Disclosure;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Reports;

/// <summary>
/// The figures of a year (Article 51 of Regulation (EU) 2016/794, Article 18 of Directive (EU) 2023/977), counted from the trail and
/// from requests: an agency's own, and to a supervisor the totals of those that it watches over. Nobody is told how many records another has.
/// </summary>
internal static class ReportYearEndpoint
{
    private const int First = 2016;

    private const string Entries =
        """
        select count(*) filter (where act = 'indicator-submitted'), count(*) filter (where act = 'searched'), coalesce(sum(asked) filter (where act = 'searched'), 0), coalesce(sum(found) filter (where act = 'searched'), 0),
               coalesce(sum(cardinality(records)) filter (where act = 'indicator-erased' and officer <> ''), 0), coalesce(sum(cardinality(records)) filter (where act = 'indicator-erased' and officer = ''), 0),
               count(*) filter (where act = 'subject-request-received'),
               (select count(*) from intelshare.recall_side where member = any($1) and issued and at >= $2 and at < $3), (select count(*) from intelshare.recall_side where member = any($1) and not issued and at >= $2 and at < $3),
               (select count(*) from intelshare.probing where member = any($1) and since >= $2 and since < $3)
        from intelshare.audit_entry where member = any($1) and at >= $2 and at < $3 and outcome = 'ok'
        """;

    private const string Requests =
        $"""
        select q.received, d.data from intelshare.disclosure_queue q join {EventStore.Documents}.mt_doc_disclosure_request d on d.id = q.id
        where q.member = any($1) and q.at >= $2 and q.at < $3
        """;

    // Whoever reads under an agreement's basis is looked for by its own entries, which the index finds.
    private const string Transfers =
        """
        select p.party, p.basis, count(*) from unnest($4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[]) p(member, party, basis, since, before)
        join intelshare.audit_entry e on e.member = p.member and e.at >= greatest(p.since, $2) and e.at < least(p.before, $3)
        cross join lateral unnest(e.owners, e.levels) told(owner, level)
        where told.level = 'full' and told.owner <> e.member and told.owner = any($1) group by p.party, p.basis order by p.party, p.basis
        """;

    [Published(AlsoAs = ["text/csv", "text/html"])]
    public static async Task<Answer> Get(string? year, string? format, Visit visit, Line line, HttpContext http, CancellationToken ct)
    {
        var now = visit.Now.UtcDateTime;
        var asked = now.Year;
        if ((year is not null && (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out asked) || asked < First || asked > now.Year)) || !ReportForm.TryRead(format, http.Request, out var form))
        {
            return Problems.Of("malformed-parameter", $"year: {First} or later and not to come, by default this one; format: {string.Join(", ", ReportForm.All)}.");
        }

        var (from, until) = (new DateTimeOffset(asked, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(asked + 1, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var isSupervisor = visit.Caller.Roles.Contains(Role.Auditor) && visit.Caller.Party.Kind == PartyKind.Supervisor;
        string[] whose = isSupervisor ? [.. visit.Registry.Members.Values.Where(member => visit.Registry.Oversees(visit.Member, member)).Select(member => member.Id)] : [visit.Member.Id];
        var connection = await line.OpenAsync(ct);
        var n = await CountAsync();
        var requests = await RequestsAsync();
        var received = DisclosureFigures.Of([.. requests.Where(request => request.Received).Select(request => request.Request)], visit.Now);
        var report = new YearReport(
            asked, isSupervisor ? null : visit.Member.Id, until < visit.Now ? until : visit.Now, n[0], new(n[1], n[2], n[3]),
            isSupervisor ? null : DisclosureFigures.Of([.. requests.Where(request => !request.Received).Select(request => request.Request)], visit.Now), received,
            new(n[7], n[8]), new(n[4], n[5]), n[6], n[9], await TransfersAsync());
        return ReportForm.Answer(form, report, $"year-{Cell.Of(asked)}", $"Figures of {Cell.Of(asked)}",
            [$"{(report.Member is { } own ? $"Of {own}" : "Totals")}, counted on {Cell.Of(visit.Now)}. Numbers only: no content, no officers, no persons.", "Entries of the trail go three years after their month; what is older is not counted."], report.Sheets());

        async Task<long[]> CountAsync()
        {
            await using var command = Over(Entries);
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
        }

        async Task<List<(bool Received, DisclosureRequest Request)>> RequestsAsync()
        {
            await using var command = Over(Requests);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var found = new List<(bool, DisclosureRequest)>();
            while (await reader.ReadAsync(ct))
            {
                found.Add((reader.GetBoolean(0), JsonSerializer.Deserialize<DisclosureRequest>(reader.GetFieldValue<byte[]>(1), Json.Stored)!));
            }

            return found;
        }

        async Task<IReadOnlyList<TransferFigures>> TransfersAsync()
        {
            var bases = visit.Registry.Members.Values.Where(member => visit.Registry.Parties[member.Party].IsReachedByName)
                .SelectMany(member => visit.Registry.Parties[member.Party].Bases(from, until).Select(one => (member.Id, member.Party, one.LegalBasis, one.From, one.Until))).ToArray();
            await using var command = Over(Transfers, bases.Select(one => one.Id).ToArray(), bases.Select(one => one.Party).ToArray(), bases.Select(one => one.LegalBasis).ToArray(), bases.Select(one => one.From).ToArray(), bases.Select(one => one.Until).ToArray());
            await using var reader = await command.ExecuteReaderAsync(ct);
            var transfers = new List<TransferFigures>();
            while (await reader.ReadAsync(ct))
            {
                transfers.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
            }

            return transfers;
        }

        NpgsqlCommand Over(string sql, params object[] also)
        {
            // A year of a busy agency is more than a request may else take.
            var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
            foreach (var value in (object[])[whose, from, until, .. also])
            {
                command.Parameters.Add(new() { Value = value });
            }

            return command;
        }
    }
}
