using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.FaultLab.Hubs;
using Npgsql;

namespace IntelShare.Api.Tests.Faults;

/// <summary>A file is brought in while another agency follows by the change feed and polls by TAXII; the hub is killed twice on the way, once with its database.</summary>
public sealed class Exchanging_while_the_hub_is_killed : IDisposable
{
    private const int Rows = 2_000;
    private const int Bad = Rows / 100;
    private static readonly (int At, bool Both)[] Kills = [(400, false), (1_200, true)];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-");

    [Fact]
    public async Task neither_loses_nor_repeats_a_record()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no SIGKILL");
        var (ct, clock) = (TestContext.Current.CancellationToken, TimeProvider.System);
        using var hub = new EmbeddedHub(Path.Combine(folder.FullName, "data"), clock);
        hub.Start();
        await hub.ReadyAsync(replaced: null, ct);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var (changes, polled) = (new Follower("/v1/changes?limit=100", "cursor"), new Follower(Polling.Collections + "lexicon-entry/objects/?limit=100", "next"));
        var following = Task.WhenAll(changes.RunAsync(hub, clock, over.Token), polled.RunAsync(hub, clock, over.Token));
        var importing = ImportAsync(hub, clock, ct);
        foreach (var (at, both) in Kills)
        {
            while (await CountAsync(hub, "select count(*) from intelshare.import_row", ct) < at)
            {
                Assert.False(importing.IsCompleted, "The import ended before it was killed.");
                await Task.Delay(TimeSpan.FromMilliseconds(20), clock, ct);
            }

            var killed = both ? hub.KillDatabase() : null;
            hub.Kill();
            hub.Start();
            await hub.ReadyAsync(killed, ct);
        }

        var result = await importing;
        Assert.Equal((Rows, Bad), (result["rows"]!.GetValue<int>(), result["refused"]!.GetValue<int>()));
        Assert.Equal(Rows - Bad, result["submitted"]!.GetValue<int>() + result["same"]!.GetValue<int>());
        Assert.True(result["same"]!.GetValue<int>() > 0, "Nothing stood before the last file.");
        Assert.Equal(Rows - Bad, await CountAsync(hub, "select count(*) from doc.mt_doc_indicator where data ->> 'owner' = 'se-noa' and data -> 'release' -> 'full' ? 'country:FR' and data ->> 'submittedAt' > (select min(at)::text from intelshare.import)", ct));

        // What was committed is told within seconds; then nothing more comes.
        for (var began = clock.GetTimestamp(); (changes.Told().Count < Rows - Bad || polled.Told().Count < Rows - Bad) && clock.GetElapsedTime(began) < TimeSpan.FromMinutes(1);)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock, ct);
        }

        await over.CancelAsync();
        await following;
        foreach (var follower in new[] { changes, polled })
        {
            Assert.Equal(Enumerable.Range(0, Rows).Where(i => i % 100 != 50).Select(TermOf).Order(StringComparer.Ordinal), follower.Told().Order(StringComparer.Ordinal));
        }

        await hub.StopAsync();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string TermOf(int row) => $"killed {row:D5}";

    /// <summary>Sends the file under one key until an answer says what became of all of it.</summary>
    private static async Task<JsonNode> ImportAsync(EmbeddedHub hub, TimeProvider clock, CancellationToken ct)
    {
        var file = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, Rows).Select(i =>
        {
            var row = Bodies.Term(TermOf(i), "country:FR");
            row["reference"] = $"killed-{i}";
            row["retention"]!["reviewBy"] = clock.GetUtcNow().AddDays(300).ToString("yyyy-MM-dd", null);
            if (i % 100 == 50)
            {
                row["evaluation"] = new JsonObject { ["source"] = "B", ["information"] = 9 };
            }

            return row.ToJsonString();
        })));
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports") { Content = new ByteArrayContent(file) };
                request.Content.Headers.ContentType = new("application/x-ndjson");
                request.Headers.Authorization = new("Bearer", hub.Key("se-noa").Sign(clock.GetUtcNow()));
                request.Headers.Add("Idempotency-Key", "killed");
                using var answer = await hub.Http.SendAsync(request, ct);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return await answer.JsonAsync();
                }

                Assert.True((int)answer.StatusCode is 409 or >= 500, await answer.Content.ReadAsStringAsync(ct));
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException || (lost is OperationCanceledException && !ct.IsCancellationRequested))
            {
                // Cut off; the same again goes on.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, ct);
        }
    }

    private static async Task<long> CountAsync(EmbeddedHub hub, string sql, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(hub.OwnerConnectionString);
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand(sql, connection);
            return (long)(await command.ExecuteScalarAsync(ct))!;
        }
        catch (NpgsqlException)
        {
            // The database comes up again; nobody is counted meanwhile.
            return 0;
        }
    }

    /// <summary>An agency's machine: it goes on where the last whole answer left it.</summary>
    private sealed class Follower(string path, string name)
    {
        private readonly List<JsonNode> told = [];

        /// <summary>The terms told of the import, as often as they were.</summary>
        public List<string> Told()
        {
            lock (told)
            {
                return [.. told.Select(Term).OfType<string>().Where(term => term.StartsWith("killed ", StringComparison.Ordinal))];
            }
        }

        public async Task RunAsync(EmbeddedHub hub, TimeProvider clock, CancellationToken until)
        {
            await Task.Yield();
            var (cursor, after) = ("", "");
            while (!until.IsCancellationRequested)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, path + (cursor.Length > 0 ? $"&{name}={Uri.EscapeDataString(cursor)}" : "") + after);
                    request.Headers.Authorization = new("Bearer", hub.Key("fr-ofast").Sign(clock.GetUtcNow(), ["feed"]));
                    request.Headers.Add("Intel-Purpose", "cross-checking");
                    request.Headers.Add("Intel-Case", "fault-lab");
                    using var answer = await hub.Http.SendAsync(request, until);
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        var page = await answer.JsonAsync();
                        lock (told)
                        {
                            told.AddRange((page["items"] ?? page["objects"])?.AsArray().Select(one => one!) ?? []);
                        }

                        (cursor, after) = (page["next"]?.GetValue<string>() ?? "", answer.Headers.TryGetValues("X-TAXII-Date-Added-Last", out var last) ? "&added_after=" + last.Single() : after);
                    }
                    else
                    {
                        Assert.True((int)answer.StatusCode >= 500, await answer.Content.ReadAsStringAsync(until));
                    }
                }
                catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
                {
                    // Killed while it answered: the same is asked again.
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None);
            }
        }

        private static string? Term(JsonNode told) => (told["indicator"]?["content"]?["term"] ?? told["extensions"]?.AsObject().FirstOrDefault().Value?["content"]?["term"])?.GetValue<string>();
    }
}
