using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>
/// A record as it is now to whoever may read it, or with <c>asOf</c> as it stood to its owner. The past is the owner's alone:
/// what a reader could read then was decided by the walls of then, and a narrowing since would not bind.
/// </summary>
internal static class GetIndicatorEndpoint
{
    [Published(Problems = ["restricted", "erased"])]
    public static async Task<Answer> Get(string id, string? asOf, string? ground, Visit visit, Records records, Sight sight, ETags etags, Line line, Streams streams, Vault vault, CancellationToken ct)
    {
        if (!Moment.TryRead(asOf, DateTimeOffset.MaxValue, out var moment))
        {
            return Problems.Of("malformed-parameter", "asOf: RFC 3339.");
        }

        if (!Sight.TryReadGround(ground, out var named))
        {
            return Problems.Of("malformed-parameter", $"ground: one of {string.Join(", ", Codes.Of<RestrictionGround>())}.");
        }

        // The kind is not known before the look-up, so a case is always asked for.
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var record) || await records.FindAsync(record, ct) is not { } stored)
        {
            return Problems.NotFound();
        }

        if (sight.Full(visit.Reader() with { Ground = named }, stored) is not var (view, told))
        {
            return stored.Record.Owner == visit.Member.Id ? Sight.Closed(stored.Record) : Problems.NotFound();
        }

        if (asOf is not null)
        {
            return view is OwnerView && await PastAsync(stored) is { } past
                ? Answer.Json(StatusCodes.Status200OK, OwnerView.Of(vault.Open(past, stored.WrappedKey)), told).With("ETag", etags.Of(past))
                : Problems.NotFound();
        }

        var answer = Answer.Json(StatusCodes.Status200OK, view, told);
        return answer.With("ETag", view is OwnerView ? etags.Of(stored.Record) : etags.Of(answer.Body));

        async Task<Indicator?> PastAsync(Stored present)
        {
            await line.CloseAsync();
            Indicator? state = null;
            foreach (var fact in await streams.FactsAsync(present.Record.Id, ct))
            {
                var next = Indicator.Evolve(state, present.Record.Id, fact.Data);
                // To the microsecond, as it is told: the time of a state finds that state again.
                if (next.ChangedAt.AddTicks(-(next.ChangedAt.Ticks % TimeSpan.TicksPerMicrosecond)) > moment)
                {
                    break;
                }

                state = next;
            }

            return state;
        }
    }
}
