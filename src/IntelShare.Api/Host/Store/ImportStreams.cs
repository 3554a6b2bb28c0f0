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
        var (begun, open, keys) = (new List<Beginning>(changes.Count), new List<Indicator>(changes.Count), new List<(Guid, byte[])>(changes.Count));
        foreach (var (id, before, wrapped, facts) in changes)
        {
            var ((stored, key), after) = (Seal(id, before?.Version ?? 0, facts, wrapped), facts.Aggregate(before, (record, fact) => Indicator.Evolve(record, id, fact))!);
            if (key is not null)
            {
                keys.Add((id, key));
            }

            if (before is null)
            {
                begun.Add(new(session.Events.BuildEvent(stored.Single()), Indicator.Evolve(current: null, id, stored.Single())));
                open.Add(after);
                continue;
            }

            session.Events.Append(id, before.Version + facts.Count, stored);
            IndicatorRows.Queue(session, vault, before, after, facts);
            Corrections.Queue(session, ids, before, facts);
        }

        RecordKeys.Add(session, keys);
        if (begun.Count > 0)
        {
            Beginnings.Queue(session, begun, entry);
            IndicatorRows.Begin(session, vault, open);
        }

        if (outcomes.Count > 0)
        {
            ImportRows.Queue(session, import, outcomes);
        }

        await CommitAsync(session, entry with { Facts = [.. begun.Select(one => one.Fact.Id)] }, ct);
    }
}
