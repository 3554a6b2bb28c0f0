using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using IntelShare.Keeping;
using IntelShare.Members;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Keeping;

/// <summary>The drill: a backup, then a suspension, a revoked key, an erased, a withdrawn and a narrowed record; then the backup again.</summary>
public sealed class A_restored_hub(PostgresServer server) : IAsyncLifetime
{
    private readonly Dictionary<string, string> records = new(StringComparer.Ordinal);
    private TestHub hub = null!;
    private string backup = "";
    private string cursor = "";
    private string act = "";
    private Settings settings = null!;
    private ClientKey revoked = null!;

    public async ValueTask InitializeAsync()
    {
        hub = new(server);
        await hub.InitializeAsync();
        settings = hub.Services.GetRequiredService<Settings>();
        foreach (var name in new[] { "erased", "withdrawn", "narrowed", "untouched" })
        {
            records[name] = (await hub.As("se-noa").SubmittedAsync(Bodies.Term(name + " since", "country:FR", "country:NL"))).Id;
        }

        revoked = ClientKey.Create("fi-krp", "fi-krp", "urn:intelshare:hub:local", "second-");
        await hub.Chief("fi-krp").SendAsync(HttpMethod.Post, "/v1/members/fi-krp/clients/fi-krp/keys", $$"""{"jwk":{{revoked.PublicJwk()}}}""").DoneAsync();
        await hub.LearnAsync();
        await hub.RegisterAsync("member/no-kripos", new MemberSuspended("before the backup"));
        await hub.RegisterAsync("member/no-kripos", new MemberReadmitted("before the backup"));
        using var proposed = await hub.As("hub", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Post, "/v1/task-forces/grimm/participants", """{"participant":"member:de-bka"}""");
        act = (await proposed.JsonAsync())["id"]!.GetValue<string>();
        await ListAsync();
        cursor = (await hub.As("fr-ofast").ReadAsync("/v1/indicators?limit=1"))["next"]!.GetValue<string>();
        backup = await server.CopyAsync(hub.OwnerConnectionString, Requests.Ct);
        // Copying ended its connections.
        hub.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().Clear();

        await hub.As("hub", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Post, "/v1/members/dk-nsk/suspension", """{"reason":"broken into"}""").DoneAsync();
        await hub.Chief("fi-krp").SendAsync(HttpMethod.Delete, $"/v1/members/fi-krp/clients/fi-krp/keys/{revoked.Kid}", """{"reason":"stolen"}""").DoneAsync();
        await hub.Chief("de-bka").SendAsync(HttpMethod.Put, "/v1/members/de-bka/officers/de-bka-officer/block", """{"reason":"left"}""").DoneAsync();
        await hub.As("hub-2", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Post, $"/v1/pending-acts/{act}/refusal", """{"reason":"Not now."}""").DoneAsync();
        await hub.As("se-noa").EraseAsync(records["erased"]).DoneAsync();
        await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{records["withdrawn"]}/withdrawal", """{"reason":"wrong"}""", ("If-Match", "*")).DoneAsync();
        await hub.As("se-noa").SendAsync(HttpMethod.Put, $"/v1/indicators/{records["narrowed"]}/release", """{"full":["country:NL"]}""", ("If-Match", "*")).DoneAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await ListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await server.DropAsync(backup);
    }

    [Fact]
    public async Task stays_closed_until_two_administrators_open_it_and_then_nothing_is_back()
    {
        await using var source = Database.Open(PostgresServer.AsApp(backup));
        Assert.StartsWith("The database was restored", await Opening.WhyClosedAsync(source, settings, Requests.Ct), StringComparison.Ordinal);
        var waiting = Opening.WaitAsync(Hub.Builder(["--urls", "http://127.0.0.1:0"]), source, TimeProvider.System, Requests.Ct);

        await using (var beside = await BesideAsync(source))
        {
            var reopening = beside.Services.GetRequiredService<Reopening>();
            var plan = await reopening.PlanAsync([settings.NarrowingsPath()], Requests.Ct);
            Assert.Equal(["", "de-bka", "dk-nsk", "fi-krp"], plan.OfRegistry.Select(one => one.Subject).Order(StringComparer.Ordinal));

            Assert.Equal(new(Done: false, Refusal: null), await reopening.GoAsync(plan, Token("hub"), Requests.Ct));
            Assert.NotNull((await reopening.GoAsync(plan, Token("hub"), Requests.Ct)).Refusal);
            Assert.NotNull((await reopening.GoAsync(plan, hub.Token("hub-2", said => said["roles"] = new JsonArray("auditor")), Requests.Ct)).Refusal);
            Assert.NotNull((await reopening.GoAsync(plan, hub.Token("se-noa"), Requests.Ct)).Refusal);
            Assert.False(waiting.IsCompleted);
            Assert.Equal(new(Done: true, Refusal: null), await reopening.GoAsync(plan, Token("hub-2"), Requests.Ct));
        }

        await waiting;
        Assert.Null(await Opening.WhyClosedAsync(source, settings, Requests.Ct));
        await using (var open = await BesideAsync(source))
        {
            var reopening = open.Services.GetRequiredService<Reopening>();
            Assert.StartsWith("The hub is open", (await reopening.GoAsync(await reopening.PlanAsync([settings.NarrowingsPath()], Requests.Ct), Token("hub"), Requests.Ct)).Refusal, StringComparison.Ordinal);
            await open.Services.GetRequiredService<NarrowingList>().GoAsync(Requests.Ct);
            // What was repeated once is not repeated by a later restore.
            Assert.True(File.Exists(settings.NarrowingsPath() + ".0"));
        }

        await using var again = await BesideAsync(source);
        await again.StartAsync(Requests.Ct);
        HttpClient At(HttpClient http)
        {
            var there = new HttpClient { BaseAddress = new(again.Urls.Single()) };
            foreach (var (name, values) in http.DefaultRequestHeaders)
            {
                there.DefaultRequestHeaders.Add(name, values);
            }

            return there;
        }

        async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
        {
            using var answer = await At(http).SendAsync(HttpMethod.Get, path);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub.As("dk-nsk"), "/v1/me"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub.As("de-bka"), "/v1/me"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub.As("no-kripos"), "/v1/me"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub.As("fi-krp"), "/v1/me"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub.As(revoked), "/v1/me"));
        foreach (var name in new[] { "erased", "withdrawn", "narrowed" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(hub.As("fr-ofast"), "/v1/indicators/" + records[name]));
        }

        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(hub.As("se-noa"), "/v1/indicators/" + records["erased"]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub.As("nl-dlio"), "/v1/indicators/" + records["narrowed"]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub.As("fr-ofast"), "/v1/indicators/" + records["untouched"]));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(hub.As("fr-ofast"), "/v1/indicators?limit=1&cursor=" + cursor));
        Assert.Equal("refused", (await At(hub.As("hub", purpose: null, @case: null, "hub-admin")).ReadAsync("/v1/pending-acts/" + act))["state"]!.GetValue<string>());
        var told = (await At(hub.As("fr-ofast")).ReadAsync("/v1/notices"))["items"]!.AsArray().Single(notice => notice!["kind"]!.GetValue<string>() == "hub-restored")!;
        Assert.True(told["lost"]!["until"]!.GetValue<DateTimeOffset>() - told["lost"]!["from"]!.GetValue<DateTimeOffset>() >= TimeSpan.FromMinutes(2));
        Assert.Equal(1L, await Sql.ReadAsync<long>(backup, "select count(*) from intelshare.audit_entry where act = 'hub-reopened' and member = 'hub' and client = 'hub-2'"));
    }

    [Fact]
    public async Task answers_nothing_meanwhile_but_that_it_is_closed()
    {
        await using var source = Database.Open(PostgresServer.AsApp(backup));
        Assert.NotNull(await Opening.WhyClosedAsync(source, settings, Requests.Ct));
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var waiting = Opening.WaitAsync(Hub.Builder(["--urls", address.ToString()]), source, TimeProvider.System, Requests.Ct);

        using var http = new HttpClient { BaseAddress = address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("health/live", UriKind.Relative), Requests.Ct)).StatusCode);
        foreach (var path in new[] { "health/ready", "v1/me", "v1/indicators", "anything" })
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Requests.Ct);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "hub-closed"), (answer.StatusCode, (await answer.JsonAsync())["code"]!.GetValue<string>()));
        }

        await Sql.ExecuteAsync(backup, "update intelshare.opening set closed = false");
        await waiting;
    }

    [Fact]
    public async Task closes_by_its_mark_alone_and_never_the_database_that_it_wrote_to()
    {
        await using var own = Database.Open(PostgresServer.AsApp(hub.OwnerConnectionString));
        Assert.Null(await Opening.WhyClosedAsync(own, settings, Requests.Ct));
        await using var source = Database.Open(PostgresServer.AsApp(backup));
        Assert.Null(await Opening.WhyClosedAsync(source, new() { NarrowingList = settings.NarrowingsPath() + ".of-another-node" }, Requests.Ct));
    }

    [Fact]
    public async Task closes_under_a_running_hub()
    {
        await using var source = Database.Open(PostgresServer.AsApp(backup));
        await using var beside = await BesideAsync(source);
        var list = beside.Services.GetRequiredService<NarrowingList>();
        var before = await Mark.ReadAsync(settings.NarrowingsPath(), Requests.Ct);
        await list.GoAsync(Requests.Ct);

        Assert.True(list.WentBack);
        Assert.True(beside.Lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.NotNull(await Opening.WhyClosedAsync(source, settings, Requests.Ct));
        Assert.Equal(before, await Mark.ReadAsync(settings.NarrowingsPath(), Requests.Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("seven 2026-12-01T12:00:00Z 0")]
    public async Task stays_closed_where_its_mark_cannot_be_read(string mark)
    {
        await using var own = Database.Open(PostgresServer.AsApp(hub.OwnerConnectionString));
        var list = settings.NarrowingsPath() + ".of-another-node";
        await File.WriteAllTextAsync(Mark.PathOf(list), mark, Requests.Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Opening.WhyClosedAsync(own, new() { NarrowingList = list }, Requests.Ct));
    }

    [Fact]
    public async Task opens_by_the_lists_of_this_hub_alone()
    {
        await using var source = Database.Open(PostgresServer.AsApp(backup));
        await using var beside = await BesideAsync(source);
        var reopening = beside.Services.GetRequiredService<Reopening>();
        var list = settings.NarrowingsPath() + ".forged";
        await File.WriteAllTextAsync(list, $"{Guid.Empty} {Guid.Empty} AAAA\n", Requests.Ct);
        await Assert.ThrowsAsync<InvalidDataException>(() => reopening.PlanAsync([list], Requests.Ct));
        File.Copy(Mark.PathOf(settings.NarrowingsPath()), Mark.PathOf(list));
        await Assert.ThrowsAsync<InvalidDataException>(() => reopening.PlanAsync([list], Requests.Ct));
    }

    [Fact]
    public async Task has_a_list_that_a_node_may_die_over()
    {
        var list = settings.NarrowingsPath();
        var whole = await File.ReadAllTextAsync(list, Requests.Ct);
        await File.AppendAllTextAsync(list, whole[..50], Requests.Ct);
        await using var restarted = await BesideAsync(Database.Open(PostgresServer.AsApp(hub.OwnerConnectionString)));
        await restarted.Services.GetRequiredService<NarrowingList>().GoAsync(Requests.Ct);

        Assert.Equal(whole, await File.ReadAllTextAsync(list, Requests.Ct));
        Assert.DoesNotContain("broken into", whole, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(list));
    }

    [Fact]
    public void knows_of_every_fact_whether_it_may_take_away()
    {
        // A new fact is looked at here: does anybody lose a reading, a role or a trust by it? Erasures have a list of their own.
        Assert.Equal(
            [
                "act-proposed", "act-seconded", "client-added", "concept-merged", "concept-named", "concept-parted", "disclosure-answered", "disclosure-deferred", "disclosure-requested", "disclosure-taken-back", "handling-acknowledged",
                "indicator-erased", "indicator-handed-over", "indicator-reevaluated", "indicator-submitted", "key-added", "member-enrolled", "member-readmitted", "officer-unblocked", "owner-answered",
                "party-enrolled", "recall-answered", "recall-issued", "regrade-accepted", "regrade-proposed", "regrade-refused", "restriction-lifted", "retention-extended", "sighting-reported", "standing-authorisation-given", "subject-request-answered",
                "subject-request-forwarded", "subject-request-received", "succession-accepted", "task-force-founded", "task-force-joined", "token-registered",
            ],
            FactNames.All.Where(fact => !Narrowings.Kinds.Contains(fact.Key)).Select(fact => fact.Value).Order(StringComparer.Ordinal));
    }

    private string Token(string client) => hub.Token(client, said => said["roles"] = new JsonArray("hub-admin"));

    private Task ListAsync() => hub.Services.GetRequiredService<NarrowingList>().GoAsync(Requests.Ct);

    /// <summary>A hub over the database with this node's settings: not listening.</summary>
    private Task<WebApplication> BesideAsync(Npgsql.NpgsqlDataSource source) => Hub.BuildAsync(TestHub.Builder(hub.Clock), settings, source, PostgresServer.MasterKey, Requests.Ct);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
