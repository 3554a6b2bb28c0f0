using System.Globalization;

namespace IntelShare.Api.Host.Door;

/// <summary><c>limit</c> of a page: 1 to 100, by default 50.</summary>
internal static class PageLimit
{
    public static bool TryRead(string? given, out int most)
    {
        most = 50;
        return given is null || (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= 100);
    }
}
