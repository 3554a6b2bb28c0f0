using System.Text;
using IntelShare.Scan;
using IntelShare.Scan.Rules;

namespace IntelShare.Api.Scan;

/// <summary>Tells of which rules of a book a text is an offer.</summary>
internal sealed class Judge(Terms terms, RuleBook book)
{
    private readonly List<Firing> firings = [];

    /// <summary>Listens to a scan.</summary>
    public RuleReader Rules { get; } = new(book, entry => terms.Senses.Span[entry].Concept);

    /// <summary>Tells what holds in the text that was scanned last, false where not everything; a rule that is only tried is no record's.</summary>
    /// <param name="text">Its number.</param>
    /// <param name="utf8">The text.</param>
    /// <param name="matches">The terms that stand in it.</param>
    /// <param name="seen">The rules that are tried.</param>
    /// <param name="into">Where it is told.</param>
    public bool Tell(int text, byte[] utf8, ReadOnlySpan<Match> matches, PolicySet seen, List<Found> into)
    {
        firings.Clear();
        Rules.Tell(seen, firings);
        foreach (var firing in firings)
        {
            var groups = book.Rules[firing.Rule].Rule.Groups!;
            var parts = firing.Places.Select(place => new MatchPart(groups[place.Group].Name!, place.Start, place.End, Utf16(place.Start), Utf16(place.End))).ToArray();
            var leans = new List<Guid[]>();
            foreach (var place in firing.Places.Where(place => place.IsTerm))
            {
                leans.Add(Behind(matches, place, groups[place.Group].Concepts!));
            }

            into.Add(new(text, parts[0].Start, parts[^1].End, parts[0].StartUtf16, parts[^1].EndUtf16, Via.Rule, book == terms.Rules ? terms.RuleRecords[firing.Rule] : Guid.Empty, parts, leans));
        }

        return !Rules.Truncated;

        int Utf16(int at) => Encoding.UTF8.GetCharCount(utf8, 0, at);
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
