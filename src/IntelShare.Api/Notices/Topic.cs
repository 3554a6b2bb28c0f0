using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Search;

namespace IntelShare.Api.Notices;

/// <summary>What is due of a record: the version it had before, and the match keys.</summary>
internal sealed record Step(int Since, IReadOnlySet<string> Held);

/// <summary>A member to be told of another owner's records under a match key, and which of its own records holds the value.</summary>
internal sealed record Match(string Member, string Key, string Other, Guid About);

/// <summary>One match key and everybody's records under it, as they are and as they were before what is due.</summary>
/// <param name="Key">Hexadecimal.</param>
/// <param name="Bearers">Records that have the key.</param>
/// <param name="Earlier">Changed records that had it.</param>
/// <param name="Steps">What is due.</param>
/// <param name="Before">The changed records as they were; null where the step began them.</param>
internal sealed record Topic(string Key, IReadOnlyList<Indicator> Bearers, IReadOnlyList<Indicator> Earlier, IReadOnlyDictionary<Guid, Step> Steps, IReadOnlyDictionary<Guid, Indicator?> Before)
{
    private readonly HashSet<Guid> bearing = [.. Bearers.Select(record => record.Id)];

    /// <summary>Who is to be told of whom. An owner of which nothing changed tells nobody that held the value already.</summary>
    public IEnumerable<Match> Matches(Registry registry, DateTimeOffset now)
    {
        var byOwner = Bearers.Concat(Earlier).DistinctBy(record => record.Id).ToLookup(record => record.Owner);
        foreach (var holder in byOwner)
        {
            Indicator[] own = [.. holder.Where(record => record.IsInUse && Bears(record)).OrderBy(record => !IsNew(record)).ThenBy(record => record.Id)];
            if (own is not [var about, ..])
            {
                continue;
            }

            var reader = CrossMatch.ReaderOf(registry.Members[holder.Key], registry, now);
            foreach (var other in byOwner.Where(other => other.Key != holder.Key))
            {
                var tells = IsNew(about) ? CrossMatch.Shows(reader, other.Where(Bears)) : CrossMatch.Rises(reader, other.Select(record => (Was(record), Bears(record) ? record : null)));
                if (tells)
                {
                    yield return new(holder.Key, Key, other.Key, about.Id);
                }
            }
        }
    }

    private bool Bears(Indicator record) => bearing.Contains(record.Id);

    private bool IsNew(Indicator record) => Steps.TryGetValue(record.Id, out var step) && !step.Held.Contains(Key);

    private Indicator? Was(Indicator record) => !Steps.TryGetValue(record.Id, out var step) ? record : step.Held.Contains(Key) ? Before[record.Id] : null;
}
