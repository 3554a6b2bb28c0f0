using System.Globalization;
using System.Text;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>What looking at a token costs: one endpoint with a token that was verified before beside the same without any, in turns; and a token that nobody has seen yet.</summary>
internal static class TokenCheck
{
    private const int Connections = 8;
    private const double Goal = 0.9;
    private const string Path = "/.well-known/oauth-protected-resource";

    public static async Task<IEnumerable<Figure>> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await using var database = await Database.CreateAsync(records: 1_000, ct);
        await using var hub = await Child.Hub(database.Folder, database.Settings).ListeningAsync(ct);
        var warm = Get(database.Cast.Token("fr-ofast", officer: 0, TimeProvider.System));
        var without = Encoding.ASCII.GetBytes($"GET {Path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        for (var done = 0; done < pace.Warm; done += Run(_ => warm).Requests)
        {
            Run(_ => without);
        }

        List<(double Ours, double Floor)> rounds = [];
        List<double> cold = [], coldFloor = [];
        for (var i = 0; i < pace.Rounds; i++)
        {
            // A token is believed for 30 seconds once it was verified.
            warm = Get(database.Cast.Token("fr-ofast", officer: 0, TimeProvider.System));
            rounds.Add((Run(_ => warm).PerSecond, Run(_ => without).PerSecond));
            var unseen = Enumerable.Range(0, 4_000).Select(_ => Get(database.Cast.Token("fr-ofast", officer: 0, TimeProvider.System))).ToArray();
            var next = -1;
            var round = Load.Run(hub.Port, Connections, (_, _) => unseen[Math.Min(Interlocked.Increment(ref next), unseen.Length - 1)], 200, TimeSpan.FromSeconds(0.5));
            cold.Add(round.Median * 1000);
            coldFloor.Add(Load.Run(hub.Port, Connections, (_, _) => without, 200, TimeSpan.FromSeconds(0.5)).Median * 1000);
        }

        var ratios = rounds.ConvertAll(one => one.Ours / one.Floor);
        return
        [
            new("Token check with a warm cache, 8 connections", "requests/s", Figure.Median(rounds.Select(one => one.Ours)), Figure.Median(rounds.Select(one => one.Floor)), Figure.Median(ratios), new(ratios.Min(), ratios.Max()), Goal, "the same endpoint without a token"),
            new("A token never seen before (ES256), 8 connections", "µs", Figure.Median(cold), Figure.Median(coldFloor), Ratio: null, new(cold.Min(), cold.Max()), Goal: null, string.Create(CultureInfo.InvariantCulture, $"{Figure.Median(cold) - Figure.Median(coldFloor):N0} µs more than the same endpoint without a token, client and server on the same processors")),
        ];

        Round Run(Func<int, byte[]> request) => Load.Run(hub.Port, Connections, (_, n) => request(n), 200, pace.Round);
    }

    private static byte[] Get(string token) => Encoding.ASCII.GetBytes($"GET {Path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n");
}
