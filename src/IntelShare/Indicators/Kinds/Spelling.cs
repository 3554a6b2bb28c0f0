using System.Text.RegularExpressions;

namespace IntelShare.Indicators.Kinds;

/// <summary>The ways in which platforms take different spellings for one account.</summary>
internal static class Spelling
{
    private static readonly Regex Punctuation = new(@"\(0\)|[ ()./-]", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Case is not told apart.</summary>
    public static string Lower(string handle) => handle.ToLowerInvariant();

    /// <summary>Case is not told apart, and shown in capitals.</summary>
    public static string Upper(string handle) => handle.ToUpperInvariant();

    /// <summary>Neither case nor dots are told apart (Facebook).</summary>
    public static string Dotless(string handle) => Lower(handle).Replace(".", "", StringComparison.Ordinal);

    /// <summary>A telephone number in E.164, also from <c>0046 (0)70-123 45 67</c>, bare international digits or a WhatsApp JID; any other name in lower case.</summary>
    public static string Telephone(string handle)
    {
        var bare = Punctuation.Replace(handle.Split("@s.whatsapp.net")[0], "");
        var digits = bare.TrimStart('+');
        return digits.Length < 8 || !digits.All(char.IsAsciiDigit) ? Lower(handle)
            : digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..]
            : "+" + digits;
    }
}
