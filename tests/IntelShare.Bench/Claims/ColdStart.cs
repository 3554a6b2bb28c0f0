using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>The embedded default as shipped: from the start of the process to the first answered search, and what it holds in memory after work.</summary>
internal static class ColdStart
{
    private const int Requests = 10_000;

    public static async Task<List<Figure>> MeasureAsync(Pace pace, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("intelshare-start-");
        try
        {
            (string, string)[] settings = [("IntelShare__DataDirectory", Path.Combine(folder.FullName, "data")), .. Database.Unlimited];
            var first = await StartAsync();
            await first.Hub.DisposeAsync();
            var starts = new List<double>();
            for (var i = 0; i < pace.Rounds; i++)
            {
                var (hub, seconds) = await StartAsync();
                await hub.DisposeAsync();
                starts.Add(seconds);
            }

            var (last, _) = await StartAsync();
            await using var _ = last;
            var idle = last.Memory;
            var search = Search();
            var done = 0;
            while (done < Requests)
            {
                done += Load.Run(last.Port, 32, (_, _) => search, 200, TimeSpan.FromSeconds(1)).Requests;
            }

            return
            [
                new("Cold start to the first answer, existing data directory", "s", Figure.Median(starts), Floor: null, Ratio: null, new(starts.Min(), starts.Max()), 3,
                    string.Create(CultureInfo.InvariantCulture, $"PostgreSQL started too; the very first start, which seeds, took {first.Seconds:N1} s")),
                new("Resident memory after 10,000 requests", "MB", last.Memory, Floor: null, Ratio: null, new(last.Memory, last.Memory), 300,
                    string.Create(CultureInfo.InvariantCulture, $"{idle:N0} MB at the first answer; {done:N0} searches on 32 connections")),
            ];

            async Task<(Child Hub, double Seconds)> StartAsync()
            {
                var began = Stopwatch.GetTimestamp();
                var hub = Child.Hub(folder.FullName, settings);
                await hub.ListeningAsync(ct);
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, hub.Port, ct);
                socket.Send(Search());
                Load.Receive(socket, new byte[1 << 16], 200);
                return (hub, Stopwatch.GetElapsedTime(began).TotalSeconds);
            }

            byte[] Search()
            {
                var key = ClientKey.Read(File.ReadAllText(Path.Combine(folder.FullName, "data", "demo", "fr-ofast.jwk.json")));
                return Http.Request("POST", "/v1/searches", key.Sign(TimeProvider.System.GetUtcNow()), """{"queries":[{"kind":"lexicon-entry","value":"jappning"}]}""", reference: null);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
