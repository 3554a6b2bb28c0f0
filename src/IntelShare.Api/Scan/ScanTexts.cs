using System.Runtime.InteropServices;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Scan;

namespace IntelShare.Api.Scan;

/// <summary>A place in a text, and every record that is found there: all senses, never one verdict.</summary>
/// <param name="Kind">Of the records.</param>
/// <param name="Start">First byte of the text in UTF-8.</param>
/// <param name="End">Behind the last byte.</param>
/// <param name="StartUtf16">The same in UTF-16 units.</param>
/// <param name="EndUtf16">The same in UTF-16 units.</param>
/// <param name="Via">Whether it is written as it is known, disguised, or what a rule describes.</param>
/// <param name="Indicators">Ids in their order, which is random; the records stand beside the results, each once.</param>
/// <param name="Parts">By a rule: where its features stand, in the order of the text.</param>
internal sealed record TextMatch(string Kind, int Start, int End, int StartUtf16, int EndUtf16, Via Via, IReadOnlyList<Guid> Indicators, IReadOnlyList<MatchPart>? Parts);

/// <summary>Where one feature of a rule stands.</summary>
/// <param name="Group">Its name.</param>
internal sealed record MatchPart(string Group, int Start, int End, int StartUtf16, int EndUtf16);

/// <summary>What was found in one text, in its order.</summary>
/// <param name="Truncated">True where not every place is told.</param>
internal sealed record TextMatches(string Id, IReadOnlyList<TextMatch> Matches, bool? Truncated);

/// <summary>Results in the order of the texts, and the records that they name.</summary>
internal sealed record ScanResults(IReadOnlyList<TextMatches> Results, [property: Holds(typeof(IReadOnlyList<IndicatorView>))] IReadOnlyList<object> Indicators);

/// <summary>One record at one place of one text.</summary>
/// <param name="Leans">By a rule: for each part that a concept serves, the records of its terms there, one of which must be told.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Found(int Text, int Start, int End, int StartUtf16, int EndUtf16, Via Via, Guid Record, IReadOnlyList<MatchPart>? Parts = null, IReadOnlyList<Guid[]>? Leans = null)
{
    /// <summary>True where nothing that it leans on was taken away.</summary>
    public bool Stands(Func<Guid, bool> isTold) => Leans?.All(terms => terms.Any(isTold)) != false;
}

/// <summary>Reads texts for terms of the lexicon, for accounts and for what rules describe. They are kept nowhere; the trail says which records were told.</summary>
internal static class ScanTextsEndpoint
{
    private const int MostPlaces = 1000;

    /// <summary>Records at places, of one text and of all: a few bytes that stand for much and come again and again must not fill a node.</summary>
    public const int MostInText = 16_384;
    private const int MostInAll = 100_000;

    // Memory answers for many at once; what one text alone may hold, all of them rarely do.
    public const int Together = 256;
    private const int BytesTogether = 64 * 1024;

    [Published(Problems = ["body-too-large"])]
    public static async Task<Answer> Post(ScanBody body, Visit visit, Vocabulary vocabulary, Records records, Sight sight, Vault vault, CancellationToken ct)
    {
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        var (texts, unread) = await body.ReadAsync(ct);
        if (unread is not null)
        {
            return unread;
        }

        var (utf8, reader) = (texts.Select(text => text.Text!).ToArray(), visit.Reader());
        var mentioned = await Mentioned.ReadAsync(utf8, reader, records, vault, ct);
        var (found, cut) = Find(utf8, await vocabulary.NowAsync(visit.Registry.Concepts, ct), mentioned, reader);
        var told = await Seen.NowAsync(records, sight, reader, found.Select(one => one.Record), ct);
        var results = Results(texts, found, cut, told);
        (visit.Asked, visit.Found) = (results.Length, results.Count(text => text.Matches.Count > 0));
        return Answer.Json(StatusCodes.Status200OK, new ScanResults(results, [.. told.Values.Select(one => one.View)]), [.. told.Values.Select(one => one.Told)]);
    }

    /// <summary>What the reader may see in the texts, and the texts of which not all is told.</summary>
    private static (List<Found> Found, HashSet<int> Cut) Find(byte[][] texts, Terms terms, Mentioned mentioned, Reader reader)
    {
        var (scanner, seen, matches) = (new Scanner(), terms.SeenBy(reader), new Matches(MostInText));
        var judge = new Judge(terms, terms.Rules, seen);
        var (found, cut) = (new List<Found>(), new HashSet<int>());
        for (var (first, end) = (0, 0); first < texts.Length; first = end)
        {
            var bytes = 0;
            do
            {
                bytes += texts[end++].Length;
            }
            while (end < texts.Length && end - first < Together && bytes + texts[end].Length <= BytesTogether);
            Read(first, end);
        }

        return (found, cut);

        void Read(int first, int end)
        {
            if (found.Count >= MostInAll)
            {
                cut.UnionWith(Enumerable.Range(first, end - first));
                return;
            }

            matches.Clear();
            scanner.Scan(texts.AsSpan(first..end), terms.Version, seen, matches, judge.Rules);
            if ((matches.Truncated || found.Count + matches.Count > MostInAll) && end - first > 1)
            {
                judge.Rules.Forget();
                var middle = (first + end) / 2;
                Read(first, middle);
                Read(middle, end);
                return;
            }

            foreach (var match in matches.Truncated ? WithoutLastPlace(matches.Items) : matches.Items)
            {
                found.Add(new(first + match.Text, match.Start, match.End, match.StartUtf16, match.EndUtf16, match.Via, terms.Senses.Span[match.Entry].Record));
            }

            cut.UnionWith(judge.Tell(first, texts.AsSpan(first..end), matches, found));
            for (var text = first; text < end; text++)
            {
                if (!mentioned.Tell(text, found, MostInText) | matches.Truncated)
                {
                    cut.Add(text);
                }
            }
        }
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

    private static TextMatches[] Results(PostedText[] texts, List<Found> found, HashSet<int> cut, SortedDictionary<Guid, (string Kind, object View, Told Told)> told)
    {
        var places = found.Where(one => told.ContainsKey(one.Record) && one.Stands(told.ContainsKey)).ToLookup(one => one.Text);
        return [.. texts.Select((text, i) => Of(i, [.. places[i].GroupBy(one => (one.Start, one.End, told[one.Record].Kind, one.Via, Rule: one.Parts is null ? Guid.Empty : one.Record)).OrderBy(place => place.Key).Select(place => At(place.Key.Kind, place.First(), [.. place.Select(one => one.Record).Distinct().Order()]))]))];

        TextMatches Of(int i, TextMatch[] places) => new(texts[i].Id!, places.Length > MostPlaces ? places[..MostPlaces] : places, Truncated: places.Length > MostPlaces || cut.Contains(i) ? true : null);

        static TextMatch At(string kind, Found at, Guid[] records) => new(kind, at.Start, at.End, at.StartUtf16, at.EndUtf16, at.Via, records, at.Parts);
    }
}
