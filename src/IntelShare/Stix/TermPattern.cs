using System.Buffers;
using System.Text;

namespace IntelShare.Stix;

/// <summary>A term and its variants as a PCRE of literals: <c>5k\+|five k</c>. An expression that is more than literals says more than a term can.</summary>
internal static class TermPattern
{
    private const string Meta = @"\^$.|?*+()[]{}";
    private static readonly SearchValues<char> Special = SearchValues.Create(Meta);

    /// <summary>The expression that finds any of them.</summary>
    public static string Write(IEnumerable<string> terms) => string.Join('|', terms.Select(Escape));

    /// <summary>The terms of an expression, none empty; null for one that is no list of literals. Case may be disregarded, since we fold it.</summary>
    public static IReadOnlyList<string>? Read(string pattern)
    {
        var terms = new List<string>();
        var term = new StringBuilder();
        for (var i = pattern.StartsWith("(?i)", StringComparison.Ordinal) ? 4 : 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                // A backslash before a letter or digit is a class, an anchor or a reference.
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] < 0x80 && !char.IsAsciiLetterOrDigit(pattern[i + 1]):
                    term.Append(pattern[++i]);
                    break;
                case '|':
                    terms.Add(term.ToString());
                    term.Clear();
                    break;
                case var letter when !Special.Contains(letter):
                    term.Append(letter);
                    break;
                default:
                    return null;
            }
        }

        terms.Add(term.ToString());
        return terms.Contains("") ? null : terms;
    }

    private static string Escape(string term) => string.Concat(term.Select(letter => Special.Contains(letter) ? $@"\{letter}" : letter.ToString()));
}
