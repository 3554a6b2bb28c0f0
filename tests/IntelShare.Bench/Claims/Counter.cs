using System.Globalization;
using System.Text;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>The claims at the counter, each beside its floor: two servers in processes of their own on one database, in turns.</summary>
internal static class Counter
{
    /// <summary>A token lives ten minutes; requests are made anew for each claim.</summary>
    private const int Officers = 8;

    private const string SubmitBody =
        """
        {"kind":"lexicon-entry","content":{"term":"############","concept":"drug.cocaine","language":"und","countries":["SE","DK"],"platforms":["tiktok"],"diacritics":"exact","ambiguous":true,"context":"In an offer of small errands with a price beside it.","observedFrom":"2026-01-01","sources":["open sources"]},"evaluation":{"source":"B","information":2},"handling":{"codes":["H0"]},"release":{"full":["member-states","schengen-associated"]},"purposes":["cross-checking","strategic-analysis"],"crimeAreas":["drug-trafficking"],"retention":{"reviewBy":"@@@@@@@@@@","basis":"national police law"}}
        """;

    /// <summary>As many as one search may ask for.</summary>
    private const int Many = 1000;

    private static int submitted = 100_000_000;

    public static async Task<List<Figure>> MeasureAsync(IReadOnlyList<string> asked, Pace pace, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync($"Filling a database with {pace.Records.ToString("N0", CultureInfo.InvariantCulture)} indicators.");
        await using var database = await Database.CreateAsync(pace.Records, ct);
        await using var ours = await Child.Hub(database.Folder, database.Settings).ListeningAsync(ct);
        await using var floor = await (pace.Beside is null ? Child.Floor(database.Folder, database.Settings) : Child.Hub(database.Folder, database.Settings, pace.Beside)).ListeningAsync(ct);
        var figures = new List<Figure>();
        if (asked.Contains("search"))
        {
            figures.Add(Measure("Exact search of a term, 32 connections", 32, 0.75, 200, Searches(database, "lexicon-entry", reference: null)));
        }

        if (asked.Contains("search-sealed"))
        {
            figures.Add(Measure("Exact search of an account (sealed), 32 connections", 32, 0.65, 200, Searches(database, "account-handle", "K-2026-17")));
        }

        if (asked.Contains("search-1000"))
        {
            figures.Add(Measure("Exact search of 1,000 terms at once, 4 connections", 4, 0.5, 200, SearchesOfMany(), pace.Warm / Many));
        }

        if (asked.Contains("list"))
        {
            figures.Add(Measure("List page of 50 terms, 8 connections", 8, 0.6, 200, Lists("?kind=lexicon-entry", reference: null)));
            figures.Add(Measure("List page of 50 of all kinds, 8 connections", 8, goal: null, 200, Lists("", "K-2026-17")));
        }

        if (asked.Contains("submit"))
        {
            figures.Add(Measure("Single submit of a term, 8 connections", 8, 0.8, 201, Submits(8)));
        }

        // The last, since what it erases nobody finds any more.
        if (asked.Contains("erase"))
        {
            figures.Add(await Erasure.MeasureAsync(database, ours, floor, pace, ct));
        }

        return figures;

        Figure Measure(string claim, int connections, double? goal, int expected, Func<int, int, ReadOnlyMemory<byte>> requests, int? warm = null)
        {
            Console.Error.WriteLine(claim);
            foreach (var side in (Child[])[floor, ours])
            {
                // Compiled code before time: on a busy machine a second may pass before the first answer.
                for (var done = 0; done < (warm ?? pace.Warm); done += Load.Run(side.Port, connections, requests, expected, pace.WarmUp).Requests)
                {
                }
            }

            var rounds = new List<(Round Ours, Round Floor)>();
            for (var i = 0; i < pace.Rounds; i++)
            {
                // The order turns too, so that neither always follows the other's checkpoint.
                var first = i % 2 == 0;
                var a = One(first ? ours : floor);
                var b = One(first ? floor : ours);
                rounds.Add(first ? (a, b) : (b, a));
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {rounds[i].Ours.PerSecond,8:N0} {rounds[i].Floor.PerSecond,8:N0} {rounds[i].Ours.PerSecond / rounds[i].Floor.PerSecond:N2} {rounds[i].Ours.Cost,8:N0} {rounds[i].Floor.Cost,8:N0} {rounds[i].Floor.Cost / rounds[i].Ours.Cost:N2}"));
            }

            var ratios = rounds.ConvertAll(round => round.Ours.PerSecond / round.Floor.PerSecond);
            return new(claim, "requests/s", Figure.Median(rounds.Select(round => round.Ours.PerSecond)), Figure.Median(rounds.Select(round => round.Floor.PerSecond)), Figure.Median(ratios),
                new(ratios.Min(), ratios.Max()), goal, string.Create(CultureInfo.InvariantCulture,
                    $"p50/p99 {Latency(rounds.ConvertAll(round => round.Ours))} ms beside {Latency(rounds.ConvertAll(round => round.Floor))}; processor {Cost(rounds.Select(round => round.Ours))} µs a request beside {Cost(rounds.Select(round => round.Floor))}: {Figure.Median(rounds.Select(round => round.Floor.Cost / round.Ours.Cost)):N2}"));

            Round One(Child side)
            {
                var before = Processor.Of(side.Id, database.ServerId);
                var round = Load.Run(side.Port, connections, requests, expected, pace.Round);
                return round with { Cost = Processor.Since(before, side.Id, database.ServerId).TotalMicroseconds / Math.Max(1, round.Requests) };
            }
        }

        Func<int, int, ReadOnlyMemory<byte>> SearchesOfMany()
        {
            var tokens = Tokens(database, "fr-ofast");
            var all = database.Readable["lexicon-entry"].Take(8 * Many).Chunk(Many).Where(values => values.Length == Many)
                .Select((values, i) => Http.Request("POST", "/v1/searches", tokens[i % Officers],
                    $$"""{"queries":[{{string.Join(',', values.Select(value => $$"""{"kind":"lexicon-entry","value":"{{value}}"}"""))}}]}""", reference: null)).ToArray();
            return (connection, n) => all[(n + connection) % all.Length];
        }

        Func<int, int, ReadOnlyMemory<byte>> Lists(string query, string? reference)
        {
            var all = Tokens(database, "fr-ofast").Select(token => Http.Request("GET", "/v1/indicators" + query, token, body: null, reference)).ToArray();
            return (connection, _) => all[connection % Officers];
        }

        Func<int, int, ReadOnlyMemory<byte>> Submits(int connections)
        {
            var review = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var tokens = Tokens(database, "se-noa");
            var each = Enumerable.Range(0, connections).Select(i => Http.Request("POST", "/v1/indicators", tokens[i], SubmitBody.Replace("@@@@@@@@@@", review, StringComparison.Ordinal), reference: null, key: "############")).ToArray();
            var places = each.Select(request => (First: request.AsSpan().IndexOf("############"u8), Last: request.AsSpan().LastIndexOf("############"u8))).ToArray();
            return (connection, _) =>
            {
                var word = Corpus.Word(Interlocked.Increment(ref submitted));
                Encoding.ASCII.GetBytes(word, each[connection].AsSpan(places[connection].First));
                Encoding.ASCII.GetBytes(word, each[connection].AsSpan(places[connection].Last));
                return each[connection];
            };
        }
    }

    /// <summary>Searches of what France reads in full, one by one.</summary>
    public static Func<int, int, ReadOnlyMemory<byte>> Searches(Database database, string kind, string? reference)
    {
        var platform = kind == "account-handle" ? ",\"platform\":\"tiktok\"" : "";
        var tokens = Tokens(database, "fr-ofast");
        var all = database.Readable[kind].Take(4096)
            .Select((value, i) => Http.Request("POST", "/v1/searches", tokens[i % Officers], $$"""{"queries":[{"kind":"{{kind}}","value":"{{value}}"{{platform}}}]}""", reference)).ToArray();
        return (connection, n) => all[((n * 32) + connection) % all.Length];
    }

    private static string[] Tokens(Database database, string member) => [.. Enumerable.Range(0, Officers).Select(officer => database.Cast.Token(member, officer, TimeProvider.System))];

    private static string Latency(List<Round> rounds) => string.Create(CultureInfo.InvariantCulture,
        $"{Figure.Median(rounds.Select(round => round.Median)):N1}/{Figure.Median(rounds.Select(round => round.Slowest)):N1}");

    private static string Cost(IEnumerable<Round> rounds) => Figure.Median(rounds.Select(round => round.Cost)).ToString("N0", CultureInfo.InvariantCulture);
}
