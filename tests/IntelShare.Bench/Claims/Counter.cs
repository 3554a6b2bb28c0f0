using System.Globalization;
using System.Text;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>The claims at the counter, each beside its floor: two servers in processes of their own on one database, in turns.</summary>
internal static class Counter
{
    /// <summary>By name, in the order in which they are measured.</summary>
    public static readonly string[] Claims = ["search", "search-sealed", "search-1000", "list", "submit", "erase"];

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
            // The first of all: it warms up what requests of every kind go through.
            figures.Add(Measure("Exact search of a term, 32 connections", 32, 0.75, 200, Searches(database, "lexicon-entry", reference: null), 5 * pace.Warm));
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
            figures.Add(Measure("List page of 50 terms, 8 connections", 8, 0.6, 200, Gets(database, "/v1/indicators?kind=lexicon-entry", reference: null)));
            figures.Add(Measure("List page of 50 of all kinds, 8 connections", 8, goal: null, 200, Gets(database, "/v1/indicators", "K-2026-17")));
        }

        if (asked.Contains("submit"))
        {
            figures.Add(Measure("Single submit of a term, 8 connections", 8, 0.8, 201, Submits(database, 8)));
        }

        // The last, since what it erases nobody finds any more.
        if (asked.Contains("erase"))
        {
            figures.Add(await Erasure.MeasureAsync(database, ours, floor, pace, ct));
        }

        return figures;

        Figure Measure(string claim, int connections, double? goal, int expected, Func<int, int, ReadOnlyMemory<byte>> requests, int? warm = null) =>
            InTurns.Measure(claim, new(ours, database.ServerId, requests), new(floor, database.ServerId, requests), connections, goal, expected, warm is null ? pace : pace with { Warm = warm.Value });

        Func<int, int, ReadOnlyMemory<byte>> SearchesOfMany()
        {
            var tokens = Tokens(database, "fr-ofast");
            var all = database.Readable["lexicon-entry"].Take(8 * Many).Chunk(Many).Where(values => values.Length == Many)
                .Select((values, i) => Http.Request("POST", "/v1/searches", tokens[i % Officers],
                    $$"""{"queries":[{{string.Join(',', values.Select(value => $$"""{"kind":"lexicon-entry","value":"{{value}}"}"""))}}]}""", reference: null)).ToArray();
            return (connection, n) => all[(n + connection) % all.Length];
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

    /// <summary>France gets the same again and again.</summary>
    public static Func<int, int, ReadOnlyMemory<byte>> Gets(Database database, string path, string? reference)
    {
        var all = Tokens(database, "fr-ofast").Select(token => Http.Request("GET", path, token, body: null, reference)).ToArray();
        return (connection, _) => all[connection % Officers];
    }

    /// <summary>Sweden submits terms that nobody submitted yet.</summary>
    public static Func<int, int, ReadOnlyMemory<byte>> Submits(Database database, int connections)
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

    private static string[] Tokens(Database database, string member) => [.. Enumerable.Range(0, Officers).Select(officer => database.Cast.Token(member, officer, TimeProvider.System))];
}
