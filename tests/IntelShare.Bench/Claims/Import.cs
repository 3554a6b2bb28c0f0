using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Bench.World;
using IntelShare.Indicators;

namespace IntelShare.Bench.Claims;

/// <summary>A file of new records: read, decided, sealed, committed, searchable and on record, beside the facts and documents alone by COPY, in turns.</summary>
internal static class Import
{
    private const string Member = "se-noa";
    private const double Goal = 0.35;
    private const int WarmUp = 4;

    public static async Task<Figure> MeasureAsync(Pace pace, CancellationToken ct)
    {
        var rows = Math.Min(pace.Records, 10_000);
        await using var database = await World.Database.CreateAsync(Math.Min(pace.Records, 10_000), ct);
        await using var hub = await Child.Hub(database.Folder, database.Settings).ListeningAsync(ct);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{hub.Port}"), Timeout = Timeout.InfiniteTimeSpan };
        var (number, ours, bare, ratios) = (500_000_000, new List<double>(), new List<double>(), new List<double>());
        for (var round = -WarmUp; round < pace.Rounds; round++)
        {
            var (a, b) = (await ImportedAsync(), rows / await database.BareAsync(Fresh(), Member, ct));
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {a,8:N0} {b,8:N0} {a / b:N2}{(round < 0 ? " (warm-up)" : "")}"));
            if (round >= 0)
            {
                ours.Add(a);
                bare.Add(b);
                ratios.Add(a / b);
            }
        }

        return new("Import of new records, one file", "rows/s", Figure.Median(ours), Figure.Median(bare), Figure.Median(ratios), new(ratios.Min(), ratios.Max()), Goal, string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows a round"));

        List<SubmitIndicator> Fresh()
        {
            var now = TimeProvider.System.GetUtcNow();
            return [.. Enumerable.Range(0, rows).Select(_ => Corpus.Submission(number++, now, now) with { Reference = "row-" + number.ToString(CultureInfo.InvariantCulture) })];
        }

        async Task<double> ImportedAsync()
        {
            var file = Encoding.UTF8.GetBytes(string.Join('\n', Fresh().Select(row => JsonSerializer.Serialize(row, Json.Wire))));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports") { Content = new ByteArrayContent(file) };
            request.Content.Headers.ContentType = new("application/x-ndjson");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", database.Cast.Token(Member, officer: 0, TimeProvider.System));
            request.Headers.Add("Idempotency-Key", $"bench-{number}");
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, ct);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var result = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(ct)).RootElement;
            return result.TryGetProperty("submitted", out var submitted) && submitted.GetInt32() == rows ? rows / seconds : throw new InvalidOperationException(result.ToString());
        }
    }
}
