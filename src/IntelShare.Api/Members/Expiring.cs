using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using Npgsql;

namespace IntelShare.Api.Members;

/// <summary>
/// Tells agencies of their own long tokens and retiring keys, 14 and 3 days before the end. Every node looks, and each end is
/// told once at each stage, by the stage that it has come to: whoever slept through the first is told of the last alone.
/// </summary>
internal sealed class Expiring(NpgsqlDataSource source, RegistryCache registry, Ids ids, TimeProvider clock, ILogger<Expiring> log) : Rounds(TimeSpan.FromHours(1), clock, log, atStart: true)
{
    // Ordered, so that two nodes that tell the same wait for each other instead of both for ever.
    private const string Tell =
        """
        insert into intelshare.notice (member, id, at, kind, about)
        select n.member, n.id, $4, $5, n.about from unnest($1::text[], $2::uuid[], $3::uuid[]) n(member, id, about) order by n.member, n.about
        on conflict (member, about) where kind = 'credential-expiring' do nothing
        """;

    /// <summary>Tells everybody who is to be told by now.</summary>
    public override async Task GoAsync(CancellationToken ct)
    {
        await registry.RefreshAsync(ct);
        var now = Clock.GetUtcNow();
        var ending = registry.Current.Members.Values.SelectMany(member => member.EndingSoon(now).Select(one => new Notice(member.Id, NoticeKind.CredentialExpiring, CredentialEnds.About(member, one, one.Stage)))).ToArray();
        if (ending.Length == 0)
        {
            return;
        }

        await using var tell = source.CreateCommand(Tell);
        foreach (var value in (object[])[
            ending.Select(notice => notice.Member).ToArray(), ending.Select(notice => Notice.NextId(ids, notice.Member)).ToArray(), ending.Select(notice => notice.About).ToArray(), now, NoticeKind.CredentialExpiring.Code()])
        {
            tell.Parameters.Add(new() { Value = value });
        }

        await tell.ExecuteNonQueryAsync(ct);
    }
}
