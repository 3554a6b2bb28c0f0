using System.Runtime.InteropServices;

namespace IntelShare.Scan;

/// <summary>How something was found.</summary>
public enum Via
{
    /// <summary>As it is known: a term in its folded form, an account as searches read it.</summary>
    Term,

    /// <summary>Disguised: spaced, repeated, digits for letters, letters of another script that look alike.</summary>
    Evasion,

    /// <summary>By a rule: what it describes stands near each other.</summary>
    Rule,
}

/// <summary>One entry found at one place. Entries of one place stand in a row.</summary>
/// <param name="Text">Number of the text within the batch.</param>
/// <param name="Entry">As it was added.</param>
/// <param name="Start">First byte of the text's UTF-8.</param>
/// <param name="End">Behind the last byte, and what is invisible after it.</param>
/// <param name="StartUtf16">The same in UTF-16 units.</param>
/// <param name="EndUtf16">The same in UTF-16 units.</param>
/// <param name="Via">How it was found.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Match(int Text, int Entry, int Start, int End, int StartUtf16, int EndUtf16, Via Via);

/// <summary>What a scan finds; its memory is used again.</summary>
/// <param name="most">Most matches that are kept; only what the reader may see counts.</param>
public sealed class Matches(int most = int.MaxValue)
{
    private Match[] items = new Match[16];
    private ulong[] order = [];

    public int Count { get; private set; }

    /// <summary>True when there were more.</summary>
    public bool Truncated { get; private set; }

    /// <summary>In the order of texts; in each by their beginning, those in disguise behind the others.</summary>
    public ReadOnlySpan<Match> Items => items.AsSpan(0, Count);

    /// <summary>Those of one text of a batch.</summary>
    public ReadOnlySpan<Match> Of(int text)
    {
        var first = FirstOf(text);
        return items.AsSpan(first, FirstOf(text + 1) - first);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => (Count, Truncated) = (0, false);

    internal bool Add(in Match match)
    {
        if (Count == most)
        {
            Truncated = true;
            return false;
        }

        if (Count == items.Length)
        {
            Array.Resize(ref items, items.Length * 2);
        }

        items[Count++] = match;
        return true;
    }

    internal Span<Match> From(int first) => items.AsSpan(first, Count - first);

    /// <summary>Puts those from one on into the order of their texts; those of a text stay as they stand.</summary>
    internal void OrderFrom(int first)
    {
        var some = From(first);
        order = order.Length < some.Length ? new ulong[items.Length] : order;
        for (var i = 0; i < some.Length; i++)
        {
            order[i] = ((ulong)some[i].Text << 32) | (uint)i;
        }

        order.AsSpan(0, some.Length).Sort(some);
    }

    private int FirstOf(int text)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = items[middle].Text < text ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
