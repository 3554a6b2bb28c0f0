using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Api.Keeping;

/// <summary>What an owner can keep of an erased record: that it is gone, by whom and why, and where that is on record.</summary>
/// <param name="Indicator">Its id.</param>
/// <param name="ErasedAt">When.</param>
/// <param name="Ground">Why.</param>
/// <param name="Basis">Legal basis.</param>
/// <param name="Officer">Of the owner; null where nobody decided.</param>
/// <param name="Entry">The entry of the trail in whose transaction it happened.</param>
/// <param name="Remaining">What is left of it as this is answered.</param>
internal sealed record ErasureCertificate(Guid Indicator, DateTimeOffset ErasedAt, ErasureGround Ground, string Basis, string? Officer, string Entry, Remains Remaining);

/// <summary>Counted in the database: keys that could open its content, keys it could be found by, places in lists.</summary>
internal sealed record Remains(int RecordKeys, int MatchKeys, int Postings);

/// <summary>Erases an own record for good: the key of its content is destroyed, in one transaction with what it was found by. To everybody else it never existed.</summary>
internal static class EraseIndicatorEndpoint
{
    private const string Left =
        """
        select (select count(*) from intelshare.record_key where indicator = $1)::int, (select count(*) from intelshare.match_key where indicator = $1)::int,
            (select count(*) from intelshare.posting where indicator = $1)::int
        """;

    [Published(Problems = ["restricted"])]
    public static async Task<Answer> EraseIndicator(string id, Body<EraseIndicator> body, Visit visit, OwnRecord own, Records records, Streams streams, Line line, ShredList shredded, Trail trail, HttpContext http, CancellationToken ct)
    {
        var changed = await own.ChangeAsync(id, visit, http.Request, record => record.Erase(body.Command, visit.Now), ct);
        if (changed.Status != StatusCodes.Status200OK)
        {
            return changed;
        }

        await shredded.AddAsync([Guid.Parse(id)], CancellationToken.None);
        return (await ReadCertificate(id, visit, records, streams, line, trail, ct)).With("ETag", changed.Header("ETag")!);
    }

    public static async Task<Answer> ReadCertificate(string id, Visit visit, Records records, Streams streams, Line line, Trail trail, CancellationToken ct)
    {
        if (!Ids.TryRead(id, out var record) || await records.FindAsync(record, ct) is not { Record: { Status: IndicatorStatus.Erased } erased } || erased.Owner != visit.Member.Id)
        {
            return Problems.NotFound();
        }

        await using var command = new NpgsqlCommand(Left, await line.OpenAsync(ct)) { Parameters = { new() { Value = record } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var remains = new Remains(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
        await reader.CloseAsync();
        await line.CloseAsync();

        var last = (await streams.FactsAsync(record, ct)).Last(fact => fact.Data is IndicatorErased);
        var fact = (IndicatorErased)last.Data;
        return Answer.Json(StatusCodes.Status200OK,
            new ErasureCertificate(record, fact.At, fact.Ground, fact.Basis, last.UserName is { Length: > 0 } officer ? officer : null, trail.NameOf(Guid.Parse(last.CorrelationId!), visit.Member.Id), remains),
            new Told(erased.Owner, record, Level.Full));
    }
}
