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
            || stored.Record.Owner != visit.Member.Id
            || AccessPolicy.Decide(visit.Reader(), stored.Record).Level != Level.Full)
        {
            return Problems.NotFound();
        }

        await line.CloseAsync();
        Indicator? state = null;
        var items = new List<HistoryItem>();
        foreach (var fact in await streams.FactsAsync(record, ct))
        {
            state = Indicator.Evolve(state, record, fact.Data);
            var member = fact.GetHeader("member") as string ?? "";
            items.Add(new(state.Version, fact.EventTypeName, state.ChangedAt, member, member == state.Owner ? fact.UserName : null, Reason(fact.Data), (fact.Data as IndicatorReevaluated)?.Proposal,
                OwnerView.Of(vault.Open(state, stored.WrappedKey))));
        }

        return Answer.Json(StatusCodes.Status200OK, new PageOf<HistoryItem>(items, Next: null), new Told(stored.Record.Owner, record, Level.Full));

        string? Reason(object fact) => fact switch
        {
            IndicatorWithdrawn withdrawn => withdrawn.Reason,
            IndicatorReevaluated reevaluated => vault.Open(record, reevaluated.Secret, stored.WrappedKey)?.Open?.Words,
            _ => null,
        };
    }
}
