using System.Security.Cryptography;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators.Kinds;
using IntelShare.Scan;
using IntelShare.Unicode;

namespace IntelShare.Api.Scan;

/// <summary>Terms, and texts of the caller's own to count them in.</summary>
internal sealed record CountTerms(string?[]? Terms, Diacritics? Diacritics, PostedText?[]? Texts);

/// <summary>In how many of the texts a term stands.</summary>
internal sealed record TermCount(string Term, int Found);

/// <summary>In the order of the terms; how many texts were read.</summary>
/// <param name="Truncated">True where a text held so much that a count may be short.</param>
internal sealed record TermCounts(int Texts, IReadOnlyList<TermCount> Items, bool? Truncated);

/// <summary>Counts as a scan finds, in disguise too, so that an owner can say how specific a term is. Nothing is looked up: what anybody shares plays no part, and nothing is kept.</summary>
internal static class CountTermsEndpoint
{
    private const int MostTerms = 100;
    private const int MostTexts = 1000;

    public static Task<Answer> Post(Body<CountTerms> body)
    {
        var (asked, texts) = (body.Command.Terms ?? [], body.Command.Texts ?? []);
        var (terms, refusals) = (new Term?[asked.Length], new List<Refusal>());
        for (var i = 0; i < asked.Length && asked.Length <= MostTerms; i++)
        {
            var refusal = Text.Required(asked[i], "", 64).FirstOrDefault() ?? Term.Read(asked[i]!, TermKind.Any, body.Command.Diacritics == Diacritics.Exact ? Kept.Marks : Kept.None, single: false, out terms[i]);
            refusals.AddRange(refusal is null ? [] : [refusal with { Pointer = $"/terms/{i}" }]);
        }

        refusals.AddRange(asked.Length is < 1 or > MostTerms ? [new("term-count", "/terms", $"1 to {MostTerms} terms.")] : []);
        refusals.AddRange(texts.Length is < 1 or > MostTexts ? [new("text-count", "/texts", "1 to 1,000 texts.")] : texts.SelectMany(ScanBody.Check));
        if (refusals.Count > 0)
        {
            return Task.FromResult(Problems.Refused(refusals));
        }

        var (counts, cut) = Count(terms!, texts!);
        return Task.FromResult(Answer.Json(StatusCodes.Status200OK, new TermCounts(texts.Length, [.. asked.Zip(counts, (term, found) => new TermCount(term!, found))], cut ? true : null)));
    }

    private static (int[] Found, bool Cut) Count(Term[] terms, PostedText[] texts)
    {
        var index = new ScanIndex(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        index.Apply([.. terms.Select((term, entry) => new TermChange(term, entry, Policy: 0))]);
        var (scanner, version, all, matches) = (new Scanner(), index.Pin(), new PolicySet([0]), new Matches(ScanTextsEndpoint.MostInText));
        var (found, last, cut) = (new int[terms.Length], new int[terms.Length], false);
        for (var i = 0; i < texts.Length; i++)
        {
            matches.Clear();
            scanner.Scan(texts[i].Text, version, all, matches);
            foreach (var match in matches.Items)
            {
                found[match.Entry] += last[match.Entry] <= i ? 1 : 0;
                last[match.Entry] = i + 1;
            }

            cut |= matches.Truncated;
        }

        return (found, cut);
    }
}
