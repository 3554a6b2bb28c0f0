using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <content>Records that begin, and many at once.</content>
internal sealed partial class Streams
{
    /// <summary>Begins and changes records of one owner, and says of each row of an import what became of it.</summary>
    /// <exception cref="VersionMovedException">One of the records changed since it was read; nothing was done.</exception>
    /// <exception cref="TurnLostException">Another run has taken the turn of the agency; nothing was done.</exception>
    public async Task ImportAsync(ImportRun run, IReadOnlyList<ImportChange> changes, IReadOnlyList<ImportOutcome> outcomes, Entry entry, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        var begun = Queue(session, changes, entry);
        ImportRows.Queue(session, run, outcomes);
        await CommitAsync(session, entry with { Facts = begun }, ct);
    }

    /// <summary>Changes records of one owner.</summary>
    /// <exception cref="VersionMovedException">One of them changed since it was read; nothing was done.</exception>
    public async Task ChangeAsync(IReadOnlyList<ImportChange> changes, Entry entry, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        await CommitAsync(session, entry with { Facts = Queue(session, changes, entry) }, ct);
    }

    private Guid[] Queue(IDocumentSession session, IReadOnlyList<ImportChange> changes, Entry entry)
    {
        var begun = Begin(session, [.. changes.Where(change => change.Before is null).Select(change => (change.Id, change.Facts.Single()))], entry);
        foreach (var (_, before, wrapped, facts) in changes)
        {
            if (before is not null)
            {
                Append(session, before, facts, wrapped);
            }
        }

        return begun;
    }

    /// <summary>Queues records that begin, with their keys and all that they are found by.</summary>
    /// <returns>The ids of their facts.</returns>
    private Guid[] Begin(IDocumentSession session, IReadOnlyList<(Guid Id, object Fact)> records, Entry entry)
    {
        var (begun, open, keys) = (new List<Beginning>(records.Count), new List<Indicator>(records.Count), new List<(Guid, byte[])>(records.Count));
        foreach (var (id, fact) in records)
        {
            var (stored, key) = Seal(id, version: 0, [fact], wrapped: null);
            begun.Add(new(session.Events.BuildEvent(stored[0]), Indicator.Evolve(current: null, id, stored[0])));
            open.Add(Indicator.Evolve(current: null, id, fact));
            if (key is not null)
            {
                keys.Add((id, key));
            }
        }

        RecordKeys.Add(session, keys);
        if (begun.Count > 0)
        {
            Beginnings.Queue(session, begun, entry);
            IndicatorRows.Begin(session, vault, open);
        }

        return [.. begun.Select(one => one.Fact.Id)];
    }
}
