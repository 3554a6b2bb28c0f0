using System.Globalization;

namespace IntelShare.Api.Reports;

/// <summary>How a value stands in a table: the same whatever the machine's language.</summary>
internal static class Cell
{
    public static string? Of(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Of(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string? Of(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string? Of(double? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool said) => said ? "yes" : "no";

    public static string Of<T>(IEnumerable<T> codes) where T : struct, Enum => string.Join(' ', codes.Select(code => code.Code()));
}
