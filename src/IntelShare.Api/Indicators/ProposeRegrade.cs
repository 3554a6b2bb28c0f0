using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>The answer to a proposal.</summary>
internal sealed record Proposed(Guid Id);

/// <summary>A recipient proposes another grade; the record stays as it is until its owner accepts.</summary>
internal static class ProposeRegradeEndpoint
{
    [Published(Problems = ["proposal-open"])]
    public static async Task<Answer> Post(string id, Body<ProposeRegrade> body, Visit visit, Records records, Line line, Streams streams, Idempotency idempotency, Trail trail, Ids ids, HttpContext http, CancellationToken ct)
    {
        if (!Idempotency.TryRead(http.Request, out var key))
        {
            return Problems.Of("idempotency-key-missing");
        }

        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        // Whoever may not see the grade could guess it by proposing each.
        if (!Ids.TryRead(id, out var record)
            || await records.FindAsync(record, ct) is not { Record: var stored }
            || !AccessPolicy.Decide(visit.Reader(), stored).Shows(FieldGroup.Evaluation))
        {
            return Problems.NotFound();
        }

        await line.CloseAsync();
        var claim = idempotency.Claim(visit.Member.Id, $"regrade/{record:N}", key, body.Raw);
        var decision = RegradeProposal.Propose(body.Command, stored, visit.Member.Id, visit.Now);
        if (!decision.IsAccepted)
        {
            return await idempotency.ReplayAsync(claim, Created, ct) ?? Problems.Refused(decision.Refusals);
        }

        var proposal = ids.Next(visit.Member.Id);
        try
        {
            await streams.StartAsync<RegradeProposal>(proposal, decision.Facts, claim, trail.EntryOf(visit, "ok", [new(stored.Owner, record, Level.Full)]), ct,
                new Notice(visit.Registry.HeirOf(stored.Owner, visit.Now), NoticeKind.RegradeProposed, proposal));
        }
        catch (Exception taken) when (taken is KeyTakenException or PlaceTakenException)
        {
            return await idempotency.ReplayAsync(claim, Created, ct) ?? Problems.Of("proposal-open");
        }

        visit.IsEntered = true;
        return Created(proposal);

        Answer Created(Guid begun) => Answer.Json(StatusCodes.Status201Created, new Proposed(begun), new Told(stored.Owner, record, Level.Full)).With("Location", $"/v1/regrade-proposals/{begun}");
    }
}
