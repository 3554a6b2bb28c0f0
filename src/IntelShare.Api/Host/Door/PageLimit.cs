using System.Globalization;

namespace IntelShare.Api.Host.Door;

/// <summary><c>limit</c> of a page: 1 to 100, or to more where pages are long, by default 50.</summary>
internal static class PageLimit
{
    public static bool TryRead(string? given, out int most, int longest = 100)
    {
        most = 50;
        return given is null || (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most >= 1 && most <= longest);
    }
}
