using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Api.Keeping;

/// <summary>
/// Reminds recipients that have not answered a recall, 24 hours after it and when it is due, and then the owner too. Every
/// node looks; a row is taken by one of them and moves on in the transaction of its notices, so after any downtime each is
/// told once. A recipient that answers meanwhile leaves the list.
/// </summary>
internal sealed class Reminding(NpgsqlDataSource source, RegistryCache registry, Ids ids, TimeProvider clock, ILogger<Reminding> log) : Rounds(TimeSpan.FromMinutes(1), clock, log)
{
    private const int Batch = 500;

    // One step each time: whoever slept through both is told of both.
    private const string Take =
        """
        with taken as materialized (
            select member, id, waits < due as early from intelshare.recall_side where waits <= $1 order by waits, id, member limit $2 for update skip locked)
        update intelshare.recall_side s set waits = case when taken.early then s.due end from taken
        where s.member = taken.member and s.id = taken.id
        returning taken.early, s.member, s.id, (select o.member from intelshare.recall_side o where o.id = s.id and o.issued)
        """;

    // The owner is told once, however many have not answered and whichever nodes found them.
    private const string Tell =
        """
        insert into intelshare.notice (member, id, at, kind, about)
        select n.member, n.id, $5, n.kind, n.about from unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[]) n(member, id, kind, about)
        on conflict (member, about, kind) where kind in ('recall-reminder', 'recall-overdue') do nothing
        """;

    /// <summary>Tells everybody who is to be told by now.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        while (await WorkAsync(ct) > 0)
        {
        }
    }

    /// <summary>One batch, taken and told in one transaction.</summary>
    /// <returns>How many rows moved on.</returns>
    private async Task<int> WorkAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var taken = new List<(bool Early, string Member, Guid Recall, string Owner)>();
        await using (var take = new NpgsqlCommand(Take, connection) { Parameters = { new() { Value = now }, new() { Value = Batch } } })
        {
            await using var reader = await take.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                taken.Add((reader.GetBoolean(0), reader.GetString(1), reader.GetGuid(2), reader.GetString(3)));
            }
        }

        // In one order, so that nodes that tell the same owner wait for each other instead of both for ever.
        Notice[] notices =
        [
            .. taken.SelectMany(row => row.Early
                ? new[] { new Notice(row.Member, NoticeKind.RecallReminder, row.Recall) }
                : [new Notice(row.Member, NoticeKind.RecallOverdue, row.Recall), new Notice(registry.Current.HeirOf(row.Owner, now), NoticeKind.RecallOverdue, row.Recall)])
                .Distinct().OrderBy(notice => notice.Member, StringComparer.Ordinal).ThenBy(notice => notice.About).ThenBy(notice => notice.Kind),
        ];
        await using var tell = new NpgsqlCommand(Tell, connection)
        {
            Parameters =
            {
                new() { Value = notices.Select(notice => notice.Member).ToArray() },
                new() { Value = notices.Select(notice => Notice.NextId(ids, notice.Member)).ToArray() },
                new() { Value = notices.Select(notice => notice.Kind.Code()).ToArray() },
                new() { Value = notices.Select(notice => notice.About).ToArray() },
                new() { Value = now },
            },
        };
        await tell.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return taken.Count;
    }
}
