using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Notices;

/// <summary>
/// Watches the trail for officers who search much and find next to nothing, as one does who guesses, and tells the hub and
/// the officer's own agency, once a day. What is answered does not change.
/// </summary>
internal sealed class Probing(NpgsqlDataSource source, RegistryCache registry, Settings settings, Ids ids, TimeProvider clock, ILogger<Probing> log) : Rounds(TimeSpan.FromMinutes(1), clock, log)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private const int DaysKept = 2;

    private const string Suspects =
        """
        select member, officer, min(at), max(at), sum(asked)::int, sum(found)::int from intelshare.audit_entry
        where at > $1 and at <= $2 and act = 'searched' and outcome = 'ok' group by member, officer
        having sum(asked) > $3 and sum(found) * $4 < sum(asked)
        """;

    private const string Tell =
        """
        with once as (
            insert into intelshare.probing (id, member, officer, day, since, until, asked, found) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (member, officer, day) do nothing returning id)
        insert into intelshare.notice (member, id, at, kind, about)
        select told.member, told.id, $9, $10, once.id from once, unnest($11::text[], $12::uuid[]) told(member, id)
        """;

    private const string Forget =
        """
        with spent as (delete from intelshare.value_spent where day < $1), counted as (delete from intelshare.record_count where day < $2)
        delete from intelshare.record_told where day < $2
        """;

    /// <summary>Looks at the last hour.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var suspects = new List<(string Member, string Officer, DateTimeOffset Since, DateTimeOffset Until, int Asked, int Found)>();
        await using (var command = source.CreateCommand(Suspects))
        {
            command.Parameters.Add(new() { Value = now - Window });
            command.Parameters.Add(new() { Value = now });
            command.Parameters.Add(new() { Value = settings.Budgets.Probing });
            command.Parameters.Add(new() { Value = settings.Budgets.ProbingOneIn });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                suspects.Add((reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt32(4), reader.GetInt32(5)));
            }
        }

        var hubs = registry.Current.Members.Values.Where(member => registry.Current.Parties[member.Party].Kind == PartyKind.Hub).Select(member => member.Id).ToArray();
        foreach (var suspect in suspects)
        {
            string[] told = [.. hubs.Append(suspect.Member).Distinct(StringComparer.Ordinal)];
            await using var tell = source.CreateCommand(Tell);
            foreach (var value in (object[])[
                Notice.NextId(ids, suspect.Member), suspect.Member, suspect.Officer, DateOnly.FromDateTime(now.UtcDateTime), suspect.Since, suspect.Until, suspect.Asked, suspect.Found,
                now, NoticeKind.BudgetAlarm.Code(), told, told.Select(member => Notice.NextId(ids, member)).ToArray()])
            {
                tell.Parameters.Add(new() { Value = value });
            }

            await tell.ExecuteNonQueryAsync(ct);
        }

        await using var forget = source.CreateCommand(Forget);
        forget.Parameters.Add(new() { Value = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-DaysKept) });
        forget.Parameters.Add(new() { Value = DateOnly.FromDateTime(now.UtcDateTime) });
        await forget.ExecuteNonQueryAsync(ct);
    }
}
