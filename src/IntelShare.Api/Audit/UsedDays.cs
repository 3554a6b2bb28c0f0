using IntelShare.Audit;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>
/// On which days clients, keys, registered long tokens and officers were at work, taken from entries as they are sealed: whoever asks since when one
/// rests finds a row by its key, and no request pays for it. What was written already is not written again.
/// </summary>
internal sealed class UsedDays
{
    /// <summary>Some days of every officer of a large hub.</summary>
    private const int MostRemembered = 200_000;

    private const string Insert = "insert into intelshare.used_on (member, what, id, day) select * from unnest($1::text[], $2::text[], $3::text[], $4::date[]) on conflict do nothing";

    private readonly HashSet<Use> written = [];

    internal sealed record Use(string Member, string What, string Id, DateOnly Day);

    /// <summary>Writes what is new, in the transaction of the connection.</summary>
    /// <returns>What is to be remembered once that is committed.</returns>
    public async Task<IReadOnlyCollection<Use>> WriteAsync(NpgsqlConnection connection, IReadOnlyList<AuditEntry> entries, Registry registry, CancellationToken ct)
    {
        // What the hub does by itself names no officer; a token that was refused used nothing.
        Use[] used =
        [
            .. entries.Where(entry => entry.Officer.Length > 0 && entry.Act != "token-refused").SelectMany(entry => new[] { ("client", entry.Client), ("key", entry.Key), ("officer", entry.Officer), ("token", IsRegistered(entry) ? entry.Token : "") }
                    .Where(use => use.Item2.Length > 0).Select(use => new Use(entry.Member, use.Item1, use.Item2, DateOnly.FromDateTime(entry.At.UtcDateTime))))
                .Distinct().Where(use => !written.Contains(use)),
        ];
        // Of tokens that live for minutes a row each would be as many as there are entries.
        bool IsRegistered(AuditEntry entry) => registry.Members.GetValueOrDefault(entry.Member)?.Clients.GetValueOrDefault(entry.Client)?.Tokens.ContainsKey(entry.Token) == true;

        if (used.Length == 0)
        {
            return used;
        }

        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = used.Select(use => use.Member).ToArray() },
                new() { Value = used.Select(use => use.What).ToArray() },
                new() { Value = used.Select(use => use.Id).ToArray() },
                new() { Value = used.Select(use => use.Day).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
        return used;
    }

    public void Remember(IReadOnlyCollection<Use> used)
    {
        if (written.Count + used.Count > MostRemembered)
        {
            written.Clear();
        }

        written.UnionWith(used);
    }
}
