using IntelShare.Api.Host;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace IntelShare.Bench.Floor;

/// <summary>The product's look-up by keyed hash, its rows written through as the database holds them (a sealed box stays sealed).</summary>
internal sealed class BareSearch(NpgsqlDataSource source, Vault vault)
{
    private const string ByKey =
        """
        select m.key, d.data, k.wrapped, d.id from intelshare.match_key m
        join doc.mt_doc_indicator d on d.id = m.indicator
        left join intelshare.record_key k on k.indicator = d.id where m.key = any($1) order by d.id
        """;

    private static readonly byte[] Value = "value"u8.ToArray();
    private readonly Task<long> version = AuditRow.VersionAsync(source);

    public async Task AnswerAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var values = await FloorServer.ReadStringsAsync(http, Value);
        var personal = http.Request.Headers.ContainsKey("Intel-Case");
        var keys = values.Select(value => personal ? vault.MatchKey("account-handle", "tiktok|@" + value) : vault.MatchKey("lexicon-entry", value)).ToArray();
        await using var connection = await source.OpenConnectionAsync(ct);
        using var json = new MemoryStream(1024 * keys.Length);
        var ids = new List<Guid>(keys.Length);
        await using (var command = new NpgsqlCommand(ByKey, connection) { Parameters = { new NpgsqlParameter<byte[][]> { TypedValue = keys } } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            json.WriteByte((byte)'[');
            while (await reader.ReadAsync(ct))
            {
                if (json.Length > 1)
                {
                    json.WriteByte((byte)',');
                }

                json.Write(reader.GetFieldValue<byte[]>(1));
                ids.Add(reader.GetGuid(3));
            }

            json.WriteByte((byte)']');
        }

        // A floor that finds nothing would be measured doing nothing.
        if (ids.Count < keys.Length)
        {
            throw new InvalidOperationException("Not everything is found.");
        }

        await AuditRow.InsertAsync(connection, await version, "searched", [.. ids.Select((_, i) => World.Cast.Members[i % 8])], [.. ids], personal, ct);
        await FloorServer.WriteAsync(http, StatusCodes.Status200OK, json.GetBuffer().AsMemory(0, (int)json.Length));
    }
}
