using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelShare.Scan;
using IntelShare.Unicode;

namespace IntelShare.Tests.Scan;

/// <summary>An index of a few terms over few letters, so that much is found; and what is found by looking at every place for every term.</summary>
public sealed record World(IReadOnlyList<(Term Term, int Entry, int Policy)> Terms, IReadOnlyList<string> Texts)
{
    private static readonly string[] Pieces = ["a", "b", "é", "E\u0301", "ж", "か", "薬", " ", ".", "#", "@", "❄", "❄\uFE0F", "👍🏽", "\u200D", "🇸🇪", "ﷺ", "ﬁ", "½", "5️⃣", "\u0301", "\u200B", "$", "aaaaaaaaaaaaaaaaaaaa", "\uFFFD", "Ａ"];

    private static readonly Gen<string> Text =
        from pieces in Gen.Elements(Pieces).ListOf()
        select string.Concat(pieces);

    private static readonly Gen<(Term, int)> Sought =
        from text in Text
        from kind in Gen.Elements(TermKind.Any, TermKind.Any, TermKind.Word, TermKind.Hashtag, TermKind.Handle)
        from kept in Gen.Elements(Kept.None, Kept.None, Kept.Marks, Kept.SkinTones)
        from policy in Gen.Choose(0, 2)
        select (Term.Read(text, kind, kept, single: true, out var term) is null ? term! : Term.Of("a"), policy);

    public static readonly Gen<World> Any =
        from terms in Sought.ListOf()
        from texts in Text.ListOf()
        select new World([.. terms.Select((term, i) => (term.Item1, i, term.Item2))], texts);

    public ScanIndex Index(ulong seed = 1)
    {
        var index = new ScanIndex(seed);
        foreach (var (term, entry, policy) in Terms)
        {
            index.Add(term, entry, policy);
        }

        return index;
    }

    public static List<Match> Scan(ScanVersion version, PolicySet policies, params IReadOnlyList<string> texts)
    {
        var matches = new Matches();
        var parts = texts.Select(Encoding.UTF8.GetBytes).ToList();
        var ends = parts.Aggregate(new List<int>(), (ends, part) => [.. ends, ends.LastOrDefault() + part.Length]);
        new Scanner().Scan(parts.SelectMany(part => part).ToArray(), ends.ToArray(), version, policies, matches);
        return [.. matches.Items];
    }

    /// <summary>Looks at every run of tokens for every term.</summary>
    public IEnumerable<(int Text, int Entry, int Start, int End)> Naive(PolicySet policies)
    {
        for (var number = 0; number < Texts.Count; number++)
        {
            var text = Encoding.UTF8.GetBytes(Texts[number]);
            var folded = new FoldedText();
            folded.Append(text);
            foreach (var (term, entry, _) in Terms.Where(each => policies.Contains(each.Policy)))
            {
                for (var first = 1; first + (term.Edges.Length / 2) <= folded.Count; first++)
                {
                    var last = first + (term.Edges.Length / 2) - 1;
                    var (start, end) = folded.Source(first, last, 0, folded.Anchors);
                    var tokens = Enumerable.Range(first, last - first + 1).SelectMany(token => (byte[])[(byte)' ', .. folded.Token(token)]);
                    var sign = folded.SignOf(first);
                    if (tokens.SequenceEqual(term.Spelled.ToArray()) && Fits(term.Kind, sign) && (term.Kept == Kept.None || Exact(text[start..end], term.Kept).SequenceEqual(term.Exact)))
                    {
                        yield return (number, entry, start, end);
                    }
                }
            }
        }
    }

    private static bool Fits(TermKind kind, byte sign) =>
        kind == TermKind.Any || (kind == TermKind.Word ? sign == 0 : sign == (kind == TermKind.Hashtag ? '#' : '@'));

    private static IEnumerable<byte> Exact(byte[] place, Kept kept)
    {
        var folded = new FoldedText(kept);
        folded.Append(place);
        return Enumerable.Range(1, folded.Count - 1).SelectMany(token => (byte[])[(byte)' ', .. folded.Token(token)]);
    }
}

public sealed class Worlds
{
    public static Arbitrary<World> Any() => World.Any.ToArbitrary();
}
