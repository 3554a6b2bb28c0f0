using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace IntelShare.Stix;

/// <summary>Moments of STIX: RFC 3339 in UTC with <c>Z</c> (STIX 2.1, section 2.16).</summary>
public static class StixTime
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss";

    private const int Milliseconds = 23;
    private const int Microseconds = 26;

    private static readonly Regex Shape = new(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,30})?Z\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>
    /// <c>created</c> of everything: the day of the extension's definition. One moment for all, since readers must not learn when
    /// a record was first written.
    /// </summary>
    public static DateTimeOffset Created { get; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>In milliseconds where that is exact, as <c>created</c> must be, else in microseconds, as PostgreSQL keeps them.</summary>
    public static string Write(DateTimeOffset moment) =>
        string.Concat(moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture).AsSpan(0, moment.Ticks % TimeSpan.TicksPerMillisecond == 0 ? Milliseconds : Microseconds), "Z");

    /// <summary>Reads any precision, cut to 100 ns; null for what is no such moment.</summary>
    public static DateTimeOffset? Read(string text)
    {
        if (!Shape.IsMatch(text))
        {
            return null;
        }

        var fraction = text[19..^1].TrimStart('.');
        return DateTimeOffset.TryParseExact(text[..19], Seconds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var whole)
            ? whole.AddTicks(long.Parse(fraction.PadRight(7, '0').AsSpan(0, 7), NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>The version told at a moment: no version is older than <see cref="Created"/>.</summary>
    internal static DateTimeOffset Version(DateTimeOffset toldAt) => toldAt < Created ? Created : toldAt;

    /// <summary>The beginning of a day.</summary>
    internal static DateTimeOffset Of(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The last day that was whole when <paramref name="moment"/> came.</summary>
    internal static DateOnly DayBefore(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime.AddTicks(moment.UtcTicks > 0 ? -1 : 0));

    internal sealed class Converter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && StixTime.Read(reader.GetString()!) is { } moment ? moment : throw new JsonException("Expected a moment in UTC.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(StixTime.Write(value));
    }
}
