using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace IntelShare.Tests;

/// <summary>Text as the worst of posts: letters of many scripts, marks, emoji parts and invisible characters in any order, halves of characters too.</summary>
internal static class Unicode
{
    private static readonly string[] Pieces =
    [
        "a", "B", "k", "5", "0", " ", "  ", "\n", "-", "_", "#", "*", "@", ".", "!", "$", "€", "+", "½", "…",
        "ß", "ẞ", "ø", "ł", "ı", "İ", "ς", "Σ", "é", "e\u0301", "ñ", "ж", "й", "ώ", "が", "か\u3099", "한", "ᄒ", "ᅡ", "ไ", "ก\u0E48", "क\u093E\u0902", "ע\u05B7", "ش\u064F",
        "ｋ", "𝓬", "Ⓚ", "ﬁ", "ﷺ", "™", "Ⓜ", "‼", "㊗",
        "❄", "👍", "👩", "🌾", "🏴", "☠", "🇸", "🇪", "🏽", "🏿", "🍕", "\U0001FADF",
        "\u0301", "\u0338", "\u20E3", "\uFE0F", "\uFE0E", "\u200B", "\u200C", "\u200D", "\u202E", "\u2066", "\u00AD", "\u3164", "\u034F", "\uFEFF", "\uFFFD", "\uFFFE", "\uFFFF",
        "\U000E0067", "\U000E007F", "\uD83D", "\uDE00", "\0", "/", ":", "?", "%", "%2F", "=", "id:",
    ];

    public static readonly Gen<string> Text =
        from pieces in Gen.OneOf(Gen.Elements(Pieces), Gen.Choose(0, 0x10FFFF).Where(Rune.IsValid).Select(value => new Rune(value).ToString())).ListOf()
        select string.Concat(pieces);

    private static readonly string[] Frequent =
    [
        "a", "B", "k", "5", " ", "#", "_", ",", "ä", "É", "ß", "ÿ", "ſ", "а", "к", "ь", "Ж", "П", "Р", "Я", "й", "Й", "ё", "Ї", "س", "ا", "آ", "国", "一", "龥", "あ", "が", "カ", "䷀",
        "🍕", "👍", "👩", "🌾", "🏽", "🏴", "🏳", "🇸", "🇪", "\u200D", "\uFE0F", "\u0301", "\u3099", "\U000E0067", "$",
    ];

    public static readonly Gen<string> FrequentText =
        from length in Gen.Choose(1, 120)
        from pieces in Gen.Elements(Frequent).ListOf(length)
        select string.Concat(pieces);
}

public sealed class TextOfManyScripts
{
    public static Arbitrary<string> Strings() => Unicode.FrequentText.ToArbitrary();
}

public sealed class UnicodeText
{
    public static Arbitrary<string> Strings() => Unicode.Text.ToArbitrary();
}
