using System.Buffers.Binary;
using System.Text;
using IntelShare.Unicode;

namespace IntelShare.UnicodeTable;

/// <summary>Writes the table that <see cref="CharacterTable"/> reads: a folded form and a class for each code point, in two stages.</summary>
internal sealed class TableWriter(Ucd ucd)
{
    private const int PageSize = 256;

    private static readonly HashSet<string> WithoutMarks = new(["Latin", "Greek", "Cyrillic", "Arabic", "Hebrew"], StringComparer.Ordinal);
    private static readonly HashSet<string> WithoutSpaces = new(["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"], StringComparer.Ordinal);

    private readonly List<byte> pool = [];
    private readonly Dictionary<string, int> pooled = new(StringComparer.Ordinal);

    public byte[] Write()
    {
        var pages = new Dictionary<string, int>(StringComparer.Ordinal);
        var index = new List<byte>();
        var entries = new List<uint>();
        for (var page = 0; page < 0x110000 / PageSize; page++)
        {
            var values = Enumerable.Range(page * PageSize, PageSize).Select(Entry).ToArray();
            var key = string.Join(' ', values);
            if (!pages.TryGetValue(key, out var at))
            {
                pages.Add(key, at = pages.Count);
                entries.AddRange(values);
            }

            index.Add(checked((byte)at));
        }

        var file = new byte[CharacterTable.HeaderSize + index.Count + (entries.Count * sizeof(uint)) + pool.Count];
        var version = Version.Parse(ucd.Version);
        (file[0], file[1], file[2], file[3]) = ((byte)version.Major, (byte)version.Minor, (byte)version.Build, (byte)pages.Count);
        index.CopyTo(file, CharacterTable.HeaderSize);
        for (var i = 0; i < entries.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(CharacterTable.HeaderSize + index.Count + (i * sizeof(uint))), entries[i]);
        }

        pool.CopyTo(file, file.Length - pool.Count);
        return file;
    }

    private uint Entry(int codePoint)
    {
        if (codePoint is >= 0xAC00 and <= 0xD7A3)
        {
            return CharacterTable.Pack(CharacterClass.Hangul);
        }

        if (DissolvesInNfkc(codePoint))
        {
            return CharacterTable.Pack(CharacterClass.Symbol);
        }

        int[] whole = [.. ucd.Fold(codePoint).Where(each => Simple(each) != CharacterClass.Ignorable)];
        int[] folded = [.. WithoutStrippedMarks(whole).Select(Plainest)];
        if (folded.Length == 0)
        {
            return CharacterTable.Pack(CharacterClass.Ignorable);
        }

        var classes = folded.Select(Simple).Distinct().ToArray();
        var itself = folded is [var only] && only == codePoint && whole.AsSpan().SequenceEqual(folded);
        return classes switch
        {
            [CharacterClass.Separator] => codePoint < 0x80 ? CharacterTable.Pack(CharacterClass.Separator) : Pooled(CharacterClass.Separator, folded is [< 0x80 and var sign] ? [sign] : [' '], null),
            [CharacterClass.Mark or CharacterClass.SpacingMark] when itself => CharacterTable.Pack(classes[0], ucd.CombiningClass[codePoint]),
            [var alone] when itself => CharacterTable.Pack(alone),
            [CharacterClass.Plain or CharacterClass.Letter] => Pooled(classes[0], folded, whole),
            [_] when folded.Length == 1 => Pooled(CharacterClass.Sequence, folded, null),
            _ => Pooled(CharacterClass.Sequence, folded, whole),
        };
    }

    /// <summary>Folded form, then the form that keeps its marks where that differs: its length in one byte, its bytes.</summary>
    private uint Pooled(CharacterClass sort, int[] folded, int[]? whole)
    {
        var (text, marked) = (Utf8(folded), whole is null || whole.AsSpan().SequenceEqual(folded) ? null : Utf8(whole));
        var key = $"{Convert.ToHexString(text)}|{(marked is null ? "" : Convert.ToHexString(marked))}";
        if (!pooled.TryGetValue(key, out var at))
        {
            pooled.Add(key, at = pool.Count);
            pool.AddRange(text);
            pool.AddRange(marked is null ? [] : [(byte)marked.Length, .. marked]);
        }

        return CharacterTable.Pack(sort, at, text.Length, marked is not null);
    }

    // A mark is stripped after a letter whose script is read without it, and after anything that is no letter.
    private IEnumerable<int> WithoutStrippedMarks(int[] sequence)
    {
        var kept = sequence.Length > 0 && Simple(sequence[0]) is CharacterClass.Mark or CharacterClass.SpacingMark;
        foreach (var each in sequence)
        {
            switch (Simple(each))
            {
                case CharacterClass.Mark when !kept:
                    continue;
                case CharacterClass.Mark or CharacterClass.SpacingMark:
                    break;
                case var sort:
                    kept = sort is CharacterClass.Letter or CharacterClass.Solo;
                    break;
            }

            yield return each;
        }
    }

    // Letters that their readers take for another with a mark, though Unicode does not decompose them.
    private static int Plainest(int codePoint) => codePoint switch { 'ø' => 'o', 'ł' => 'l', 'ı' => 'i', _ => codePoint };

    // Emoji that NFKC takes for letters or punctuation: Ⓜ is no "m".
    private bool DissolvesInNfkc(int codePoint) => ucd.IsEmoji[codePoint] && ucd.Fold(codePoint) is var folded && (folded.Length > 1 || folded[0] != codePoint);

    private CharacterClass Simple(int codePoint) => codePoint switch
    {
        '_' => CharacterClass.Plain,
        0x200D => CharacterClass.Joiner,
        0x20E3 => CharacterClass.Keycap,
        0x2044 or 0xFFFD or (>= 0xFDD0 and <= 0xFDEF) => CharacterClass.Separator,
        _ when (codePoint & 0xFFFE) == 0xFFFE => CharacterClass.Separator,
        >= 0x1F1E6 and <= 0x1F1FF => CharacterClass.Regional,
        >= 0x1F3FB and <= 0x1F3FF => CharacterClass.SkinTone,
        >= 0xE0020 and <= 0xE007F => CharacterClass.Tag,
        0x0640 => CharacterClass.Ignorable,
        _ when ucd.IsIgnorable[codePoint] => CharacterClass.Ignorable,
        _ when DissolvesInNfkc(codePoint) => CharacterClass.Symbol,
        _ => ucd.Category[codePoint] switch
        {
            "Mn" or "Me" => CharacterClass.Mark,
            "Mc" => CharacterClass.SpacingMark,
            ['L', _] or "Nl" when IsSolo(codePoint) => CharacterClass.Solo,
            ['L', _] => WithoutMarks.Contains(ucd.Script[codePoint]) || IsModifier(codePoint) ? CharacterClass.Plain : CharacterClass.Letter,
            ['N', _] => CharacterClass.Plain,
            "Sm" when codePoint < 0x80 => CharacterClass.Separator,
            // New emoji are unassigned in an older table.
            "Sm" or "Sc" or "So" or "Cn" or "Co" => CharacterClass.Symbol,
            _ => ucd.IsEmoji[codePoint] && codePoint >= 0x80 ? CharacterClass.Symbol : CharacterClass.Separator,
        },
    };

    // Signs that kana and Han share belong to no one script, so Unicode says Common.
    private bool IsSolo(int codePoint) => WithoutSpaces.Contains(ucd.Script[codePoint]) || codePoint is 0x3006 or 0x303C or 0x30FC or (>= 0x3031 and <= 0x3035);

    private bool IsModifier(int codePoint) => codePoint is (>= 0x02B0 and < 0x0370) or (>= 0xA720 and < 0xA800) && ucd.Script[codePoint] is "Common" or "Inherited";

    private static byte[] Utf8(int[] codePoints) => Encoding.UTF8.GetBytes(string.Concat(codePoints.Select(each => new Rune(each).ToString())));
}
