using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>
/// The owner answers a proposal. A contributor's work, like any other evaluation: nobody reads more by it. If-Match names the
/// record, so that whoever accepts has seen the grade that goes. Both streams move in one transaction.
/// </summary>
internal static class DecideRegradeEndpoint
{
    [Published(Asks = "If-Match", Sends = "ETag", Problems = ["version-missing", "version-mismatch", "already-withdrawn", "proposal-decided", "outcome-unknown"])]
    public static async Task<Answer> Post(string id, Body<DecideRegrade> body, Visit visit, Proposals proposals, Line line, Streams streams, Trail trail, ETags etags, HttpContext http, CancellationToken ct)
    {
        if (http.Request.Headers.IfMatch.Count == 0)
        {
            return Problems.Of("version-missing");
        }

        if (!Ids.TryRead(id, out var number) || await proposals.FindAsync(number, ct) is not { Proposal: var found, Record: var regraded } || regraded.Owner != visit.Member.Id)
        {
            return Problems.NotFound();
        }

        await line.CloseAsync();
        await using var open = await streams.OpenAsync(found.Record, record => record.Owner == visit.Member.Id, ct);
        if (open is null)
        {
            return Problems.NotFound();
        }

        if (!etags.Matches(http.Request.Headers.IfMatch, open.Record))
        {
            return Problems.Of("version-mismatch");
        }

        var beside = await Streams.BesideAsync<RegradeProposal>(open, number, ct);
        var proposal = beside.Stream.Aggregate!;
        var decision = proposal.Decide(body.Command, open.Record, visit.Now);
        if (!decision.IsAccepted)
        {
            return Problems.Refused(decision.Refusals);
        }

        var told = new Told(open.Record.Owner, open.Record.Id, Level.Full);
        streams.Append(open, beside, [decision.Facts[0]]);
        Indicator after;
        try
        {
            after = await streams.ChangeAsync(open, [.. decision.Facts.Skip(1)], trail.EntryOf(visit, "ok", [told]), ct, new Notice(proposal.Member, NoticeKind.RegradeDecided, number));
        }
        catch (VersionMovedException)
        {
            return Problems.Of("version-mismatch");
        }

        visit.IsEntered = true;
        return Answer.Json(StatusCodes.Status200OK, OwnerView.Of(after), told).With("ETag", etags.Of(after));
    }
}
