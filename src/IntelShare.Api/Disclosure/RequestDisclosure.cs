using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Disclosure;
using IntelShare.Indicators;

namespace IntelShare.Api.Disclosure;

/// <summary>The answer to a request: the same bytes each time the same key is sent with the same body.</summary>
internal sealed record Requested(Guid Id);

/// <summary>Asks an owner for what lies behind a hit, or for more than a reading allows. One look-up, whatever is asked for.</summary>
internal static class RequestDisclosureEndpoint
{
    [Published(Problems = ["not-found"])]
    public static async Task<Answer> Post(
        Body<RequestDisclosure> body, Visit visit, Records records, Line line, Streams streams, Idempotency idempotency, Vault vault, Trail trail, Ids ids, HttpContext http, CancellationToken ct)
    {
        if (!Idempotency.TryRead(http.Request, out var key))
        {
            return Problems.Of("idempotency-key-missing");
        }

        if (visit.Case is not { } reference)
        {
            return Problems.Of("case-missing");
        }

        var claim = idempotency.Claim(visit.Member.Id, "disclosure-request", key, body.Raw);
        var asker = visit.Reader();
        var found = await FindAsync();
        await line.CloseAsync();
        var decision = DisclosureRequest.Ask(body.Command, reference, found, asker, visit.Registry);
        if (decision is not { Facts: [DisclosureRequested asked] })
        {
            // What was once asked under this key stays so, even where the same body would be refused today.
            return await idempotency.ReplayAsync(claim, Created, ct) ?? Problems.Refused(decision.Refusals);
        }

        var id = ids.Next(visit.Member.Id);
        Told[] told = [.. found.Where(record => asked.Indicators.Contains(record.Id)).Select(record => new Told(record.Owner, record.Id, AccessPolicy.Decide(asker, record).Level))];
        try
        {
            await streams.StartAsync<DisclosureRequest>(id, decision.Facts, claim, trail.EntryOf(visit, "ok", told), ct, new Notice(visit.Registry.HeirOf(asked.Owner, visit.Now), NoticeKind.DisclosureRequested, id));
        }
        catch (KeyTakenException)
        {
            return (await idempotency.ReplayAsync(claim, Created, ct))!;
        }

        visit.IsEntered = true;
        return Created(id);

        // A reference that is none, or another's, or old, finds nothing, with the same statement as one that holds.
        async Task<Indicator[]> FindAsync()
        {
            if (body.Command.Hit is { } quoted)
            {
                var hit = HitReference.Open(vault, asker.Member, quoted, DateOnly.FromDateTime(asker.Moment.UtcDateTime));
                var matching = await records.MatchingAsync([hit?.Key ?? []], ct);
                return [.. matching.Select(match => match.Stored.Record).Where(record => hit is not null && (record.Owner == hit.Owner || record.FormerOwners.Contains(hit.Owner)))];
            }

            return body.Command.Indicator is { } one && await records.FindAsync(one, ct) is { } stored ? [stored.Record] : [];
        }

        static Answer Created(Guid request) => Answer.Json(StatusCodes.Status201Created, new Requested(request)).With("Location", $"/v1/disclosure-requests/{request}");
    }
}
