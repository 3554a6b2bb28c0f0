using IntelShare.Api.Host.Door;
using IntelShare.Indicators;

namespace IntelShare.Api.Host.Store;

/// <content>Many records at once.</content>
internal sealed partial class Streams
{
    /// <summary>Begins and changes records of one owner, and says of each row of an import what became of it.</summary>
    /// <exception cref="VersionMovedException">One of the records changed since it was read; nothing was done.</exception>
    public async Task ImportAsync(Guid import, IReadOnlyList<ImportChange> changes, IReadOnlyList<ImportOutcome> outcomes, Entry entry, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        foreach (var (id, before, wrapped, facts) in changes)
        {
            var sealedFacts = Seal(session, id, before?.Version ?? 0, facts, wrapped);
            if (before is null)
            {
                session.Events.StartStream<Indicator>(id, sealedFacts);
            }
            else
            {
                session.Events.Append(id, before.Version + facts.Count, sealedFacts);
                Corrections.Queue(session, ids, before, facts);
            }

            IndicatorRows.Queue(session, vault, before, facts.Aggregate(before, (record, fact) => Indicator.Evolve(record, id, fact))!, facts);
        }

        if (outcomes.Count > 0)
        {
            ImportRows.Queue(session, import, outcomes);
        }

        await CommitAsync(session, entry, ct);
    }
}
