using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>The answer to a report of a sighting.</summary>
internal sealed record Reported(Guid Id);

/// <summary>"We saw it too", by whoever has the record in full. Its owner gets a notice; to others nothing changes.</summary>
internal static class ReportSightingEndpoint
{
    public static async Task<Answer> Post(string id, Body<ReportSighting> body, Visit visit, Records records, Line line, Streams streams, Idempotency idempotency, Trail trail, Ids ids, HttpContext http, CancellationToken ct)
    {
        if (!Idempotency.TryRead(http.Request, out var key))
        {
            return Problems.Of("idempotency-key-missing");
        }

        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var record)
            || await records.FindAsync(record, ct) is not { Record: var stored }
            || AccessPolicy.Decide(visit.Reader(), stored).Level != Level.Full)
        {
            return Problems.NotFound();
        }

        await line.CloseAsync();
        var claim = idempotency.Claim(visit.Member.Id, $"sighting/{record:N}", key, body.Raw);
        var decision = Sighting.Report(body.Command, stored, visit.Member.Id, visit.Now);
        if (!decision.IsAccepted)
        {
            return await idempotency.ReplayAsync(claim, Created, ct) ?? Problems.Refused(decision.Refusals);
        }

        var sighting = ids.Next(visit.Member.Id);
        Notice[] notices = stored.Owner == visit.Member.Id ? [] : [new(visit.Registry.HeirOf(stored.Owner, visit.Now), NoticeKind.SightingReported, record)];
        try
        {
            await streams.StartAsync<Sighting>(sighting, decision.Facts, claim, trail.EntryOf(visit, "ok", [new(stored.Owner, record, Level.Full)]), ct, notices);
        }
        catch (KeyTakenException)
        {
            return (await idempotency.ReplayAsync(claim, Created, ct))!;
        }

        visit.IsEntered = true;
        return Created(sighting);

        Answer Created(Guid begun) => Answer.Json(StatusCodes.Status201Created, new Reported(begun), new Told(stored.Owner, record, Level.Full)).With("Location", $"/v1/indicators/{record}/sightings");
    }
}
