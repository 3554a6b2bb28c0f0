using System.Text.Json;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>A stored proposal, its words still sealed, with the key that may open them and the record as it is now.</summary>
internal readonly record struct StoredProposal(RegradeProposal Proposal, byte[]? WrappedKey, Indicator Record);

/// <summary>Reads proposals as their projection wrote them. What of them a reader may see, the law says by the record.</summary>
internal sealed class Proposals(Line line)
{
    private const string Table = $"{EventStore.Documents}.mt_doc_regrade_proposal";

    private const string Joined =
        $"""
         d join {EventStore.Documents}.mt_doc_indicator i on i.id = (d.data->>'record')::uuid
        left join intelshare.record_key k on k.indicator = d.id

        """;

    private const string Columns = "select d.data, k.wrapped, i.data from ";
    private const string ById = Columns + Table + Joined + "where d.id = $1";
    private const string Proposed = Columns + "unnest($1::text[]) e(id) cross join lateral (select * from " + Table + " d where d.member = e.id " + Newest + ")" + Joined + Order;
    private const string Received = Columns + "unnest($1::text[]) e(id) cross join lateral (select * from " + Table + " d where d.owner = e.id " + Newest + ")" + Joined + Order;
    private const string Newest = "and (d.at, d.id) < ($2, $3) " + Order;
    private const string Order = "order by d.at desc, d.id desc limit $4";

    public async Task<StoredProposal?> FindAsync(Guid id, CancellationToken ct) =>
        await ReadAsync(ById, [id], ct) is [var found] ? found : null;

    /// <summary>The proposals that members made, or received, newest first.</summary>
    public Task<List<StoredProposal>> OfAsync(string[] members, bool received, Place after, int most, CancellationToken ct) =>
        ReadAsync(received ? Received : Proposed, [members, after.At, after.Id, most], ct);

    private async Task<List<StoredProposal>> ReadAsync(string sql, object[] values, CancellationToken ct)
    {
        var found = new List<StoredProposal>();
        await using var command = new NpgsqlCommand(sql, await line.OpenAsync(ct));
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(Read<RegradeProposal>(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1), Read<Indicator>(2)));
        }

        return found;

        T Read<T>(int column) => JsonSerializer.Deserialize<T>(reader.GetFieldValue<byte[]>(column), Json.Stored)!;
    }
}
