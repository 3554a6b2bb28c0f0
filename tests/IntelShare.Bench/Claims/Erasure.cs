using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>Erasing account handles one at a time: asked, written, listed on disk and certified, beside the bare writes, in turns.</summary>
internal static class Erasure
{
    /// <summary>Erasures of one side in a round.</summary>
    private const int Each = 50;

    /// <summary>Rounds after which the run-time has compiled what matters.</summary>
    private const int Warm = 6;

    /// <summary>Milliseconds.</summary>
    private const double Goal = 20;

    private const string Body = """{"ground":"no-longer-needed","basis":"national police law"}""";

    public static async Task<Figure> MeasureAsync(Database database, Child ours, Child floor, Pace pace, CancellationToken ct)
    {
        var rounds = pace.Rounds + Warm;
        var all = new Queue<(Guid Id, string Owner)>(database.Accounts.Where((_, i) => i % (database.Accounts.Count / (2 * Each * rounds)) == 0));
        using var toOurs = await ConnectAsync(ours);
        using var toFloor = await ConnectAsync(floor);
        var buffer = new byte[1 << 16];
        List<double> ourTimes = [], floorTimes = [], medians = [];
        for (var i = 0; i < rounds; i++)
        {
            var tokens = Cast.Members.ToDictionary(member => member, member => database.Cast.Token(member, officer: 0, TimeProvider.System));
            List<double> a = new(Each), b = new(Each);
            for (var n = 0; n < Each; n++)
            {
                // The order turns too, so that neither always follows the other's commit.
                if (n % 2 == 0)
                {
                    a.Add(Erase(toOurs, tokens));
                    b.Add(Erase(toFloor, tokens));
                }
                else
                {
                    b.Add(Erase(toFloor, tokens));
                    a.Add(Erase(toOurs, tokens));
                }
            }

            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {Figure.Median(a),8:N2} {Figure.Median(b),8:N2} {Figure.Median(b) / Figure.Median(a):N2}{(i < Warm ? " (warm-up)" : "")}"));
            if (i >= Warm)
            {
                ourTimes.AddRange(a);
                floorTimes.AddRange(b);
                medians.Add(Figure.Median(a));
            }
        }

        var (median, bare) = (Figure.Median(ourTimes), Figure.Median(floorTimes));
        return new("Erasure of an account handle, 1 connection", "ms", median, bare, Ratio: null, new(medians.Min(), medians.Max()), Goal, string.Create(CultureInfo.InvariantCulture,
            $"p99 {Slowest(ourTimes):N1} ms beside {Slowest(floorTimes):N1}, of {ourTimes.Count} in turns; {bare / median:N2} of the floor's speed"));

        double Erase(Socket socket, Dictionary<string, string> tokens)
        {
            var (id, owner) = all.Dequeue();
            var request = Http.Request("POST", $"/v1/indicators/{id}/erasure", tokens[owner], Body, reference: null, match: "*");
            var began = Stopwatch.GetTimestamp();
            socket.Send(request);
            Load.Receive(socket, buffer, 200);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        async Task<Socket> ConnectAsync(Child side)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
            await socket.ConnectAsync(IPAddress.Loopback, side.Port, ct);
            return socket;
        }
    }

    private static double Slowest(List<double> times) => times.Order().ElementAt((int)(times.Count * 0.99));
}
