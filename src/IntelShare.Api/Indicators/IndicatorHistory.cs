using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>One fact of a record's life and the record as it stood then. Of a fact that another member made, its officer is not told.</summary>
internal sealed record HistoryItem(int Version, string Fact, DateTimeOffset At, string Member, string? Officer, string? Reason, Guid? Proposal, OwnerView Record);

/// <summary>The life of an own record. To everybody but its owner the record has no history, because it does not exist.</summary>
internal static class IndicatorHistoryEndpoint
{
    public static async Task<Answer> Get(string id, Visit visit, Records records, Line line, Streams streams, Vault vault, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var record)
            || await records.FindAsync(record, ct) is not { } stored
            || stored.Record.Owner != visit.Member.Id)
        {
            return Problems.NotFound();
        }

        await line.CloseAsync();
        // What is kept for one ground is not read here, and what was erased not at all: then only what happened is told.
        var opens = AccessPolicy.Decide(visit.Reader(), stored.Record).Level == Level.Full;
        Indicator? state = null;
        var items = new List<HistoryItem>();
        foreach (var fact in await streams.FactsAsync(record, ct))
        {
            state = Indicator.Evolve(state, record, fact.Data);
            var member = fact.GetHeader("member") as string ?? "";
            items.Add(new(state.Version, fact.EventTypeName, state.ChangedAt, member, member == stored.Record.Owner ? fact.UserName : null, Reason(fact.Data), (fact.Data as IndicatorReevaluated)?.Proposal,
                OwnerView.Of(opens ? vault.Open(state, stored.WrappedKey) : state.WithoutContent())));
        }

        return Answer.Json(StatusCodes.Status200OK, new PageOf<HistoryItem>(items, Next: null), new Told(stored.Record.Owner, record, Level.Full));

        string? Reason(object fact) => !opens ? null : fact switch
        {
            IndicatorWithdrawn withdrawn => withdrawn.Reason,
            IndicatorReevaluated { Secret: var secret } => Words(secret),
            RetentionExtended { Secret: var secret } => Words(secret),
            IndicatorRestricted { Secret: var secret } => Words(secret),
            RestrictionLifted { Secret: var secret } => Words(secret),
            _ => null,
        };

        string? Words(Sealed<Confidential>? secret) => vault.Open(record, secret, stored.WrappedKey)?.Open?.Words;
    }
}
