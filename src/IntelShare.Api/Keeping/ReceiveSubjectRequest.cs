using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Keeping;

namespace IntelShare.Api.Keeping;

/// <summary>The answer to an intake: the same bytes each time the same key is sent with the same body, whatever anybody holds.</summary>
internal sealed record SubjectRequestTaken(Guid Id);

/// <summary>Takes in what a person asks. Nothing is looked up, and nobody is told.</summary>
internal static class ReceiveSubjectRequestEndpoint
{
    [Published(Asks = "Intel-Case", Problems = ["case-missing"])]
    public static async Task<Answer> Post(Body<ReceiveSubjectRequest> body, Visit visit, Streams streams, Idempotency idempotency, Trail trail, Ids ids, HttpContext http, CancellationToken ct)
    {
        if (!Idempotency.TryRead(http.Request, out var key))
        {
            return Problems.Of("idempotency-key-missing");
        }

        if (visit.Case is not { } reference)
        {
            return Problems.Of("case-missing");
        }

        var claim = idempotency.Claim(visit.Member.Id, "subject-request", key, body.Raw);
        var decision = SubjectRequest.Receive(body.Command, visit.Member.Id, reference, visit.Now);
        if (!decision.IsAccepted)
        {
            // What was once taken in under this key stays so, though its day of receipt lies too far back by now.
            return await idempotency.ReplayAsync(claim, Taken, ct) ?? Problems.Refused(decision.Refusals);
        }

        var id = ids.Next(visit.Member.Id);
        try
        {
            await streams.StartAsync<SubjectRequest>(id, decision.Facts, claim, trail.EntryOf(visit, "ok", []), ct);
        }
        catch (KeyTakenException)
        {
            return (await idempotency.ReplayAsync(claim, Taken, ct))!;
        }

        visit.IsEntered = true;
        return Taken(id);

        static Answer Taken(Guid request) => Answer.Json(StatusCodes.Status201Created, new SubjectRequestTaken(request)).With("Location", $"/v1/data-subject-requests/{request}");
    }
}
