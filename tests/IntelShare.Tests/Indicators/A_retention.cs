using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class A_retention
{
    private static IEnumerable<string> Check(string today, string? reviewBy, bool isProtected = false) =>
        new Retention(reviewBy is null ? null : Day(reviewBy), "Polisdatalagen").Check(Day(today), isProtected).Select(refusal => $"{refusal.Code} {refusal.Pointer}");

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-05-12", "2026-05-11", "review-in-the-past /reviewBy")]
    [InlineData("2026-05-12", "2026-05-12", "review-in-the-past /reviewBy")]
    [InlineData("2026-05-12", "2026-05-13")]
    [InlineData("2026-05-12", "2029-05-12")]
    [InlineData("2026-05-12", "2029-05-13", "review-too-late /reviewBy")]
    [InlineData("2028-02-29", "2031-02-28")]
    [InlineData("2028-02-29", "2031-03-01", "review-too-late /reviewBy")]
    [InlineData("2025-02-28", "2028-02-28")]
    [InlineData("2025-02-28", "2028-02-29", "review-too-late /reviewBy")]
    [InlineData("2026-05-12", null, "required /reviewBy")]
    public void lasts_three_years_at_most(string today, string? reviewBy, params string[] refusals) => Assert.Equal(refusals, Check(today, reviewBy));

    [Theory]
    [InlineData("2026-05-12", "2027-05-12")]
    [InlineData("2026-05-12", "2027-05-13", "review-too-late /reviewBy")]
    [InlineData("2028-02-29", "2029-02-28")]
    [InlineData("2028-02-29", "2029-03-01", "review-too-late /reviewBy")]
    public void lasts_one_year_at_most_for_protected_persons(string today, string reviewBy, params string[] refusals) => Assert.Equal(refusals, Check(today, reviewBy, isProtected: true));

    [Theory]
    [InlineData(null, "required /basis")]
    [InlineData("\u2060", "required /basis")]
    [InlineData("Dataskyddslagen\u0000", "text-not-clean /basis")]
    public void names_its_basis(string? basis, string refusal) =>
        Assert.Equal([refusal], new Retention(Day("2027-01-01"), basis).Check(Day("2026-05-12"), isProtected: false).Select(r => $"{r.Code} {r.Pointer}"));

    [Fact]
    public void counts_days_in_utc()
    {
        var lateEveningInStockholm = new DateTimeOffset(2026, 5, 13, 1, 0, 0, TimeSpan.FromHours(2));
        Given.Submit(Cast.Slang() with { Retention = new(Day("2029-05-13"), "Polisdatalagen") }, lateEveningInStockholm).ThenRefused("review-too-late /retention/reviewBy");
        Given.Submit(Cast.Slang() with { Retention = new(Day("2029-05-12"), "Polisdatalagen") }, lateEveningInStockholm).Then();
    }
}
