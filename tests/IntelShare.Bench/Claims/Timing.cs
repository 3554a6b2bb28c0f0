using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>
/// Whether the clock tells what the answer does not: searches for values of records that the reader may not even know of, and
/// for values that nobody holds, in turns over one connection, every value once.
/// </summary>
internal static class Timing
{
    public static async Task<Figure> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await using var database = await Database.CreateAsync(pace.Records, ct);
        await using var hub = await Child.Hub(database.Folder, database.Settings).ListeningAsync(ct);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, hub.Port, ct);
        var buffer = new byte[1 << 16];
        var each = Math.Min(10_000, database.Hidden.Count);
        var token = "";
        List<double> hidden = new(each), miss = new(each);
        for (var i = -1000; i < each; i++)
        {
            token = i % 1000 == 0 ? database.Cast.Token("fr-ofast", officer: 0, TimeProvider.System) : token;
            var (a, b) = (database.Hidden[(i + each) % each], Corpus.Word(500_000_000 + i));

            // The order turns too, so that neither always follows the other.
            var (first, second) = i % 2 == 0 ? (a, b) : (b, a);
            var (one, two) = (Ask(first), Ask(second));
            if (i >= 0)
            {
                hidden.Add(i % 2 == 0 ? one : two);
                miss.Add(i % 2 == 0 ? two : one);
            }
        }

        var (ours, floor) = (Figure.Median(hidden), Figure.Median(miss));
        return new($"Search of a hidden value beside a true miss, 2 x {each.ToString("N0", CultureInfo.InvariantCulture)} in turns", "µs", ours, floor, floor / ours, new(floor / ours, floor / ours), 0.95, string.Create(CultureInfo.InvariantCulture,
            $"medians differ by {(ours / floor - 1) * 100:N1} %; quartiles {Quartile(hidden, 1):N0} to {Quartile(hidden, 3):N0} beside {Quartile(miss, 1):N0} to {Quartile(miss, 3):N0}"));

        double Ask(string value)
        {
            var request = Http.Request("POST", "/v1/searches", token, $$"""{"queries":[{"kind":"lexicon-entry","value":"{{value}}"}]}""", reference: null);
            var began = Stopwatch.GetTimestamp();
            socket.Send(request);
            Load.Receive(socket, buffer, 200);
            return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }
    }

    private static double Quartile(List<double> values, int nth) => values.Order().ElementAt(values.Count * nth / 4);
}
