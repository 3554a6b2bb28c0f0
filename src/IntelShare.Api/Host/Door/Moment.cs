using System.Globalization;

namespace IntelShare.Api.Host.Door;

/// <summary>A moment in a query: RFC 3339, its offset said.</summary>
internal static class Moment
{
    public static bool TryRead(string? given, DateTimeOffset absent, out DateTimeOffset moment)
    {
        moment = absent;
        if (given is null)
        {
            return true;
        }

        var read = DateTimeOffset.TryParseExact(given, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out moment);
        return read && (given.EndsWith('Z') || given[^6] is '+' or '-');
    }
}
