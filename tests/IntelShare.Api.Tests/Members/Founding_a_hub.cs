using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Api.Tests.Members;

/// <summary>From an empty database to an agency that reads, with the tool and the contract alone.</summary>
public sealed class Founding_a_hub(PostgresServer server) : IAsyncLifetime
{
    private const string Audience = "urn:intelshare:hub:founded";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-founding-");
    private readonly TestClock clock = new(PostgresServer.Start);
    private string owner = "";

    public async ValueTask InitializeAsync()
    {
        owner = await server.CreateEmptyAsync(Requests.Ct);
        await using var source = NpgsqlDataSource.Create(owner);
        await Migrations.ApplyAsync(source, clock, Requests.Ct);
        await File.WriteAllTextAsync(In("master.key"), Convert.ToBase64String(PostgresServer.MasterKey), Requests.Ct);
        await File.WriteAllTextAsync(In("audit.key"), PostgresServer.AuditKey, Requests.Ct);
        foreach (var (member, client) in new[] { ("hub", "anna"), ("hub", "bo"), ("hub", "cy"), ("se-noa", "gateway") })
        {
            var made = await RunAsync("keys", "new", "--member", member, "--client", client, "--audience", Audience, "--out", folder.FullName);
            Assert.True(made.Code == 0, made.Error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        await server.DropAsync(owner);
    }

    [Fact]
    public async Task leads_to_an_agency_that_administers_itself_and_reads()
    {
        var founded = await FoundAsync("anna", "bo", "cy");
        Assert.True(founded.Code == 0, founded.Error);
        Assert.Equal((1, true), ((await FoundAsync("anna", "bo", "cy")).Code, (await FoundAsync("anna", "bo", "cy")).Error.StartsWith("already-founded", StringComparison.Ordinal)));

        await using var source = Database.Open(PostgresServer.AsApp(owner) + ";Pooling=false");
        await using var hub = await Hub.BuildAsync(TestHub.Builder(clock), new() { ConnectionString = owner, Audience = Audience, DataDirectory = folder.FullName, AuditKey = PostgresServer.AuditKey }, source, PostgresServer.MasterKey, Requests.Ct);
        await hub.StartAsync(Requests.Ct);
        var address = new Uri(hub.Urls.Single());
        using var anna = As(address, "anna", "hub-admin");
        using var bo = As(address, "bo", "hub-admin");
        Assert.Equal(HttpStatusCode.Unauthorized, (await As(address, "gateway", "agency-admin").SendAsync(HttpMethod.Get, "/v1/me")).StatusCode);

        await TwoAsync(anna, bo, HttpMethod.Put, "/v1/parties/SE", """{"kind":"member-state","name":"Sweden"}""");
        await TwoAsync(anna, bo, HttpMethod.Put, "/v1/members/se-noa", """{"party":"SE","name":"Nationella operativa avdelningen","desk":{"contact":"desk","urgent":"night desk"},"roles":["contributor","analyst","agency-admin"]}""");
        var key = JsonNode.Parse(await File.ReadAllTextAsync(In("gateway.pub.json"), Requests.Ct))!;
        await TwoAsync(anna, bo, HttpMethod.Post, "/v1/members/se-noa/introduction",
            new JsonObject { ["client"] = "gateway", ["roles"] = new JsonArray("agency-admin", "contributor", "analyst"), ["purposes"] = new JsonArray("cross-checking"), ["jwk"] = key }.ToJsonString(),
            (await ThumbprintAsync("gateway")).Trim());

        using var gateway = As(address, "gateway", "contributor", "analyst");
        await hub.Services.GetRequiredService<RegistryCache>().ReloadAsync(Requests.Ct);
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode);

        var body = Bodies.Term("the first word");
        Assert.Equal(HttpStatusCode.Created, (await gateway.SubmitAsync(body)).StatusCode);
        Assert.Equal("full", await gateway.OutcomeAsync("lexicon-entry", "the first word"));
        await hub.StopAsync(Requests.Ct);
    }

    [Fact]
    public async Task takes_three_administrators_and_no_key_that_was_shown()
    {
        Assert.StartsWith("too-few /administrators", (await FoundAsync("anna", "bo")).Error, StringComparison.Ordinal);
        File.Copy(In("cy.jwk.json"), In("cy.pub.json"), overwrite: true);
        Assert.StartsWith("private-key /administrators/cy", (await FoundAsync("anna", "bo", "cy")).Error, StringComparison.Ordinal);
        Assert.Equal(0L, await Sql.ReadAsync<long>(owner, "select count(*) from es.mt_events"));
    }

    [Fact]
    public async Task shows_a_key_to_its_own_machine_alone_and_overwrites_none()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(In("anna.jwk.json")));
        var before = await File.ReadAllTextAsync(In("anna.jwk.json"), Requests.Ct);
        Assert.Equal(3, (await RunAsync("keys", "new", "--member", "hub", "--client", "anna", "--out", folder.FullName)).Code);
        Assert.Equal(before, await File.ReadAllTextAsync(In("anna.jwk.json"), Requests.Ct));
        Assert.Equal(3, (await RunAsync("keys", "new", "--member", "Hub", "--client", "../anna", "--out", folder.FullName)).Code);
        Assert.Equal(1, (await RunAsync("token", "--key", In("anna.pub.json"))).Code);
        Assert.Equal(1, (await RunAsync("token", "--key", In("nobody.jwk.json"))).Code);
        Assert.Equal(0, (await RunAsync("token", "--key", In("anna.jwk.json"), "--roles", "hub-admin")).Code);
        Assert.DoesNotContain(JsonNode.Parse(before)!["d"]!.GetValue<string>(), await File.ReadAllTextAsync(In("anna.pub.json"), Requests.Ct), StringComparison.Ordinal);
    }

    private string In(string file) => Path.Combine(folder.FullName, file);

    private Task<Said> FoundAsync(params string[] administrators) => RunAsync(
    [
        "found", "--name", "The hub", "--contact", "desk", "--urgent", "night desk", "--connection", PostgresServer.AsApp(owner) + ";Pooling=false", "--master-key-file", In("master.key"), "--audit-key-file", In("audit.key"), "--yes",
        .. administrators.SelectMany(client => new[] { "--admin", $"{client}={In(client + ".pub.json")}" }),
    ]);

    private async Task<string> ThumbprintAsync(string client) =>
        IntelShare.Members.PublicKey.Read(System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(In(client + ".pub.json"), Requests.Ct)).RootElement, "").Key!.Thumbprint;

    private HttpClient As(Uri address, string client, params string[] roles)
    {
        var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ClientKey.Read(File.ReadAllText(In(client + ".jwk.json"))).Sign(clock.GetUtcNow(), roles));
        http.DefaultRequestHeaders.Add("Intel-Purpose", "cross-checking");
        http.DefaultRequestHeaders.Add("Intel-Case", "K-1");
        return http;
    }

    private static async Task TwoAsync(HttpClient one, HttpClient other, HttpMethod method, string path, string body, string? readBack = null)
    {
        using var proposed = await one.SendAsync(method, path, body);
        var act = await proposed.JsonAsync();
        Assert.True(proposed.StatusCode == HttpStatusCode.Accepted, act.ToJsonString());
        await other.SendAsync(HttpMethod.Post, $"/v1/pending-acts/{act["id"]}/seconding", new JsonObject { ["readBack"] = readBack }.ToJsonString()).DoneAsync();
    }

    private Task<Said> RunAsync(params string[] line) => Toolbox.RunAsync(clock, line);
}
