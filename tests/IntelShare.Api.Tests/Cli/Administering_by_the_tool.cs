using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Cli;

/// <summary>Every command of the registry, once, as administrators type it.</summary>
public sealed class Administering_by_the_tool(PostgresServer server) : IAsyncLifetime
{
    private readonly TestHub hub = new(server);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-tool-");

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task leads_from_a_new_country_to_an_agency_that_administers_itself()
    {
        await TwoAsync(null, "party", "put", "PL", "--kind", "member-state", "--name", "Poland");
        await TwoAsync(null, "member", "enrol", "pl-cbsp", "--party", "PL", "--name", "CBSP", "--contact", "desk@cbsp.example", "--urgent", "+48 1", "--roles", "analyst", "contributor,agency-admin,auditor");
        var request = JsonNode.Parse(await Toolbox.RunAsync(hub.Clock, "client", "request", "pl-cbsp", "gateway", "--out", folder.FullName, "--json").DoneAsync())!;
        Assert.DoesNotContain(request["thumbprint"]!.GetValue<string>(), await File.ReadAllTextAsync(In("gateway.request.json"), Requests.Ct), StringComparison.Ordinal);
        Assert.Equal(3, (await Toolbox.RunAsync(hub.Clock, "client", "request", "pl-cbsp", "gateway", "--out", folder.FullName)).Code);
        Assert.Equal(3, (await Hub("member", "introduce", "pl-cbsp", "gateway", "--roles", "agency-admin", "--purposes", "cross-checking", "--public-key", In("gateway.jwk.json"))).Code);
        await TwoAsync(request["thumbprint"]!.GetValue<string>(), "member", "introduce", "pl-cbsp", "gateway", "--roles", "agency-admin", "analyst", "contributor", "auditor", "--purposes", "cross-checking", "--public-key", In("gateway.request.json"));
        await hub.Services.GetRequiredService<RegistryCache>().ReloadAsync(Requests.Ct);

        Assert.Equal("gateway", (await JsonAsync("client", "list", "pl-cbsp"))["items"]![0]!["client"]!.GetValue<string>());
        await OwnAsync("client", "register", "pl-cbsp", "scanner", "--roles", "analyst", "--purposes", "cross-checking", "--networks", "192.0.2.0/24");
        var moved = JsonNode.Parse(await OwnAsync("client", "networks", "pl-cbsp", "scanner", "--networks", "198.51.100.0/24", "2001:db8::/32", "--json"))!;
        Assert.Equal("""["198.51.100.0/24","2001:db8::/32"]""", moved["networks"]!.ToJsonString());
        Assert.Equal("""["analyst"]""", moved["roles"]!.ToJsonString());
        await Toolbox.RunAsync(hub.Clock, "keys", "new", "--member", "pl-cbsp", "--client", "scanner", "--out", folder.FullName).DoneAsync();
        var kid = JsonNode.Parse(await OwnAsync("client", "key", "add", "pl-cbsp", "scanner", "--public-key", In("scanner.pub.json"), "--json"))!["keys"]![0]!["kid"]!.GetValue<string>();
        await OwnAsync("client", "key", "retire", "pl-cbsp", "scanner", kid, "--at", "2027-01-31T00:00:00Z");
        await OwnAsync("client", "key", "revoke", "pl-cbsp", "scanner", kid, "--reason", "It was seen.");
        await OwnAsync("client", "remove", "pl-cbsp", "scanner", "--reason", "Not needed.");
        await OwnAsync("officer", "clear", "pl-cbsp", "anna/k", "--until", "2027-01-31T00:00:00Z", "--reason", "Works on minors.");
        Assert.Contains("anna/k", await OwnAsync("officer", "list", "pl-cbsp"), StringComparison.Ordinal);
        await OwnAsync("officer", "unclear", "pl-cbsp", "anna/k", "--reason", "Another task.");
        await OwnAsync("officer", "block", "pl-cbsp", "anna/k", "--reason", "Left.");
        await OwnAsync("officer", "unblock", "pl-cbsp", "anna/k", "--reason", "Came back.");
        Assert.Contains("gateway", await OwnAsync("report", "access"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task covers_what_the_hub_decides_of_those_who_are_there()
    {
        Assert.Equal("full", (await JsonAsync("party", "show", "SE"))["agreement"]!.GetValue<string>());
        await Hub("agreement", "add", "SE", "--level", "hit-only", "--legal-basis", "A trial").DoneAsync();
        Assert.Contains("A trial", await Hub("agreement", "list", "SE").DoneAsync(), StringComparison.Ordinal);
        await TwoAsync(null, "agreement", "end", "SE", "--reason", "The trial is over.");
        await Hub("member", "suspend", "dk-nsk", "--reason", "A machine was broken into.").DoneAsync();
        await TwoAsync(null, "member", "readmit", "dk-nsk", "--reason", "It is mended.");
        await Hub("member", "change", "dk-nsk", "--name", "NSK", "--reason", "A new name.").DoneAsync();
        Assert.Equal("NSK", (await JsonAsync("member", "show", "dk-nsk"))["name"]!.GetValue<string>());
        await Hub("member", "withdraw", "nl-dlio", "--on", "2027-06-30", "--reason", "Merged.").DoneAsync();
        await Hub("member", "keep", "nl-dlio", "--reason", "Not merged after all.").DoneAsync();
        await Hub("task-force", "found", "shamrock", "--name", "Joint team SHAMROCK").DoneAsync();
        await TwoAsync(null, "task-force", "join", "shamrock", "country:SE");
        await Hub("task-force", "leave", "shamrock", "country:SE").DoneAsync();
        Assert.Equal("country:SE", (await JsonAsync("task-force", "show", "shamrock"))["participations"]![0]!["participant"]!.GetValue<string>());
        Assert.Equal(1, (await Hub("task-force", "show", "nothing")).Code);
        var act = (await JsonAsync("task-force", "join", "shamrock", "member:fr-ofast"))["id"]!.GetValue<string>();
        Assert.Contains(act, await Hub("pending", "list", "--state", "proposed").DoneAsync(), StringComparison.Ordinal);
        Assert.Equal(1, (await Hub("pending", "second", act)).Code);
        Assert.Equal("refused", JsonNode.Parse(await hub.ToolAsync("hub-2", "pending", "refuse", act, "--reason", "Not agreed.", "--json").DoneAsync())!["state"]!.GetValue<string>());
        Assert.Equal("refused", (await JsonAsync("pending", "show", act))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task registers_a_feed_that_states_nothing_by_itself_and_its_long_token()
    {
        var feed = JsonNode.Parse(await hub.ToolAsync("se-noa", "client", "register", "se-noa", "scanner", "--roles", "feed", "--purposes", "cross-checking", "--networks", "192.0.2.0/24", "--standing-purpose", "cross-checking", "--standing-case", "FEED-1", "--json").DoneAsync())!;
        Assert.Equal("""{"purpose":"cross-checking","case":"FEED-1"}""", feed["standing"]!.ToJsonString());
        await hub.ToolAsync("se-noa", "client", "long-token", "register", "se-noa", "scanner", "poller/1", "--expires", "2027-01-31T00:00:00Z").DoneAsync();
        var moved = JsonNode.Parse(await hub.ToolAsync("se-noa", "client", "networks", "se-noa", "scanner", "--networks", "198.51.100.0/24", "--json").DoneAsync())!;
        Assert.Equal(("FEED-1", "poller/1"), (moved["standing"]!["case"]!.GetValue<string>(), moved["tokens"]![0]!["token"]!.GetValue<string>()));
        using var chief = hub.As("se-noa", purpose: null, @case: null, "agency-admin");
        await chief.SendAsync(HttpMethod.Put, "/v1/members/se-noa/clients/poster", """{"roles":["contributor"],"purposes":["cross-checking"],"networks":[],"posting":{"defaults":{"evaluation":"unassessed"},"reviewAfterDays":90}}""").DoneAsync();
        var posting = JsonNode.Parse(await hub.ToolAsync("se-noa", "client", "networks", "se-noa", "poster", "--networks", "192.0.2.0/24", "--json").DoneAsync())!["posting"];
        Assert.Equal("""{"defaults":{"evaluation":"unassessed"},"reviewAfterDays":90}""", posting?.ToJsonString());
        await hub.ToolAsync("se-noa", "client", "long-token", "revoke", "se-noa", "scanner", "poller/1", "--reason", "It was seen.").DoneAsync();
        Assert.Contains("scanner", await hub.ToolAsync("hub", "client", "list", "se-noa").DoneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task allows_an_agency_its_identity_providers_one_by_one_and_the_agency_says_how_they_are_read()
    {
        const string Iss = "https://sso.bka.example/realms/intelshare";
        await TwoAsync(null, "member", "allow-issuer", "de-bka", "https://old.bka.example", "--reason", "Asked for.");
        await TwoAsync(null, "member", "allow-issuer", "de-bka", Iss, "--minutes", "60", "--reason", "Asked for.");
        await Hub("member", "allow-issuer", "de-bka", Iss, "--minutes", "30", "--reason", "Shorter.").DoneAsync();
        Assert.Equal("""[{"iss":"https://old.bka.example","longestMinutes":10},{"iss":"https://sso.bka.example/realms/intelshare","longestMinutes":30}]""", (await JsonAsync("member", "show", "de-bka"))["issuers"]!.ToJsonString());
        Assert.Null(JsonNode.Parse(await hub.ToolAsync("se-noa", "member", "show", "de-bka", "--json").DoneAsync())!["issuers"]);

        await File.WriteAllTextAsync(In("keycloak.json"), $$$"""{"iss":"{{{Iss}}}","algorithms":["ES256"],"types":["at+jwt"],"jwks":{"keys":[{{{hub.Key("de-bka").PublicJwk()}}}]},"clients":{"workbench":"de-bka"}}""", Requests.Ct);
        await hub.ToolAsync("de-bka", "issuer", "trust", "de-bka", "keycloak", "--file", In("keycloak.json")).DoneAsync();
        Assert.Contains(Iss, await hub.ToolAsync("de-bka", "issuer", "list", "de-bka").DoneAsync(), StringComparison.Ordinal);
        var told = (await JsonAsync("report", "access"))["members"]!.AsArray().Single(member => member!["member"]!.GetValue<string>() == "de-bka")!["issuers"]!.AsArray();
        Assert.Equal([0, 1], told.Select(issuer => issuer!["thumbprints"]!.AsArray().Count));
        Assert.Equal((Iss, 30, """["de-bka"]"""), (told[1]!["iss"]!.GetValue<string>(), told[1]!["longestMinutes"]!.GetValue<int>(), told[1]!["clients"]!.ToJsonString()));
        await hub.ToolAsync("de-bka", "issuer", "distrust", "de-bka", "keycloak", "--reason", "It was broken into.").DoneAsync();
        Assert.DoesNotContain(Iss, await hub.ToolAsync("de-bka", "issuer", "list", "de-bka").DoneAsync(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(In("list.json"), "[]", Requests.Ct);
        Assert.Equal(3, (await hub.ToolAsync("de-bka", "issuer", "trust", "de-bka", "keycloak", "--file", In("list.json"))).Code);
    }

    [Fact]
    public async Task lets_a_steward_keep_the_concepts()
    {
        string[] roles = ["contributor", "analyst", "agency-admin", "steward"];
        await TwoAsync(null, ["member", "change", "no-kripos", "--roles", .. roles, "--reason", "Keeps the concepts."]);
        await hub.LearnAsync();
        await hub.ToolAsync("no-kripos", ["client", "register", "no-kripos", "no-kripos", "--roles", .. roles, "--purposes", "cross-checking"]).DoneAsync();
        await hub.LearnAsync();
        await hub.ToolAsync("no-kripos", "concept", "name", "drug.2c-b", "--en", "2C-B", "--no", "2C-B, rosa pulver", "--reason", "Asked for.").DoneAsync();
        await hub.ToolAsync("no-kripos", "concept", "merge", "drug.2c-b", "drug.mdma", "--reason", "Sold as the same.").DoneAsync();
        Assert.Contains("rosa pulver", await hub.ToolAsync("se-noa", "concept", "list").DoneAsync(), StringComparison.Ordinal);
        var parted = JsonNode.Parse(await hub.ToolAsync("no-kripos", "concept", "part", "drug.2c-b", "--reason", "They are two.", "--json").DoneAsync())!;
        Assert.Equal((null, "They are two."), (parted["mergedInto"], parted["changed"]!["reason"]!.GetValue<string>()));
    }

    private string In(string file) => Path.Combine(folder.FullName, file);

    private Task<Said> Hub(params string[] line) => hub.ToolAsync("hub", line);

    private async Task<JsonNode> JsonAsync(params string[] line) => JsonNode.Parse(await Hub([.. line, "--json"]).DoneAsync())!;

    private Task<string> OwnAsync(params string[] line) => Toolbox.RunAsync(hub.Clock, [.. line, "--key", In("gateway.jwk.json"), "--hub", hub.Address.ToString(), .. line[0] == "report" ? Array.Empty<string>() : ["--officer", "chief"]]).DoneAsync();

    /// <summary>Proposed by one administrator, seconded by another.</summary>
    private async Task TwoAsync(string? readBack, params string[] line)
    {
        var act = (await JsonAsync(line))["id"]!.GetValue<string>();
        await hub.ToolAsync("hub-2", ["pending", "second", act, .. readBack is null ? [] : new[] { "--read-back", readBack }]).DoneAsync();
    }
}
