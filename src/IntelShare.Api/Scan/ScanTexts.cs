using System.Text;
using IntelShare.Access;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Scan;

namespace IntelShare.Api.Scan;

/// <summary>A place in a text, and every record that is found there: all senses, never one verdict.</summary>
/// <param name="Kind">Of the records.</param>
/// <param name="Start">First byte of the text in UTF-8.</param>
/// <param name="End">Behind the last byte.</param>
/// <param name="StartUtf16">The same in UTF-16 units.</param>
/// <param name="EndUtf16">The same in UTF-16 units.</param>
/// <param name="Via">Whether it is written as it is known, or disguised.</param>
/// <param name="Indicators">Ids in their order, which is random; the records stand beside the results, each once.</param>
internal sealed record TextMatch(string Kind, int Start, int End, int StartUtf16, int EndUtf16, Via Via, IReadOnlyList<Guid> Indicators);

/// <summary>What was found in one text, in its order.</summary>
/// <param name="Truncated">True where not every place is told.</param>
internal sealed record TextMatches(string Id, IReadOnlyList<TextMatch> Matches, bool? Truncated);

/// <summary>Results in the order of the texts, and the records that they name.</summary>
internal sealed record ScanResults(IReadOnlyList<TextMatches> Results, [property: Holds(typeof(IReadOnlyList<IndicatorView>))] IReadOnlyList<object> Indicators);

/// <summary>Reads texts for terms of the lexicon. They are kept nowhere; the trail says which records were told.</summary>
internal static class ScanTextsEndpoint
{
    private const int MostPlaces = 1000;

    /// <summary>Records at places, of one text and of all: a few bytes that stand for much and come again and again must not fill a node.</summary>
    private const int MostInText = 16_384;
    private const int MostInAll = 100_000;

    [Published(Problems = ["body-too-large"])]
    public static async Task<Answer> Post(ScanBody body, Visit visit, Vocabulary vocabulary, Records records, Sight sight, CancellationToken ct)
    {
        var (texts, unread) = await body.ReadAsync(ct);
        if (unread is not null)
        {
            return unread;
        }

        var (terms, reader) = (await vocabulary.NowAsync(ct), visit.Reader());
        var (matches, cut) = Find(texts, terms, reader);
        var found = new SortedDictionary<Guid, (object View, Told Told)>();
        foreach (var stored in await records.FindAsync([.. matches.Select(match => terms.Records.Span[match.Entry]).Distinct()], ct))
        {
            // As it stands now: what was taken away meanwhile is not told.
            if (sight.Full(reader, stored) is { } seen)
            {
                found[stored.Record.Id] = seen;
            }
        }

        return Answer.Json(StatusCodes.Status200OK, new ScanResults(Results(texts, matches, cut, terms, found), [.. found.Values.Select(one => one.View)]), [.. found.Values.Select(one => one.Told)]);
    }

    /// <summary>What the law gives the reader in full with its details: what is found may be what a disclosure withholds.</summary>
    private static PolicySet Seen(ReadOnlyMemory<Indicator> policies, Reader reader) => new(Enumerable.Range(0, policies.Length)
        .Where(policy => AccessPolicy.Decide(reader, policies.Span[policy]) is { Level: Level.Full } ruling && ruling.Shows(FieldGroup.Details)));

    /// <summary>What the reader may see in the texts, and the texts of which not all is told.</summary>
    private static (List<Match> Matches, HashSet<int> Cut) Find(PostedText[] texts, Terms terms, Reader reader)
    {
        var (scanner, seen, ofText) = (new Scanner(), Seen(terms.Policies, reader), new Matches(MostInText));
        var (found, cut) = (new List<Match>(), new HashSet<int>());
        for (var i = 0; i < texts.Length; i++)
        {
            ofText.Clear();
            if (found.Count < MostInAll)
            {
                scanner.Scan(Encoding.UTF8.GetBytes(texts[i].Text!), terms.Version, seen, ofText);
            }

            if (ofText.Truncated || found.Count >= MostInAll)
            {
                cut.Add(i);
            }

            foreach (var match in ofText.Truncated ? WithoutLastPlace(ofText.Items) : ofText.Items)
            {
                found.Add(match with { Text = i });
            }
        }

        return (found, cut);
    }

    /// <summary>Of the last place not every sense may be there, and one is no verdict.</summary>
    private static ReadOnlySpan<Match> WithoutLastPlace(ReadOnlySpan<Match> matches)
    {
        var (last, count) = (matches[^1], matches.Length);
        while (count > 0 && (matches[count - 1].Start, matches[count - 1].End, matches[count - 1].Via) == (last.Start, last.End, last.Via))
        {
            count--;
        }

        return matches[..count];
    }

    private static TextMatches[] Results(PostedText[] texts, List<Match> matches, HashSet<int> cut, Terms terms, SortedDictionary<Guid, (object View, Told Told)> found)
    {
        var told = matches.Select(match => (Place: match, Record: terms.Records.Span[match.Entry])).Where(match => found.ContainsKey(match.Record)).ToLookup(match => match.Place.Text);
        return [.. texts.Select((text, i) => Of(i, [.. told[i].GroupBy(match => (match.Place.Start, match.Place.End, match.Place.Via)).OrderBy(place => place.Key).Select(place => At(place.First().Place, [.. place.Select(match => match.Record).Distinct().Order()]))]))];

        TextMatches Of(int i, TextMatch[] places) => new(texts[i].Id!, places.Length > MostPlaces ? places[..MostPlaces] : places, Truncated: places.Length > MostPlaces || cut.Contains(i) ? true : null);

        static TextMatch At(Match at, Guid[] records) => new(Vocabulary.Kind, at.Start, at.End, at.StartUtf16, at.EndUtf16, at.Via, records);
    }
}
