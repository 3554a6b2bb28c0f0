using System.Text.RegularExpressions;

namespace IntelShare.Indicators.Kinds;

/// <summary>
/// Finds what points at one person in text that must point at none: handles, e-mail addresses, telephone numbers, profile URLs,
/// payment addresses.
/// A net for mistakes, tuned not to catch amounts, dates and years; names are beyond it.
/// </summary>
internal static class PersonalIdentifiers
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex HandleOrMail = new(@"(?:\A|[^\w])@[0-9_.]*\p{L}\w+|[\w.+-]+@[\w-]+\.\w\w", Linear);

    // International (+46, 0046), national with its trunk 0, nine or more digits in a row, and the North American grouping.
    private static readonly Regex Telephone = new(
        @"(?:\A|[^\w+])(?:(?:\+|00) ?[1-9](?:[ ()./-]{0,2}[0-9]){7,14}|\(?0[1-9](?:[ ()./-]{0,2}[0-9]){7,12}|(?:[0-9]{9,15}|\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4})(?:[^\w]|\z))", Linear);

    // An IBAN in groups of four, or what is as long as the shortest address.
    private static readonly Regex Address = new(@"\b[A-Za-z]{2}[0-9]{2}(?:[ -][A-Za-z0-9]{4}){2,7}(?:[ -][A-Za-z0-9]{1,3})?|[A-Za-z0-9]{15,}", Linear);

    private static readonly char[] Around = [.. "()[]{}<>\"'.,;:!?*~«»“”„…"];

    private static readonly Regex Date = new(@"\b(?:[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})\b", Linear);

    /// <summary>True when at least one stands in the text, also in fullwidth digits, keycap emoji or with invisible characters between.</summary>
    public static bool StandIn(string text)
    {
        var visible = Folding.Visible(text).Replace("\u20E3", "", StringComparison.Ordinal);
        return HandleOrMail.IsMatch(visible)
            || Telephone.IsMatch(Date.Replace(visible, ";"))
            || Address.Matches(visible).Any(match => PaymentSchemes.IsVerified(match.Value))
            || visible.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim(Around)).Any(word => (Platforms.OfUrl(word) is { } platform && platform.ReadUrl(word) is not null) || PaymentSchemes.IsUrl(word));
    }
}
