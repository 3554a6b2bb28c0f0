using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Disclosure;
using IntelShare.Indicators;

namespace IntelShare.Api.Disclosure;

/// <summary>
/// How an owner acts on a request that it received: If-Match, the law, then the request and the records it covers in one
/// transaction. To everybody else, the asker too, there is nothing to act on.
/// </summary>
[Published(Asks = "If-Match", Sends = "ETag", Problems = ["version-missing", "version-mismatch", "outcome-unknown"])]
internal sealed class ReceivedRequest(Streams streams, Trail trail, ETags etags)
{
    /// <summary>The version that the caller named is the request's. A covered record that moves meanwhile is none of its business, so the decision is made again.</summary>
    private const int Attempts = 5;

    public async Task<Answer> ChangeAsync(string id, Visit visit, HttpRequest request, Func<DisclosureRequest, IReadOnlyList<Indicator>, Decision> decide, CancellationToken ct)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return Problems.Of("version-missing");
        }

        if (!Ids.TryRead(id, out var received))
        {
            return Problems.NotFound();
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var open = await streams.OpenRequestAsync(received, stored => stored.Asker != visit.Member.Id && visit.Registry.HeirOf(stored.Owner, visit.Now) == visit.Member.Id, ct);
            if (open is null)
            {
                return Problems.NotFound();
            }

            if (!etags.Matches(request.Headers.IfMatch, received, open.Record.Version))
            {
                return Problems.Of("version-mismatch");
            }

            var covered = await StreamBeside<Indicator>.LoadAsync(open.Session, open.Record.Indicators, ct);
            var decision = decide(open.Record, [.. covered.Select(record => record.Stream.Aggregate!)]);
            if (decision is not { Facts: [var fact] })
            {
                return Problems.Refused(decision.Refusals);
            }

            var changed = covered.Select(record => (Record: record, Fact: open.Record.OnRecord(fact, record.Stream.Aggregate!))).Where(beside => beside.Fact is not null).Select(beside => (beside.Record, beside.Fact!)).ToList();
            Told[] told = [.. changed.Select(beside => new Told(beside.Record.Stream.Aggregate!.Owner, beside.Record.Id, Level.Full))];
            try
            {
                var after = await streams.ChangeAsync(open, fact, changed, trail.EntryOf(visit, "ok", told), ct, new Notice(open.Record.Asker, NoticeKind.DisclosureDecided, received));
                visit.IsEntered = true;
                return Answer.Json(StatusCodes.Status200OK, ReceivedView.Of(after, visit.Now), told).With("ETag", etags.Of(received, after.Version));
            }
            catch (VersionMovedException) when (attempt < Attempts)
            {
            }
            catch (VersionMovedException)
            {
                return Problems.Of("version-mismatch");
            }
        }
    }
}
