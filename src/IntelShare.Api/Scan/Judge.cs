using System.Text;
using IntelShare.Scan;
using IntelShare.Scan.Rules;

namespace IntelShare.Api.Scan;

/// <summary>Tells of which rules of a book a text is an offer.</summary>
internal sealed class Judge(Terms terms, RuleBook book, PolicySet seen)
{
    private readonly List<Firing> firings = [];

    /// <summary>Listens to a scan.</summary>
    public RuleReader Rules { get; } = new(book, seen, entry => terms.Senses.Span[entry].Concept);

    /// <summary>Tells what holds in the texts that were scanned last, and answers with the numbers of those of which not everything; a rule that is only tried is no record's.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="matches">The terms that stand in them.</param>
    /// <param name="into">Where it is told.</param>
    public List<int> Tell(int first, ReadOnlySpan<byte[]> texts, Matches matches, List<Found> into)
    {
        firings.Clear();
        var cut = Rules.Tell(firings).Select(text => first + text).ToList();
        foreach (var firing in firings)
        {
            var utf8 = texts[firing.Text];
            var groups = book.Rules[firing.Rule].Rule.Groups!;
            var parts = firing.Places.Select(place => new MatchPart(groups[place.Group].Name!, place.Start, place.End, Encoding.UTF8.GetCharCount(utf8, 0, place.Start), Encoding.UTF8.GetCharCount(utf8, 0, place.End))).ToArray();
            var leans = new List<Guid[]>();
            foreach (var place in firing.Places.Where(place => place.IsTerm))
            {
                leans.Add(Behind(matches.Of(firing.Text), place, groups[place.Group].Concepts!));
            }

            into.Add(new(first + firing.Text, parts[0].Start, parts[^1].End, parts[0].StartUtf16, parts[^1].EndUtf16, Via.Rule, book == terms.Rules ? terms.RuleRecords[firing.Rule] : Guid.Empty, parts, leans));
        }

        return cut;
    }

    /// <summary>The records of the terms by which a place serves a group.</summary>
    private Guid[] Behind(ReadOnlySpan<Match> matches, RulePlace place, IReadOnlyList<string> concepts)
    {
        var records = new List<Guid>();
        foreach (var match in matches)
        {
            if ((match.Start, match.End) == (place.Start, place.End) && terms.Senses.Span[match.Entry] is { Concept: { } concept } sense && concepts.Contains(concept, StringComparer.Ordinal))
            {
                records.Add(sense.Record);
            }
        }

        return [.. records];
    }
}
