using System.Security.Cryptography;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Scan;
using IntelShare.Scan.Rules;

namespace IntelShare.Api.Scan;

/// <summary>A rule, and texts of the caller's own to try it on.</summary>
internal sealed record TryRule(Rule? Rule, PostedText?[]? Texts);

/// <summary>What a rule finds in one text.</summary>
/// <param name="Parts">Where its features stand; absent where it does not hold.</param>
/// <param name="Truncated">True where the text asked for so much that not all was tried.</param>
internal sealed record TriedText(string Id, IReadOnlyList<MatchPart>? Parts, bool? Truncated);

/// <summary>What to expect of a rule among texts like these.</summary>
/// <param name="Texts">How many were tried.</param>
/// <param name="Holds">In how many it holds.</param>
/// <param name="Places">Places at which one of its features stands, in texts that hold one by which it is found: what it costs beside the scan.</param>
/// <param name="Windows">Places from which it was tried.</param>
/// <param name="Results">In the order of the texts.</param>
internal sealed record RuleTrial(int Texts, int Holds, long Places, long Windows, IReadOnlyList<TriedText> Results);

/// <summary>Tries a rule before any record has it. Rule and texts are kept nowhere; its concepts are the terms that the caller may read, which go on record.</summary>
internal static class TryRuleEndpoint
{
    private const int MostTexts = 1000;

    public static async Task<Answer> Post(Body<TryRule> body, Visit visit, Vocabulary vocabulary, Records records, Sight sight, CancellationToken ct)
    {
        var (rule, texts) = (body.Command.Rule, body.Command.Texts ?? []);
        Refusal[] refusals =
        [
            .. rule is null ? [new("required", "/rule", "This member is mandatory.")] : rule.Check().Concat(visit.Registry.Concepts.Check(rule.NamedConcepts())).Select(refusal => refusal.Under("/rule")),
            .. texts.Length is < 1 or > MostTexts ? [new("text-count", "/texts", "1 to 1,000 texts.")] : texts.SelectMany(ScanBody.Check),
        ];
        if (refusals.Length > 0)
        {
            return Problems.Refused(refusals);
        }

        var (terms, reader) = (await vocabulary.NowAsync(visit.Registry.Concepts, ct), visit.Reader());
        rule = rule!.Meant(visit.Registry.Concepts);
        var book = new RuleBook([new(rule, Policy: 0)], terms.Rules);
        var words = new ScanIndex(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        words.Apply([.. book.Since(RuleBook.Empty)]);
        var (scanner, judge, seen, matches, found) = (new Scanner(), new Judge(terms, book, new(0)), terms.SeenBy(reader), new Matches(ScanTextsEndpoint.MostInText), new List<Found>());
        var concepts = rule.Groups!.SelectMany(group => group.Concepts ?? []).ToHashSet(StringComparer.Ordinal);
        var (read, cut) = (new HashSet<Guid>(), new bool[texts.Length]);
        for (var i = 0; i < texts.Length; i++)
        {
            var utf8 = texts[i]!.Text!;
            matches.Clear();
            scanner.Scan(utf8, terms.Version, seen, matches, judge.Rules);
            scanner.Scan(utf8, words.Pin(), seen, matches, judge.Rules);
            cut[i] = judge.Tell(i, [utf8], matches, found).Count > 0 | matches.Truncated;
            foreach (var match in matches.Items)
            {
                if (terms.Senses.Span[match.Entry] is { Concept: { } concept } sense && concepts.Contains(concept))
                {
                    read.Add(sense.Record);
                }
            }
        }

        var told = await Seen.NowAsync(records, sight, reader, read, ct);
        var parts = found.Where(one => one.Stands(told.ContainsKey)).ToDictionary(one => one.Text, one => one.Parts);
        return Answer.Json(StatusCodes.Status200OK,
            new RuleTrial(texts.Length, parts.Count, judge.Rules.Hits, judge.Rules.Tries, [.. texts.Select((text, i) => new TriedText(text!.Id!, parts.GetValueOrDefault(i), cut[i] ? true : null))]), [.. told.Values.Select(one => one.Told)]);
    }
}
