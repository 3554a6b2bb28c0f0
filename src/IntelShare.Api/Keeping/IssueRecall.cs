using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Keeping;

namespace IntelShare.Api.Keeping;

/// <summary>The answer to a recall: the same bytes each time the same key is sent with the same body.</summary>
internal sealed record Recalled(Guid Id);

/// <summary>What a recall would do: nothing was done.</summary>
/// <param name="Records">That would be withdrawn, or are; of an import all that are left.</param>
/// <param name="Members">That had one of them in full, and would be asked.</param>
internal sealed record RecallPreview(int Records, IReadOnlyList<string> Members)
{
    public RecallPreview And(RecallIssued issued) => new(Records + issued.Indicators.Length, [.. Members.Union(issued.Recipients.Select(one => one.Member), StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}

/// <summary>
/// Withdraws own records and asks everybody who had them to delete and answer: the recall, the records' facts, the notices
/// and the entry are one transaction. A record that moves meanwhile is none of the caller's business, so it is decided again.
/// </summary>
internal static class IssueRecallEndpoint
{
    private const int Attempts = 5;
    private static readonly RecallPreview Nothing = new(0, []);

    [Published(Problems = ["version-mismatch"])]
    public static async Task<Answer> Post(
        string? dryRun, Body<IssueRecall> body, Visit visit, RecallNamed named, Streams streams, Idempotency idempotency, Trail trail, Ids ids, HttpContext http, CancellationToken ct)
    {
        if (!Idempotency.TryRead(http.Request, out var key))
        {
            return Problems.Of("idempotency-key-missing");
        }

        if (dryRun is not (null or "true" or "false"))
        {
            return Problems.Of("malformed-parameter", "dryRun: true or false.");
        }

        if (await named.BeginAsync(body.Command, ct) is not { } from)
        {
            return Problems.Refused([new("not-own-records", "/after", "An own recall of records of this import.")]);
        }

        if (dryRun == "true")
        {
            return await PreviewAsync(body.Command, from, named, ct);
        }

        var claim = idempotency.Claim(visit.Member.Id, "recall", key, body.Raw);
        var id = ids.Next(visit.Member.Id);
        for (var attempt = 1; ; attempt++)
        {
            var (decision, isOver) = await named.DecideAsync(body.Command, from, ct);
            if (decision is not { Facts: [RecallIssued issued] })
            {
                // What was once recalled under this key stays so, even where the same body would be refused today.
                return await idempotency.ReplayAsync(claim, Created, ct) ?? (isOver ? Answer.Json(StatusCodes.Status200OK, Nothing) : Problems.Refused(decision.Refusals));
            }

            try
            {
                await streams.StartAsync<Recall>(id, decision.Facts, issued.Indicators, record => Recall.OnRecord(issued, record), claim,
                    trail.EntryOf(visit, "ok", [.. issued.Indicators.Select(record => new Told(issued.Owner, record, Level.Full))]), ct,
                    [.. issued.Recipients.Select(one => new Notice(one.Member, NoticeKind.Recall, id))]);
                visit.IsEntered = true;
                return Created(id);
            }
            catch (KeyTakenException)
            {
                return (await idempotency.ReplayAsync(claim, Created, ct))!;
            }
            catch (VersionMovedException) when (attempt < Attempts)
            {
            }
            catch (VersionMovedException)
            {
                return Problems.Of("version-mismatch");
            }
        }

        static Answer Created(Guid recall) => Answer.Json(StatusCodes.Status201Created, new Recalled(recall)).With("Location", $"/v1/recalls/{recall}");
    }

    /// <summary>What a recall would do: of an import, all its parts.</summary>
    private static async Task<Answer> PreviewAsync(IssueRecall command, Guid from, RecallNamed named, CancellationToken ct)
    {
        var would = Nothing;
        while (true)
        {
            var (decision, isOver) = await named.DecideAsync(command, from, ct);
            if (decision is not { Facts: [RecallIssued issued] })
            {
                return isOver ? Answer.Json(StatusCodes.Status200OK, would) : Problems.Refused(decision.Refusals);
            }

            would = would.And(issued);
            if (command.Import is null || issued.Indicators.Length < Recall.MostOfImport)
            {
                return Answer.Json(StatusCodes.Status200OK, would);
            }

            from = issued.Indicators[^1];
        }
    }
}
