using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;
using Cast = IntelShare.Bench.World.Cast;

namespace IntelShare.Bench.Claims;

/// <summary>
/// "The latest fifty for me": the page of every kind of reader, found, decided, opened and written as JSON, beside the page of
/// a reader who gets all fifty, in turns; and pages far down beside the first. Readers are the law's, so that kinds which no
/// agency of the cast is can be measured too.
/// </summary>
internal static class Latest
{
    private const int Page = 50;

    /// <summary>No kind of reader waits longer than one and a half times the full page.</summary>
    private const double Goal = 1 / 1.5;

    private const string Sizes =
        """
        select format('%s postings, %s with their indexes, in %s classes, %s of them of the full page''s audiences', (select count(*) from intelshare.posting),
            pg_size_pretty(pg_total_relation_size('intelshare.posting')), count(*), count(*) filter (where audience = any($1))) from intelshare.posting_class
        """;

    public static async Task<List<Figure>> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync($"Filling a database with {pace.Records.ToString("N0", CultureInfo.InvariantCulture)} indicators.");
        await using var database = await World.Database.CreateAsync(pace.Records, ct);
        await using var source = Api.Host.Database.Open(database.ConnectionString);
        await using var hub = await database.HubAsync(source, ct);
        var (registry, sight, clock) = (hub.Services.GetRequiredService<RegistryCache>().Current, hub.Services.GetRequiredService<Sight>(), TimeProvider.System);

        // A second agency of its country, which owns nothing: an owner's own records would fill its page.
        var france = Cast.Reader(registry, "fr-ofast", Purpose.CrossChecking, clock.GetUtcNow()) with { Member = "fr-gn", MemberToken = "member:fr-gn" };
        var norway = Cast.Reader(registry, "no-kripos", Purpose.CrossChecking, clock.GetUtcNow()) with { Member = "no-pod", MemberToken = "member:no-pod" };
        var first = new Place("the first page", france, Start());
        var figures = new List<Figure>();
        foreach (var place in Readers(france, norway, clock.GetUtcNow()))
        {
            figures.Add(await BesideAsync($"Latest 50 beside a full page: {place.Name}", place));
        }

        foreach (var depth in (int[])[200, pace.Records / 2 / Page])
        {
            figures.Add(await BesideAsync(string.Create(CultureInfo.InvariantCulture, $"Latest 50 beside a full page: page {depth:N0}"), first with { At = (await PageAsync(first, Page * (depth - 1)))[^1].At }));
        }

        // Beyond the last record a walk looks for what changed since it began.
        var all = await PageAsync(first, pace.Records);
        figures.Add(await BesideAsync("Latest 50 beside a full page: the last page", first with { At = all[^20].At }));
        await Console.Error.WriteLineAsync(await SizesAsync());
        return figures;

        async Task<string> SizesAsync()
        {
            await using var command = source.CreateCommand(Sizes);
            command.Parameters.Add(new() { Value = france.Audiences() });
            return (string)(await command.ExecuteScalarAsync(ct))!;
        }

        async Task<Figure> BesideAsync(string claim, Place place)
        {
            await Console.Error.WriteLineAsync(claim);
            var (shown, last) = (0, 0);
            for (var i = 0; i < 50; i++)
            {
                (shown, last) = ((await PageAsync(place)).Count, (await PageAsync(first)).Count);
            }

            if (last != Page + 1)
            {
                throw new InvalidOperationException("The full page is not full.");
            }

            var rounds = new List<(double Ours, double Full)>();
            for (var i = 0; i < pace.Rounds * 20; i++)
            {
                rounds.Add(i % 2 == 0 ? (await TimeAsync(place), await TimeAsync(first)) : Turned(await TimeAsync(first), await TimeAsync(place)));
            }

            var ratios = rounds.ConvertAll(round => round.Full / round.Ours);
            return new(claim, "ms", Figure.Median(rounds.Select(round => round.Ours)), Figure.Median(rounds.Select(round => round.Full)), Figure.Median(ratios),
                new(ratios.Min(), ratios.Max()), Goal, string.Create(CultureInfo.InvariantCulture, $"{Math.Min(shown, Page)} shown"));
        }

        static (double, double) Turned(double full, double ours) => (ours, full);

        async Task<double> TimeAsync(Place place)
        {
            var began = Stopwatch.GetTimestamp();
            var page = await PageAsync(place);
            JsonSerializer.SerializeToUtf8Bytes(page.Take(Page).Select(item => item.View), Json.Wire);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        async Task<List<(Walk At, object View, Told Told)>> PageAsync(Place place, int most = Page)
        {
            await using var line = new Line(source);
            return await ListIndicatorsEndpoint.FillAsync(new(line), sight, place.Reader, Narrowing.Of(place.Reader, mine: false), kind: null, place.At, most, ct);
        }
    }

    private static IEnumerable<Place> Readers(Reader france, Reader norway, DateTimeOffset now)
    {
        var nobody = france with { Member = "lu-police", MemberToken = "member:lu-police", PartyToken = "country:LU", Seats = [] };
        var estonia = nobody with { Member = "ee-kapo", MemberToken = "member:ee-kapo", PartyToken = "country:EE" };
        return
        [
            new("sees nothing, never addressed", nobody with { Member = "gb-nca", MemberToken = "member:gb-nca", PartyToken = "country:GB", PartyKind = PartyKind.ThirdCountry }, Start()),
            new("sees nothing, excluded everywhere", estonia, Start()),
            new("sees nothing, level hit-only", france with { Agreement = AgreementLevel.HitOnly }, Start()),
            new("sees 18 old records", nobody, Start()),
            new("sees some 40 %", norway, Start()),
            new("sees most, for strategic analysis", france with { Purpose = Purpose.StrategicAnalysis }, Start()),
            new("cleared for protected persons", france with { Cleared = true }, Start()),
            new("non-personal level", france with { Agreement = AgreementLevel.NonPersonal }, Start()),
            new("non-personal level, excluded in most", nobody with { Agreement = AgreementLevel.NonPersonal }, Start()),
            new("rare purpose", france with { Purpose = Purpose.InformationExchange }, Start()),
            new("operational analysis in a task force", france with { Purpose = Purpose.OperationalAnalysis }, Start()),
            new("feed", france with { Roles = new HashSet<Role> { Role.Feed } }, Start()),
            new("joined the task force three days ago", estonia with { Seats = [Seat.In("grimm", new Participation("country:EE", now.AddDays(-3), Until: null))] }, Start()),
            new("left the task force after its first month", estonia with { Seats = [Seat.In("grimm", new Participation("country:EE", now.AddDays(-900), now.AddDays(-700)))] }, Start()),
        ];
    }

    private static Walk Start() => Walk.From(since: null);

    /// <summary>Who asks, and from which place on.</summary>
    private sealed record Place(string Name, Reader Reader, Walk At);
}
