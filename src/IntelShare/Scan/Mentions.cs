using System.Text;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Scan;

/// <summary>A place of a text where an account is named.</summary>
/// <param name="Start">First byte of the text's UTF-8.</param>
/// <param name="End">Behind the last byte, and what is invisible after it.</param>
/// <param name="StartUtf16">The same in UTF-16 units.</param>
/// <param name="EndUtf16">The same in UTF-16 units.</param>
/// <param name="Names">The accounts that may be meant, as <see cref="AccountHandle.LookUp"/> gives them.</param>
public readonly record struct Mention(int Start, int End, int StartUtf16, int EndUtf16, IReadOnlyList<string> Names);

/// <summary>
/// Finds where texts name accounts: <c>@name</c>, which names no platform, and profile URLs. What stands there is read as a search reads it.
/// The time grows with the texts alone. For one thread at a time.
/// </summary>
/// <param name="mostSpellings">Most distinct spellings that are read, over all texts.</param>
/// <param name="mostPlaces">Most places, over all texts.</param>
public sealed partial class Mentions(int mostSpellings, int mostPlaces)
{
    /// <summary>As long as what is searched for, in code points.</summary>
    private const int Longest = 2048;

    private readonly Dictionary<string, IReadOnlyList<string>> read = new(StringComparer.Ordinal);
    private int places;

    /// <summary>Finds the places of one text, by their beginning.</summary>
    /// <param name="utf8">The text; bytes that are no UTF-8 separate.</param>
    /// <param name="into">Where they are added.</param>
    /// <returns>False where a bound left some out.</returns>
    public bool Read(ReadOnlySpan<byte> utf8, ICollection<Mention> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var walk = new Walk(this, utf8, into);
        walk.Go();
        return walk.Whole;
    }

    private bool TakePlace() => places < mostPlaces && ++places > 0;

    /// <summary>The accounts that a spelling names; null where no more are read.</summary>
    private IReadOnlyList<string>? NamesOf(ReadOnlySpan<byte> spelled)
    {
        if (spelled.Length > 4 * Longest || (Encoding.UTF8.GetString(spelled) is var spelling && Text.Length(spelling) > Longest))
        {
            return [];
        }

        if (!read.TryGetValue(spelling, out var names) && read.Count < mostSpellings)
        {
            read[spelling] = names = AccountHandle.LookUp(spelling, platform: null) ?? [];
        }

        return names;
    }
}
