using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace IntelShare.Unicode;

/// <summary>What a character does to the tokens of a text.</summary>
public enum CharacterClass
{
    /// <summary>Ends a token; one byte when folded.</summary>
    Separator,

    /// <summary>Part of a word; marks after it are stripped: letters of Latin, Greek, Cyrillic, Arabic and Hebrew, digits, <c>_</c>.</summary>
    Plain,

    /// <summary>Part of a word; marks after it make another letter: all other scripts that part words by spaces.</summary>
    Letter,

    /// <summary>A vowel sign with a width of its own: part of the word or of the single character before it; carries its canonical combining class.</summary>
    SpacingMark,

    /// <summary>Kept or stripped as the letter before it says; carries its canonical combining class.</summary>
    Mark,

    /// <summary>A token by itself: scripts without spaces (Han, kana, Thai, Lao, Khmer, Myanmar).</summary>
    Solo,

    /// <summary>Emoji, currency and other symbols: a token by itself.</summary>
    Symbol,

    /// <summary>U+1F3FB-1F3FF: dropped after a symbol, else a symbol.</summary>
    SkinTone,

    /// <summary>U+200D: joins symbols, dropped elsewhere.</summary>
    Joiner,

    /// <summary>U+1F1E6-1F1FF: two make a flag.</summary>
    Regional,

    /// <summary>U+E0020-E007F: part of a flag of a region, dropped elsewhere.</summary>
    Tag,

    /// <summary>U+20E3: makes a symbol of <c>#</c> and <c>*</c>.</summary>
    Keycap,

    /// <summary>Invisible: dropped.</summary>
    Ignorable,

    /// <summary>A precomposed syllable: folded to its letters by arithmetic.</summary>
    Hangul,

    /// <summary>Folded to several characters, each with its own class.</summary>
    Sequence,
}

/// <summary>
/// The Unicode Character Database as folding needs it: class and folded form (NFKD, case-folded, marks stripped where the script is read without
/// them) of every code point. Made by <c>tests/IntelShare.UnicodeTable</c>; the same on every machine, with or without ICU.
/// </summary>
public static class CharacterTable
{
    /// <summary>Bytes of the file before its index: version in three, number of pages in one.</summary>
    public const int HeaderSize = 4;

    private const int Pages = 0x1100;
    private const int MarkedBit = 1 << 10;

    private static readonly byte[] Content = Read();
    private static readonly uint[] Entries = ReadEntries();
    private static readonly byte[] Pool = [.. Content.AsSpan(HeaderSize + Pages + (Entries.Length * sizeof(uint))), .. new byte[sizeof(ulong)]];

    /// <summary>The version of Unicode that the table was made from: <c>17.0.0</c>.</summary>
    public static string Version => $"{Content[0]}.{Content[1]}.{Content[2]}";

    /// <summary>One entry: class in bits 0-3, length of the folded form in bytes in 4-9, bit 10 where a form with its marks follows it, place in the pool or combining class above.</summary>
    public static uint Pack(CharacterClass sort, int at = 0, int length = 0, bool marked = false) =>
        (uint)sort | (checked((uint)length) << 4) | (marked ? MarkedBit : 0u) | (checked((uint)at) << 11);

    /// <summary>The entry of a code point up to U+10FFFF.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Of(int codePoint) => Entries[(Content[HeaderSize + (codePoint >> 8)] << 8) | (codePoint & 0xFF)];

    internal static CharacterClass ClassOf(uint entry) => (CharacterClass)(entry & 0xF);

    /// <summary>True when the folded form is the character itself.</summary>
    internal static bool IsItself(uint entry) => (entry & 0x3F0) == 0;

    internal static bool IsMarked(uint entry) => (entry & MarkedBit) != 0;

    internal static int CombiningClassOf(uint entry) => (int)(entry >> 11);

    /// <summary>Part of a word with a folded form of at most eight bytes, by far the most frequent of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsShortLetter(uint entry) => (entry & 0xF) - 1 <= 1 && (entry & 0x3F0) <= 0x80;

    /// <summary>The folded form of a short letter in the first of eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong ShortFolded(uint entry, out int size)
    {
        size = (int)((entry >> 4) & 0x3F);
        return Unsafe.ReadUnaligned<ulong>(ref Pool[entry >> 11]);
    }

    /// <summary>The folded form in UTF-8, where it is not the character itself.</summary>
    internal static ReadOnlySpan<byte> Folded(uint entry) => Pool.AsSpan((int)(entry >> 11), (int)((entry >> 4) & 0x3F));

    /// <summary>The folded form with its marks, where the entry is marked.</summary>
    internal static ReadOnlySpan<byte> Marked(uint entry)
    {
        var at = (int)(entry >> 11) + (int)((entry >> 4) & 0x3F);
        return Pool.AsSpan(at + 1, Pool[at]);
    }

    private static byte[] Read()
    {
        using var stream = typeof(CharacterTable).Assembly.GetManifestResourceStream(typeof(CharacterTable), "characters.bin")!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    private static uint[] ReadEntries()
    {
        var entries = new uint[Content[3] * 256];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = BinaryPrimitives.ReadUInt32LittleEndian(Content.AsSpan(HeaderSize + Pages + (i * sizeof(uint))));
        }

        return entries;
    }
}
