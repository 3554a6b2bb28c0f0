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
/// <param name="Records">That would be withdrawn, or are.</param>
/// <param name="Members">That had one of them in full, and would be asked.</param>
internal sealed record RecallPreview(int Records, IReadOnlyList<string> Members);

/// <summary>
/// Withdraws own records and asks everybody who had them to delete and answer: the recall, the records' facts, the notices
/// and the entry are one transaction. A record that moves meanwhile is none of the caller's business, so it is decided again.
/// </summary>
internal static class IssueRecallEndpoint
{
    private const int Attempts = 5;

    [Published(Problems = ["version-mismatch"])]
    public static async Task<Answer> Post(
        string? dryRun, Body<IssueRecall> body, Visit visit, Recalls recalls, ImportRows imports, Line line, Streams streams, Idempotency idempotency, Trail trail, Ids ids, HttpContext http, CancellationToken ct)
    {
        if (!Idempotency.TryRead(http.Request, out var key))
        {
            return Problems.Of("idempotency-key-missing");
        }

        if (dryRun is not (null or "true" or "false"))
        {
            return Problems.Of("malformed-parameter", "dryRun: true or false.");
        }

        var claim = idempotency.Claim(visit.Member.Id, "recall", key, body.Raw);
        var id = ids.Next(visit.Member.Id);
        for (var attempt = 1; ; attempt++)
        {
            // Whatever is named, one look-up and one of whom the own records among it were told to.
            Guid[] named = body.Command.Import is not { } import ? [.. (body.Command.Indicators ?? []).Take(Recall.Most)]
                : await imports.FindAsync(import, visit.Member.Id, ct) is null ? [] : [.. await imports.RecordsAsync(import, Guid.Empty, Recall.MostOfImport + 1, ct)];
            var found = await recalls.NamedAsync(named, ct);
            var had = await recalls.RecipientsAsync([.. found.Where(record => record.Owner == visit.Member.Id)], visit.Now, ct);
            await line.CloseAsync();
            var decision = Recall.Issue(body.Command, found, had, visit.Member.Id, visit.Now);
            if (decision is not { Facts: [RecallIssued issued] })
            {
                // What was once recalled under this key stays so, even where the same body would be refused today.
                return await idempotency.ReplayAsync(claim, Created, ct) ?? Problems.Refused(decision.Refusals);
            }

            if (dryRun == "true")
            {
                return Answer.Json(StatusCodes.Status200OK, new RecallPreview(issued.Indicators.Length, [.. issued.Recipients.Select(one => one.Member)]));
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
}
