using System.Text;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Keeping;
using IntelShare.Indicators;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace IntelShare.Bench.Floor;

/// <summary>The product's writes by the product's Marten: event, inline document, deletes of the rows beside it as plain queued SQL; then the flushed line. Nobody asks whose the record is.</summary>
internal sealed class BareErase(IDocumentStore store, NpgsqlDataSource source, string list, long version)
{
    private const string Lapsed =
        $"select id from {EventStore.Documents}.mt_doc_indicator where data -> 'retention' ->> 'reviewBy' < $1 and data ->> 'status' <> 'erased' and data -> 'restriction' is null limit $2";

    private static readonly string[] Drops =
    [
        "delete from intelshare.record_key where indicator = any(?)",
        "delete from intelshare.match_key where indicator = any(?)",
        "delete from intelshare.posting where indicator = any(?)",
    ];

    private static readonly Ids Ids = new();

    public static async Task<BareErase> CreateAsync(NpgsqlDataSource source, string list) =>
        new(DocumentStore.For(options => EventStore.Configure(options, source)), source, list, await AuditRow.VersionAsync(source));

    public async Task AnswerAsync(HttpContext http)
    {
        var id = Guid.Parse((string)http.Request.RouteValues["id"]!);
        await EraseAsync([id], ErasureGround.NoLongerNeeded, http.RequestAborted);
        await ListAsync([id]);
        await FloorServer.WriteAsync(http, StatusCodes.Status200OK, Encoding.ASCII.GetBytes($$"""{"indicator":"{{id}}"}"""));
    }

    /// <summary>Erases what is due, a batch a transaction.</summary>
    public async Task SweepAsync(HttpContext http)
    {
        var erased = new List<Guid>();
        while (await LapsedAsync(http.RequestAborted) is { Length: > 0 } due)
        {
            await EraseAsync(due, ErasureGround.ReviewLapsed, http.RequestAborted);
            erased.AddRange(due);
        }

        await ListAsync(erased);
        await FloorServer.WriteAsync(http, StatusCodes.Status200OK, default);
    }

    private async Task<Guid[]> LapsedAsync(CancellationToken ct)
    {
        var due = new List<Guid>(Reviewing.Batch);
        await using var command = source.CreateCommand(Lapsed);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("O", provider: null) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Reviewing.Batch });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            due.Add(reader.GetGuid(0));
        }

        return [.. due];
    }

    private async Task EraseAsync(Guid[] ids, ErasureGround ground, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        var entry = Ids.Next("bench");
        await using var session = store.LightweightSession();
        session.LastModifiedBy = "officer-1";
        session.CorrelationId = entry.ToString("N");
        session.SetHeader("member", "se-noa");
        session.SetHeader("client", "se-noa");
        foreach (var id in ids)
        {
            session.Events.Append(id, 2, new IndicatorErased(ground, "national police law", now));
        }

        foreach (var drop in Drops)
        {
            session.QueueSqlCommand(drop, (object)ids);
        }

        session.QueueSqlCommand(AuditRow.Queued, entry, now, "se-noa", "se-noa", "officer-1", "3f2504e04f8941d39a0c0305e82c3301", "indicator-erased", "ok", DBNull.Value, DBNull.Value,
            Array.ConvertAll(ids, _ => "se-noa"), ids, Array.ConvertAll(ids, _ => "full"), version);
        await session.SaveChangesAsync(ct);
    }

    /// <summary>In the file and the form of the product, which is not to make up for what the floor erased.</summary>
    private async Task ListAsync(IEnumerable<Guid> ids)
    {
        await using var file = new FileStream(list, FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(ids.Select(id => $"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {id}\n"))));
        file.Flush(flushToDisk: true);
    }
}
