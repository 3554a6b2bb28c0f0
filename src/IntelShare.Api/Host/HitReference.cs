using System.Globalization;
using System.Text;

namespace IntelShare.Api.Host;

/// <summary>
/// What a hit lets its reader quote: an owner and a match key, sealed to the reader. One per owner, however many records
/// match; the same for the same question all day, and nobody else can use it.
/// </summary>
/// <param name="Owner">Member id.</param>
/// <param name="Key">The match key that was asked for.</param>
/// <param name="Day">The day (UTC) on which it was answered.</param>
internal sealed record HitReference(string Owner, byte[] Key, DateOnly Day)
{
    private const int ValidDays = 30;
    private const string DayFormat = "yyyy-MM-dd";

    public string Seal(Vault vault, string reader) =>
        vault.SealToken(Bound(reader), Encoding.UTF8.GetBytes($"{Owner}\n{Convert.ToHexString(Key)}\n{Day.ToString(DayFormat, CultureInfo.InvariantCulture)}"));

    /// <summary>What <paramref name="reader"/> was once answered; null for anything else, and for a reference older than 30 days.</summary>
    public static HitReference? Open(Vault vault, string reader, string reference, DateOnly today)
    {
        if (vault.OpenToken(Bound(reader), reference) is not { } plain || Encoding.UTF8.GetString(plain).Split('\n') is not [var owner, var key, var day])
        {
            return null;
        }

        var hit = new HitReference(owner, Convert.FromHexString(key), DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture));
        return today < hit.Day.AddDays(ValidDays) ? hit : null;
    }

    private static string Bound(string reader) => "hit\n" + reader;
}
