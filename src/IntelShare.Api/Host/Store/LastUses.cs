using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>The last day up to a given one on which clients, keys, long tokens and officers were at work: one look at the index for each.</summary>
internal static class LastUses
{
    private const string Last =
        """
        select u.member, u.what, u.id, l.day from unnest($1::text[], $2::text[], $3::text[]) u(member, what, id)
        cross join lateral (select day from intelshare.used_on o where o.member = u.member and o.what = u.what and o.id = u.id and o.day <= $4 order by day desc limit 1) l
        """;

    public static async Task<IReadOnlyDictionary<(string Member, string What, string Id), DateOnly>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<Member> members, DateOnly until, CancellationToken ct)
    {
        var asked = members.SelectMany(member => member.Clients.Values.SelectMany(client => client.Keys.Keys.Select(kid => ("key", kid)).Concat(client.Tokens.Keys.Select(token => ("token", token))).Append(("client", client.Id))).Concat(member.Officers.Keys.Select(id => ("officer", id)))
            .Select(about => (Member: member.Id, What: about.Item1, Id: about.Item2))).ToArray();
        await using var command = new NpgsqlCommand(Last, connection)
        {
            Parameters =
            {
                new() { Value = asked.Select(one => one.Member).ToArray() },
                new() { Value = asked.Select(one => one.What).ToArray() },
                new() { Value = asked.Select(one => one.Id).ToArray() },
                new() { Value = until },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var uses = new Dictionary<(string, string, string), DateOnly>();
        while (await reader.ReadAsync(ct))
        {
            uses[(reader.GetString(0), reader.GetString(1), reader.GetString(2))] = reader.GetFieldValue<DateOnly>(3);
        }

        return uses;
    }
}
