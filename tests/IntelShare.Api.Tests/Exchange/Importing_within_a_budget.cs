using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Exchange;

/// <summary>An officer may put so many values into records on a day; a file that holds more is brought in up to there.</summary>
public sealed class Importing_within_a_budget(PostgresServer server) : IAsyncLifetime
{
    private const int Values = 700;
    private readonly TestHub hub = new(server) { Budgets = new() { Officer = Values, Member = Values } };

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task brings_in_what_the_budget_covers_and_says_so_while_the_file_is_still_coming()
    {
        using var sweden = hub.As("se-noa");
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, ImportBatches.Most + 1).Select(row =>
        {
            var body = Bodies.Term($"covered {row}");
            body["reference"] = $"covered-{row}";
            return body.ToJsonString() + "\n";
        })));
        var answer = await hub.RawAsync("POST /v1/imports", [$"Authorization: {sweden.DefaultRequestHeaders.Authorization}", "Content-Type: application/x-ndjson", "Idempotency-Key: covered", $"Content-Length: {file.Length + 1_000_000}"], file);

        Assert.Equal((429, "query-budget-exhausted"), (answer.Status, JsonNode.Parse(answer.Body)!["code"]!.GetValue<string>()));
        Assert.InRange(await hub.ScalarAsync<long>("select count(*) from intelshare.import_row where outcome = 'submitted'"), Values - 100, Values);
    }
}
