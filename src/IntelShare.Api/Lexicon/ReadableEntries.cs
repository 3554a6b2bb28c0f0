using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Lexicon;
using IntelShare.Stix;

namespace IntelShare.Api.Lexicon;

/// <summary>A lexicon entry that the caller may read in full, and what its sense is.</summary>
/// <param name="Term">Folded: under which it was looked for, or its own.</param>
/// <param name="Word">For the law.</param>
/// <param name="Seen">What it was made of.</param>
/// <param name="At">Where it stands in a walk; null where it was found by key.</param>
internal sealed record ReadableEntry(string Term, Assertion Word, Seen Seen, Walk? At)
{
    /// <summary>The same under each term that finds it.</summary>
    public IEnumerable<ReadableEntry> BySpelling() => Word.Entry.MatchValues().Select(term => this with { Term = term });
}

/// <summary>The lexicon as its caller finds it: entries in use that it may read in full. One whose content a disclosure withholds says nothing of a sense, and is left out.</summary>
internal sealed class ReadableEntries(Records records, Sight sight, Visit visit, Vault vault)
{
    private const int PageLength = 1000;

    /// <summary>The wire name of the kind.</summary>
    public const string Name = "lexicon-entry";

    /// <summary>What is found under these terms, folded.</summary>
    public async Task<IReadOnlyList<ReadableEntry>> UnderAsync(IReadOnlyList<string> terms, CancellationToken ct)
    {
        var byKey = terms.ToDictionary(term => Convert.ToHexString(vault.MatchKey(Name, term)), StringComparer.Ordinal);
        var found = await records.MatchingAsync([.. terms.Select(term => vault.MatchKey(Name, term))], ct);
        return [.. found.Select(match => Read(match.Stored, byKey[Convert.ToHexString(match.Key)], at: null)).OfType<ReadableEntry>()];
    }

    /// <summary>All of it: the rows of one moment, then what changed meanwhile, until that is whole in a single statement.</summary>
    public async Task<IReadOnlyCollection<ReadableEntry>> AllAsync(CancellationToken ct)
    {
        var (reader, all) = (visit.Reader(), new Dictionary<Guid, ReadableEntry>());
        var narrowing = Narrowing.Of(reader, mine: false);
        for (var (walk, fresh) = (Walk.From(since: null), true); ;)
        {
            var rows = await records.WalkAsync(narrowing, Name, walk, PageLength, ct);
            foreach (var row in rows.Where(row => AccessPolicy.ToldAt(reader, row.Stored.Record) == row.Version))
            {
                if (Read(row.Stored, term: null, row.At) is { } entry)
                {
                    all[entry.Word.Indicator] = entry;
                }
            }

            if (rows.Count == PageLength)
            {
                (walk, fresh) = (rows[^1].At, false);
            }
            else if (fresh)
            {
                return all.Values;
            }
            else
            {
                (walk, fresh) = (Walk.From(since: (rows.Count > 0 ? rows[^1].At : walk).Until), true);
            }
        }
    }

    private ReadableEntry? Read(Stored stored, string? term, Walk? at)
    {
        if (sight.See(visit.Reader(), stored) is not { Open.IsInUse: true } seen || SharedRecord.Of(seen.Open, seen.Ruling, visit.Now) is not { Content: LexiconEntry entry } shared)
        {
            return null;
        }

        var evaluated = DateOnly.FromDateTime((seen.Open.ReevaluatedAt ?? seen.Open.SubmittedAt).UtcDateTime);
        return new(term ?? Folding.Fold(entry.Term!), new(seen.Open.Id, seen.Open.Owner, entry, visit.Registry.Concepts.Meant(entry.Concept!), shared.Evaluation, evaluated, shared.Handling, shared.Obligations), seen, at);
    }
}
