using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Exchange;

/// <summary>What an act on all records of an import came to.</summary>
/// <param name="DryRun">Whether everything was decided and nothing done.</param>
/// <param name="Records">Of the import that are still the agency's own.</param>
/// <param name="Changed">To which it happened.</param>
/// <param name="Refused">To which it may not happen.</param>
/// <param name="Refusals">Why, of the first hundred.</param>
internal sealed record ImportActResult(bool DryRun, long Records, long Changed, long Refused, IReadOnlyList<ImportRefusal> Refusals);

/// <summary>Why the act may not happen to one record.</summary>
internal sealed record ImportRefusal(Guid Indicator, IReadOnlyList<Refusal> Problems);

/// <summary>One act on every record of an import, as on each by itself, in batches: each is decided as it stands, and is whole with its entry.</summary>
internal sealed class ActOnImport(Visit visit, LongVisit steps, Records records, ImportRows rows, Streams streams, Line line, Vault vault, Trail trail)
{
    /// <summary>Records of one batch, and of one transaction.</summary>
    private const int Most = 200;
    private const int MostRefusals = 100;

    private readonly List<ImportRefusal> refusals = [];
    private long own, changed, refused;
    private bool differs;

    public async Task<Answer> RunAsync(HttpContext http, string id, string? dryRun, Func<Indicator, Decision> decide, CancellationToken ct)
    {
        if (dryRun is not (null or "true" or "false"))
        {
            return Problems.Of("malformed-parameter", "dryRun: true or false.");
        }

        if (!Ids.TryRead(id, out var import) || await rows.FindAsync(import, visit.Member.Id, ct) is null)
        {
            return Problems.NotFound();
        }

        for (var after = Guid.Empty; await rows.RecordsAsync(import, after, Most, ct) is { Count: > 0 } batch; after = batch[^1])
        {
            if (await steps.StepAsync(http, () => visit.Caller.Roles.Overlaps(visit.Act.Roles), () => ActAsync(batch, dryRun == "true", decide, ct)) is null)
            {
                return Problems.Of("import-stopped");
            }
        }

        // What may happen to none, for one reason, is refused as to one record.
        var answer = own > 0 && refused == own && !differs ? Problems.Refused(refusals[0].Problems)
            : Answer.Json(StatusCodes.Status200OK, new ImportActResult(dryRun == "true", own, changed, refused, refusals));
        await steps.EndAsync(http, answer.Outcome);
        return answer;
    }

    private async Task<object?> ActAsync(IReadOnlyList<Guid> batch, bool dryRun, Func<Indicator, Decision> decide, CancellationToken ct)
    {
        var stored = (await records.FindAsync([.. batch], ct)).Where(one => one.Record.Owner == visit.Member.Id && one.Record.Status != IndicatorStatus.Erased).ToList();
        await line.CloseAsync();
        var decisions = stored.Select(one => (Stored: one, Open: vault.Open(one.Record, one.WrappedKey))).Select(one => (one.Stored, one.Open, Decision: decide(one.Open))).ToList();
        ImportChange[] changes = [.. decisions.Where(one => one.Decision.Facts.Count > 0).Select(one => new ImportChange(one.Open.Id, one.Open, one.Stored.WrappedKey, one.Decision.Facts))];
        if (!dryRun && changes.Length > 0)
        {
            await streams.ChangeAsync(changes, trail.EntryOf(visit, "ok", [.. changes.Select(change => new Told(visit.Member.Id, change.Id, Level.Full))]), ct);
        }

        ImportRefusal[] not = [.. decisions.Where(one => !one.Decision.IsAccepted).Select(one => new ImportRefusal(one.Open.Id, one.Decision.Refusals))];
        (own, changed, refused) = (own + stored.Count, changed + changes.Length, refused + not.Length);
        refusals.AddRange(not.Take(MostRefusals - refusals.Count));
        differs |= not.Any(one => !one.Problems.SequenceEqual(refusals[0].Problems));
        return changes;
    }
}

/// <summary>Takes every record of an import back for good.</summary>
internal static class WithdrawImportEndpoint
{
    [Published(Problems = ["import-stopped", "discloser-needed", "already-withdrawn", "restricted"])]
    public static Task<Answer> Post(string id, string? dryRun, Body<WithdrawIndicator> body, Visit visit, ActOnImport act, HttpContext http, CancellationToken ct) =>
        act.RunAsync(http, id, dryRun, record => record.Status == IndicatorStatus.Withdrawn ? Decision.AlreadySo : record.Withdraw(body.Command, visit.Now), ct);
}

/// <summary>Decides the review of every record of an import.</summary>
internal static class RetainImportEndpoint
{
    [Published(Problems = ["import-stopped", "already-withdrawn", "restricted"])]
    public static Task<Answer> Put(string id, string? dryRun, Body<ExtendRetention> body, Visit visit, ActOnImport act, HttpContext http, CancellationToken ct) =>
        act.RunAsync(http, id, dryRun, record => record.Extend(body.Command, visit.Now), ct);
}

/// <summary>Gives every record of an import another release.</summary>
internal static class ReleaseImportEndpoint
{
    [Published(Problems = ["import-stopped", "discloser-needed", "already-withdrawn", "restricted"])]
    public static Task<Answer> Put(string id, string? dryRun, Body<Release> body, Visit visit, ActOnImport act, HttpContext http, CancellationToken ct) =>
        act.RunAsync(http, id, dryRun, record => record.ChangeRelease(body.Command, visit.Caller.Roles, visit.Member, visit.Registry, visit.Now), ct);
}
