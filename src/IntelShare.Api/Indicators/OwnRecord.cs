using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>How an owner changes its record: If-Match, the law, the door. To everybody else the record does not exist.</summary>
[Published(Asks = "If-Match", Sends = "ETag", Problems = ["version-missing", "version-mismatch", "already-withdrawn", "restricted", "erased", "outcome-unknown"])]
internal sealed class OwnRecord(Streams streams, Budget budget, Trail trail, ETags etags)
{
    public async Task<Answer> ChangeAsync(string id, Visit visit, HttpRequest request, Func<Indicator, Decision> decide, CancellationToken ct)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return Problems.Of("version-missing");
        }

        if (!Ids.TryRead(id, out var record))
        {
            return Problems.NotFound();
        }

        await using var open = await streams.OpenAsync(record, stored => stored.Owner == visit.Member.Id, ct);
        if (open is null)
        {
            return Problems.NotFound();
        }

        // A secret without a key: erased while it was opened.
        if (open.Record is { Status: IndicatorStatus.Erased } or { Secret.Open: null })
        {
            return Problems.Of("erased");
        }

        if (!etags.Matches(request.Headers.IfMatch, open.Record))
        {
            return Problems.Of("version-mismatch");
        }

        var decision = decide(open.Record);
        if (!decision.IsAccepted)
        {
            return Problems.Refused(decision.Refusals);
        }

        var next = decision.Facts.Aggregate(open.Record, (current, fact) => Indicator.Evolve(current, record, fact));
        if (await budget.SpendAsync(next.MatchValues().Except(open.Record.MatchValues(), StringComparer.Ordinal).Count(), ct) is { } exhausted)
        {
            return exhausted;
        }

        var told = new Told(open.Record.Owner, record, Level.Full);
        Indicator after;
        try
        {
            after = await streams.ChangeAsync(open, decision.Facts, trail.EntryOf(visit, "ok", [told]), ct);
        }
        catch (VersionMovedException)
        {
            return Problems.Of("version-mismatch");
        }

        visit.IsEntered = true;
        return Answer.Json(StatusCodes.Status200OK, OwnerView.Of(after.Restriction is null ? after : after.WithoutContent()), told).With("ETag", etags.Of(after));
    }
}
