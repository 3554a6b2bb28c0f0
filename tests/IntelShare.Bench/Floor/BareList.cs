using System.Text;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace IntelShare.Bench.Floor;

/// <summary>The newest fifty through the same postings, in the classes that France reads, their text concatenated.</summary>
internal sealed class BareList(NpgsqlDataSource source)
{
    private const string Page =
        """
        with newest as (
            select c.id, dense_rank() over (order by n.xid desc, n.pos desc) as place from intelshare.posting_class c cross join lateral (
                select q.xid, q.pos from intelshare.posting q where q.class = c.id order by q.xid desc, q.pos desc limit 1) n
            where c.audience = any($1) and ($2 is null or c.kind = $2) and (cardinality(c.purposes) = 0 or 'cross-checking' = any(c.purposes))
              and not c.protected and not c.excluded && '{member:fr-ofast,country:FR}' and c.via && $1),
        candidate as (
            select distinct p.xid, p.pos, p.indicator from newest c cross join lateral (
                select q.xid, q.pos, q.indicator from intelshare.posting q
                where q.class = c.id order by q.xid desc, q.pos desc limit 50) p
            where c.place <= 50
            order by p.xid desc, p.pos desc limit 50)
        select d.id, d.data::text from candidate c join doc.mt_doc_indicator d on d.id = c.indicator
        order by c.xid desc, c.pos desc
        """;

    private static readonly string[] Audiences = ["owner:fr-ofast", "member:fr-ofast", "country:FR", "member-states", "task-force:grimm", "task-force:grimm+"];
    private readonly Task<long> version = AuditRow.VersionAsync(source);

    public async Task AnswerAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var kind = http.Request.Query["kind"].ToString();
        await using var connection = await source.OpenConnectionAsync(ct);
        var json = new StringBuilder(64 * 1024).Append("{\"items\":[");
        var ids = new List<Guid>(50);
        await using (var command = new NpgsqlCommand(Page, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = Audiences },
                new NpgsqlParameter<string?> { TypedValue = kind.Length > 0 ? kind : null, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            },
        })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                json.Append(ids.Count > 0 ? "," : "").Append(reader.GetString(1));
                ids.Add(reader.GetGuid(0));
            }
        }

        var bytes = Encoding.UTF8.GetBytes(json.Append("]}").ToString());
        if (ids.Count != 50)
        {
            throw new InvalidOperationException("Not a page of fifty.");
        }

        await AuditRow.InsertAsync(connection, await version, "indicators-listed", [.. ids.Select((_, i) => World.Cast.Members[i % 8])], [.. ids], http.Request.Headers.ContainsKey("Intel-Case"), ct);
        await FloorServer.WriteAsync(http, StatusCodes.Status200OK, bytes);
    }
}
