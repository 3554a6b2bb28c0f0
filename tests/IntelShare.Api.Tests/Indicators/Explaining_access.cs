using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Explaining_access(TestHub hub) : IClassFixture<TestHub>
{
    private const string NoRecord = "5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01";

    [Fact]
    public async Task names_every_member_its_level_and_the_wall_that_decides()
    {
        var body = Bodies.Term("explained", "country:FR", "task-force:grimm+");
        body["release"]!["hit"] = new JsonArray("country:FI");
        body["release"]!["excluded"] = new JsonArray("country:DE");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);

        var told = await ExplainAsync("se-noa", id).DoneAsync();

        Assert.Equal(("analyst", "cross-checking", false), (told["role"]!.GetValue<string>(), told["purpose"]!.GetValue<string>(), told["cleared"]!.GetValue<bool>()));
        Assert.Equal("full -", Line(told, "fr-ofast"));
        Assert.Equal(["country:FR", "task-force:grimm+"], Member(told, "fr-ofast")!["full"]!.AsArray().Select(audience => audience!.GetValue<string>()));
        Assert.Equal(["country:FI"], Member(told, "fi-krp")!["hit"]!.AsArray().Select(audience => audience!.GetValue<string>()));
        Assert.Null(Member(told, "fr-ofast")!["walls"]);
        Assert.Equal("exclusion", Wall(told, "de-bka"));
        Assert.Equal("audience", Wall(told, "hub"));
        Assert.Null(Line(told, "se-noa"));
        Assert.Empty(told["unnamed"]!.AsArray());
    }

    [Fact]
    public async Task supposes_another_purpose_role_and_clearance()
    {
        var body = Bodies.Handle("supposed.otherwise", "country:FR");
        body["subject"] = new JsonObject { ["categories"] = new JsonArray("suspect"), ["age"] = "minor", ["necessity"] = "x" };
        body["purposes"] = new JsonArray("operational-analysis");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);

        Assert.Equal("role", Wall(await ExplainAsync("se-noa", id).DoneAsync(), "fr-ofast"));
        Assert.Equal("hit purpose", Line(await ExplainAsync("se-noa", id, "?cleared=true").DoneAsync(), "fr-ofast"));
        Assert.Equal("hit project", Line(await ExplainAsync("se-noa", id, "?cleared=true&purpose=operational-analysis").DoneAsync(), "fr-ofast"));
        Assert.Equal("purpose", Wall(await ExplainAsync("se-noa", id, "?cleared=true&purpose=strategic-analysis").DoneAsync(), "fr-ofast"));
        Assert.Equal("role", Wall(await ExplainAsync("se-noa", id, "?cleared=true&role=feed&purpose=operational-analysis").DoneAsync(), "fr-ofast"));
    }

    [Fact]
    public async Task gives_every_reason_for_one_member()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("all reasons", "country:FR"));

        var one = Assert.Single((await ExplainAsync("se-noa", id, "?member=de-bka").DoneAsync())["members"]!.AsArray())!;

        Assert.Equal(("none", "audience", "full"), (one["level"]!.GetValue<string>(), one["decidedBy"]!.GetValue<string>(), one["agreement"]!.GetValue<string>()));
        Assert.Equal("none", one["walls"]!.AsArray().Single(wall => wall!["wall"]!.GetValue<string>() == "audience")!["level"]!.GetValue<string>());
        Assert.Equal(10, one["walls"]!.AsArray().Count);
        Assert.Empty(one["grants"]!.AsArray());
    }

    [Fact]
    public async Task is_for_the_owner_alone()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("not for readers", "country:FR"));
        using var unknown = await ExplainAsync("fr-ofast", NoRecord);
        using var foreign = await ExplainAsync("fr-ofast", id);

        Assert.Equal(404, (int)foreign.StatusCode);
        Assert.Equal(await unknown.Content.ReadAsStringAsync(Requests.Ct), await foreign.Content.ReadAsStringAsync(Requests.Ct));
        Assert.Equal("role-missing", await hub.AsOfficer("se-noa", "machine", ["feed"]).SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/access").RefusedAsync());
    }

    [Theory]
    [InlineData("?member=fr-nobody")]
    [InlineData("?role=hub-admin")]
    [InlineData("?role=contributor")]
    [InlineData("?purpose=curiosity")]
    [InlineData("?cleared=yes")]
    [InlineData("?officer=claire")]
    public async Task refuses_a_supposition_that_it_cannot_read(string query) => Assert.Equal("malformed-parameter", await ExplainAsync("se-noa", NoRecord, query).RefusedAsync());

    [Fact]
    public async Task tells_nothing_of_the_officers_clients_or_suspension_of_others()
    {
        var body = Bodies.Handle("no.oracle", "country:FR", "country:DK");
        body["subject"] = new JsonObject { ["categories"] = new JsonArray("victim"), ["age"] = "minor", ["necessity"] = "x" };
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        string[] queries = ["", "?cleared=true", "?member=fr-ofast", "?member=dk-nsk&cleared=true"];
        var before = await AllAsync();

        await hub.Chief("fr-ofast").ClearAsync("fr-ofast", "fr-ofast-officer", "2027-03-01T00:00:00Z").DoneAsync();
        await hub.Chief("fr-ofast").BlockAsync("fr-ofast", "somebody").DoneAsync();
        await hub.RegisterAsync("member/dk-nsk", new MemberSuspended("breach"));
        await hub.RegisterAsync("member/dk-nsk", new KeyRevoked("dk-nsk", hub.Key("dk-nsk").Kid));

        Assert.Equal(before, await AllAsync());

        async Task<string[]> AllAsync() => await Task.WhenAll(queries.Select(async query => (await ExplainAsync("se-noa", id, query).DoneAsync()).ToJsonString()));
    }

    [Fact]
    public async Task names_nobody_of_a_task_force_that_the_owner_has_left()
    {
        var now = hub.Clock.GetUtcNow();
        await hub.RegisterAsync("task-force/quay", new TaskForceFounded("quay", "QUAY"), new TaskForceJoined("member:nl-dlio", now), new TaskForceJoined("country:BE", now));
        var (id, _) = await hub.As("nl-dlio").SubmittedAsync(Bodies.Term("left behind", "task-force:quay+", "country:FR"));
        Assert.Equal("full -", Line(await ExplainAsync("nl-dlio", id).DoneAsync(), "be-fgp"));

        await hub.RegisterAsync("task-force/quay", new TaskForceLeft("member:nl-dlio", hub.Clock.GetUtcNow()));
        var after = await AllAsync();
        await hub.RegisterAsync("task-force/quay", new TaskForceLeft("country:BE", hub.Clock.GetUtcNow()), new TaskForceJoined("country:FI", hub.Clock.GetUtcNow()));

        Assert.Equal("full", await hub.As("fi-krp").OutcomeAsync("lexicon-entry", "left behind"));
        Assert.Equal(after, await AllAsync());
        Assert.Equal("task-force:quay+", Assert.Single(JsonNode.Parse(after[0])!["unnamed"]!.AsArray())!.GetValue<string>());
        Assert.Contains("fr-ofast", after[0], StringComparison.Ordinal);

        async Task<string[]> AllAsync() => [(await ExplainAsync("nl-dlio", id).DoneAsync()).ToJsonString(), (await ExplainAsync("nl-dlio", id, "?member=be-fgp").DoneAsync()).ToJsonString(), (await ExplainAsync("nl-dlio", id, "?member=fi-krp").DoneAsync()).ToJsonString()];
    }

    private static JsonNode? Member(JsonNode told, string member) => told["members"]!.AsArray().SingleOrDefault(line => line!["member"]!.GetValue<string>() == member);

    private static string? Line(JsonNode told, string member) => Member(told, member) is { } line ? $"{line["level"]} {line["decidedBy"]?.GetValue<string>() ?? "-"}" : null;

    private static string? Wall(JsonNode told, string member) =>
        told["nothing"]!.AsArray().SingleOrDefault(wall => wall!["members"]!.AsArray().Any(other => other!.GetValue<string>() == member))?["decidedBy"]!.GetValue<string>();

    private Task<HttpResponseMessage> ExplainAsync(string client, string id, string query = "") => hub.As(client).SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/access{query}");
}
