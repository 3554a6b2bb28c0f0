using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IntelShare.Bench.World;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Bench.Claims;

/// <summary>
/// One client that takes a whole collection by TAXII, and everything by the change feed, each page decided, opened and on record, beside
/// one streaming read of the same bytes from a table that holds them ready, in turns.
/// </summary>
internal static class Feeds
{
    private const int WarmUp = 15;
    private const string Member = "fr-ofast";
    private const string Collection = "/taxii2/intelshare/collections/lexicon-entry/objects/?limit=1000";
    private const string Changes = "/v1/changes?limit=1000";

    public static async Task<List<Figure>> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync($"Filling a database with {pace.Records.ToString("N0", CultureInfo.InvariantCulture)} indicators.");
        await using var database = await Database.CreateAsync(pace.Records, ct);
        await using var hub = await Child.Hub(database.Folder, database.Settings).ListeningAsync(ct);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{hub.Port}"), Timeout = Timeout.InfiniteTimeSpan };
        await RisenAsync(database.Owner, ct);
        return
        [
            .. await BesideAsync("TAXII poll of a whole collection", Collection, "objects", "objects/s", goal: 0.5, flat: true),
            .. await BesideAsync("Catch-up by the change feed", Changes, "items", "changes/s", goal: null, flat: false),
        ];

        async Task<IEnumerable<Figure>> BesideAsync(string claim, string path, string holds, string unit, double? goal, bool flat)
        {
            var (all, _) = await WalkAsync(path, holds, keep: true);
            await KeepAsync(database.Owner, all, ct);
            for (var walk = 0; walk < WarmUp; walk++)
            {
                await WalkAsync(path, holds, keep: false);
                await StreamAsync(database.Owner, ct);
            }

            var (ours, floor, ratios, bends) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < pace.Rounds; round++)
            {
                var began = Stopwatch.GetTimestamp();
                var (_, pages) = await WalkAsync(path, holds, keep: false);
                var a = all.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
                began = Stopwatch.GetTimestamp();
                await StreamAsync(database.Owner, ct);
                var b = all.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
                ours.Add(a);
                floor.Add(b);
                ratios.Add(a / b);
                // The last page but one: the last is not full.
                bends.Add(pages[^Math.Min(2, pages.Count)] / pages[0]);
            }

            var seen = string.Create(CultureInfo.InvariantCulture, $"{all.Count:N0} in pages of 1,000, {all.Sum(one => (long)one.Length) / all.Count:N0} bytes each");
            return
            [
                goal is null
                    ? new(claim, unit, Figure.Median(ours), Figure.Median(floor), Ratio: null, new(ours.Min(), ours.Max()), Goal: 10_000, seen)
                    : new(claim, unit, Figure.Median(ours), Figure.Median(floor), Figure.Median(ratios), new(ratios.Min(), ratios.Max()), goal, seen),
                .. flat ? [new Figure(claim + ": the last full page beside the first", "times", Figure.Median(bends), Floor: null, Ratio: null, new(bends.Min(), bends.Max()), Goal: 1.3, seen)] : Array.Empty<Figure>(),
            ];
        }

        // What a client does that takes everything: the next page once it has read this one.
        async Task<(List<byte[]> All, List<double> Pages)> WalkAsync(string path, string holds, bool keep)
        {
            var (all, pages) = (new List<byte[]>(), new List<double>());
            for (string? next = ""; next is not null;)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, next.Length == 0 ? path : $"{path}&{(holds == "items" ? "cursor" : "next")}={Uri.EscapeDataString(next)}");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", database.Cast.Token(Member, officer: 0, TimeProvider.System, "feed"));
                request.Headers.Add("Intel-Purpose", "cross-checking");
                request.Headers.Add("Intel-Case", "bench");
                var began = Stopwatch.GetTimestamp();
                using var answer = await http.SendAsync(request, ct);
                var page = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(ct);
                pages.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                if (keep)
                {
                    using var json = JsonDocument.Parse(page);
                    all.AddRange(json.RootElement.TryGetProperty(holds, out var some) ? some.EnumerateArray().Select(one => Encoding.UTF8.GetBytes(one.GetRawText())) : []);
                }

                next = Next(page, holds);
            }

            return (all, pages);
        }
    }

    // What the objects say is as little read as the floor reads it.
    private static string? Next(ReadOnlySpan<byte> page, string holds)
    {
        var json = new Utf8JsonReader(page);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (next, items) = (json.ValueTextEquals("next"), json.ValueTextEquals(holds));
            json.Read();
            if (next)
            {
                return json.GetString();
            }

            // The change feed always leads on.
            if (items && page[(int)json.BytesConsumed] == (byte)']')
            {
                return null;
            }

            json.Skip();
        }

        return null;
    }

    private static async Task RisenAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        while (true)
        {
            await using var waiting = owner.CreateCommand("select exists (select from intelshare.tide where at is null)");
            if (await waiting.ExecuteScalarAsync(ct) is false)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, ct);
        }
    }

    private static async Task KeepAsync(NpgsqlDataSource owner, List<byte[]> all, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using (var create = new NpgsqlCommand("drop table if exists ready; create table ready (n int primary key, object bytea not null)", connection))
        {
            await create.ExecuteNonQueryAsync(ct);
        }

        await using (var copy = await connection.BeginBinaryImportAsync("copy ready (n, object) from stdin (format binary)", ct))
        {
            foreach (var (n, one) in all.Index())
            {
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(n, ct);
                await copy.WriteAsync(one, NpgsqlDbType.Bytea, ct);
            }

            await copy.CompleteAsync(ct);
        }

        await using var analyze = new NpgsqlCommand("vacuum analyze ready", connection);
        await analyze.ExecuteNonQueryAsync(ct);
    }

    private static async Task StreamAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        await using var command = owner.CreateCommand("select object from ready order by n");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            _ = reader.GetFieldValue<byte[]>(0);
        }
    }
}
