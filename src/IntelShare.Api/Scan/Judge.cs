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
    public bool Tell(int text, byte[] utf8, PolicySet seen, List<Found> into)
    {
        firings.Clear();
        Rules.Tell(seen, firings);
        foreach (var firing in firings)
        {
            var groups = book.Rules[firing.Rule].Rule.Groups!;
            var parts = firing.Places.Select(place => new MatchPart(groups[place.Group].Name!, place.Start, place.End, Utf16(place.Start), Utf16(place.End))).ToArray();
            into.Add(new(text, parts[0].Start, parts[^1].End, parts[0].StartUtf16, parts[^1].EndUtf16, Via.Rule, book == terms.Rules ? terms.RuleRecords[firing.Rule] : Guid.Empty, parts));
        }

        return !Rules.Truncated;

        int Utf16(int at) => Encoding.UTF8.GetCharCount(utf8, 0, at);
    }
}
