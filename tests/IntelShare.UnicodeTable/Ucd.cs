using System.Globalization;

namespace IntelShare.UnicodeTable;

/// <summary>What the table needs of the Unicode Character Database, by code point.</summary>
internal sealed class Ucd
{
    private const int CodePoints = 0x110000;

    private readonly int[]?[] decompositions = new int[CodePoints][];
    private readonly int[]?[] caseFoldings = new int[CodePoints][];

    private Ucd()
    {
    }

    public string Version { get; private set; } = "";

    /// <summary>General category; <c>Cn</c> where unassigned.</summary>
    public string[] Category { get; } = [.. Enumerable.Repeat("Cn", CodePoints)];

    public byte[] CombiningClass { get; } = new byte[CodePoints];

    public string[] Script { get; } = [.. Enumerable.Repeat("Unknown", CodePoints)];

    public bool[] IsEmoji { get; } = new bool[CodePoints];

    public bool[] IsIgnorable { get; } = new bool[CodePoints];

    public static async Task<Ucd> ReadAsync(string folder)
    {
        var ucd = new Ucd();
        string[][] rows = [.. (await File.ReadAllLinesAsync(Path.Combine(folder, "UnicodeData.txt"))).Select(line => line.Split(';'))];
        for (var i = 0; i < rows.Length; i++)
        {
            var first = Hex(rows[i][0]);
            var last = rows[i][1].EndsWith(", First>", StringComparison.Ordinal) ? Hex(rows[++i][0]) : first;
            for (var at = first; at <= last; at++)
            {
                ucd.Category[at] = rows[i][2];
                ucd.CombiningClass[at] = byte.Parse(rows[i][3], CultureInfo.InvariantCulture);
                ucd.decompositions[at] = rows[i][5].Length == 0 ? null : Sequence(rows[i][5][(rows[i][5].IndexOf('>', StringComparison.Ordinal) + 1)..]);
            }
        }

        var folding = await File.ReadAllLinesAsync(Path.Combine(folder, "CaseFolding.txt"));
        ucd.Version = folding[0].Split('-', '.') is [_, var major, var minor, var update, ..] ? $"{major}.{minor}.{update}" : "";
        foreach (var fields in folding.Select(Fields).Where(fields => fields is [_, "C" or "F", ..]))
        {
            ucd.caseFoldings[Hex(fields[0])] = Sequence(fields[2]);
        }

        // The iota subscript is a mark, and stripped; as a letter of its own it would come back.
        ucd.caseFoldings[0x0345] = null;
        await foreach (var (at, value) in PropertiesAsync(Path.Combine(folder, "Scripts.txt")))
        {
            ucd.Script[at] = value;
        }

        await foreach (var (at, _) in PropertiesAsync(Path.Combine(folder, "emoji-data.txt")).Where(row => row.Value == "Emoji"))
        {
            ucd.IsEmoji[at] = true;
        }

        await ucd.ReadIgnorableAsync(Path.Combine(folder, "PropList.txt"));
        return ucd;
    }

    /// <summary>The code point decomposed for compatibility and case-folded until nothing changes, marks in canonical order (NFKD of UAX #15, toCasefold of the core specification).</summary>
    public int[] Fold(int codePoint)
    {
        var (before, after) = (Array.Empty<int>(), new[] { codePoint });
        while (!before.AsSpan().SequenceEqual(after))
        {
            before = after;
            after = Ordered([.. before.SelectMany(Decompose).SelectMany(each => caseFoldings[each] ?? [each]).SelectMany(Decompose)]);
        }

        return after;
    }

    private IEnumerable<int> Decompose(int codePoint) =>
        decompositions[codePoint] is { } parts ? parts.SelectMany(Decompose) : [codePoint];

    private int[] Ordered(int[] sequence)
    {
        for (var i = 0; i < sequence.Length; i++)
        {
            for (var j = i; j > 0 && CombiningClass[sequence[j]] > 0 && CombiningClass[sequence[j - 1]] > CombiningClass[sequence[j]]; j--)
            {
                (sequence[j - 1], sequence[j]) = (sequence[j], sequence[j - 1]);
            }
        }

        return sequence;
    }

    // Default_Ignorable_Code_Point as DerivedCoreProperties.txt defines it.
    private async Task ReadIgnorableAsync(string propList)
    {
        for (var at = 0; at < CodePoints; at++)
        {
            IsIgnorable[at] = Category[at] == "Cf" && at is not ((>= 0xFFF9 and <= 0xFFFB) or (>= 0x13430 and <= 0x1343F));
        }

        var rows = await PropertiesAsync(propList).ToListAsync();
        foreach (var (at, value) in rows.Where(row => row.Value is "Other_Default_Ignorable_Code_Point" or "Variation_Selector"))
        {
            IsIgnorable[at] = true;
        }

        foreach (var (at, _) in rows.Where(row => row.Value is "White_Space" or "Prepended_Concatenation_Mark"))
        {
            IsIgnorable[at] = false;
        }
    }

    private static async IAsyncEnumerable<(int At, string Value)> PropertiesAsync(string file)
    {
        await foreach (var line in File.ReadLinesAsync(file))
        {
            if (Fields(line) is not [var range, var value, ..])
            {
                continue;
            }

            var ends = range.Split("..");
            for (var at = Hex(ends[0]); at <= Hex(ends[^1]); at++)
            {
                yield return (at, value);
            }
        }
    }

    private static string[] Fields(string line) => line.Split('#')[0].Split(';', StringSplitOptions.TrimEntries);

    private static int[] Sequence(string hex) => [.. hex.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Hex)];

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
