using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Exchange;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Exchange;

/// <summary>France exports while its export is stopped in the middle: the first batch has left, the second is about to be entered.</summary>
public sealed class Exporting_while_it_changes(PostgresServer server) : IAsyncLifetime
{
    private const int Last = 10;
    private readonly TestHub hub = new(server);
    private string[] records = [];

    public async ValueTask InitializeAsync()
    {
        await hub.InitializeAsync();
        using var owner = hub.As("se-noa");
        var made = new List<string>();
        for (var i = 0; i < (2 * Export.Most) + Last; i++)
        {
            made.Add((await owner.SubmittedAsync(Bodies.Term($"changing {i}", "country:FR"))).Id);
        }

        // As they are exported.
        records = [.. made.AsEnumerable().Reverse()];
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task tells_each_record_once_whatever_moves_and_nothing_that_was_taken_away_before_it_left()
    {
        await using var held = await HoldAsync();
        using var export = await BegunAsync(held);
        var (told, coming, withdrawn, narrowed) = (records[3], records[^1], records[^2], records[^3]);
        await ChangedAsync(HttpMethod.Patch, told, "", """{"purposes":["cross-checking"],"crimeAreas":["murder-and-grievous-bodily-injury"]}""");
        await ChangedAsync(HttpMethod.Patch, coming, "", """{"crimeAreas":["murder-and-grievous-bodily-injury"]}""");
        await ChangedAsync(HttpMethod.Post, withdrawn, "/withdrawal", """{"reason":"The source recanted."}""");
        await ChangedAsync(HttpMethod.Put, narrowed, "/release", """{"full":["country:DE"]}""");
        await held.DisposeAsync();

        var all = await RestAsync(export);
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(records.Except([withdrawn, narrowed]).Order(StringComparer.Ordinal), all.Intersect(records).Order(StringComparer.Ordinal));
        Assert.Equal(coming, all[^1]);
        Assert.Equal("ok", await EndingAsync());
    }

    [Fact]
    public async Task ends_visibly_broken_when_its_reader_may_read_no_more()
    {
        await using var held = await HoldAsync();
        using var export = await BegunAsync(held);
        using var hubs = hub.As("hub", purpose: null, @case: null, "hub-admin");
        await hubs.SendAsync(HttpMethod.Post, "/v1/members/fr-ofast/suspension", """{"reason":"A machine was broken into."}""").DoneAsync();
        await held.DisposeAsync();

        var broken = await Assert.ThrowsAnyAsync<Exception>(() => RestAsync(export));
        Assert.True(broken is HttpIOException or IOException, broken.ToString());
        Assert.Equal("broken-off", await EndingAsync());
        Assert.Equal(2 * Export.Most, await hub.ScalarAsync<long>(OnRecord));
    }

    [Fact]
    public async Task has_on_record_whatever_left_when_the_client_hangs_up()
    {
        await using var held = await HoldAsync();
        var export = await BegunAsync(held);
        export.Dispose();

        Assert.Equal("broken-off", await EndingAsync());
        await held.DisposeAsync();
        var entered = (await hub.ScalarAsync<string>("select string_agg(r::text, ' ') from intelshare.audit_entry, unnest(records) r where act = 'records-exported'")).Split(' ');
        Assert.Subset(entered.ToHashSet(StringComparer.Ordinal), export.Received.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(Export.Most, export.Received.Count);
    }

    private const string OnRecord = "select count(*) from intelshare.audit_entry, unnest(records) r where act = 'records-exported'";

    /// <summary>France has read the first batch before, so that only the second has something to be counted.</summary>
    private async Task<HeldTable> HoldAsync()
    {
        using var france = hub.As("fr-ofast");
        var first = await france.ReadAsync("/v1/indicators?limit=100");
        var second = await france.ReadAsync("/v1/indicators?limit=100&cursor=" + first["next"]!.GetValue<string>());
        Assert.Equal(records[Export.Most - 1], second["items"]![99]!["id"]!.GetValue<string>());
        return await HeldTable.HoldAsync(hub, "intelshare.record_told");
    }

    private async Task<Running> BegunAsync(HeldTable held)
    {
        var answer = await hub.As("fr-ofast").SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/exports?format=ndjson"), HttpCompletionOption.ResponseHeadersRead, Requests.Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var export = new Running(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(Requests.Ct)));
        for (var i = 0; i < Export.Most; i++)
        {
            export.Received.Add(JsonNode.Parse((await export.Lines.ReadLineAsync(Requests.Ct))!)!["id"]!.GetValue<string>());
        }

        await held.WaitedForAsync();
        return export;
    }

    private static async Task<List<string>> RestAsync(Running export)
    {
        while (await export.Lines.ReadLineAsync(Requests.Ct) is { } line)
        {
            export.Received.Add(JsonNode.Parse(line)!["id"]!.GetValue<string>());
        }

        return export.Received;
    }

    /// <summary>How the trail says that the export ended.</summary>
    private async Task<string> EndingAsync()
    {
        while (await hub.ScalarAsync<long>("select count(*) from intelshare.audit_entry where act = 'export-ended'") == 0)
        {
            await Task.Delay(10, Requests.Ct);
        }

        return await hub.ScalarAsync<string>("select outcome from intelshare.audit_entry where act = 'export-ended'");
    }

    private Task<JsonNode> ChangedAsync(HttpMethod method, string id, string act, string body) => hub.As("se-noa").SendAsync(method, $"/v1/indicators/{id}{act}", body, ("If-Match", "*")).DoneAsync();

    private sealed record Running(HttpResponseMessage Answer, StreamReader Lines) : IDisposable
    {
        public List<string> Received { get; } = [];

        public void Dispose()
        {
            Lines.Dispose();
            Answer.Dispose();
        }
    }
}
