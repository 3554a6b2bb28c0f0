using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Exchange;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Exchange;

/// <summary>Whoever goes on from where it was is told once of each record that an agreement or an authorisation opens, however old the record is.</summary>
public sealed class Telling_anew(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    [Fact]
    public async Task what_an_agreement_opens()
    {
        var key = await GuestAsync("US", "us-dea", AgreementLevel.NonPersonal);
        using var usa = Machine(key);
        await SharedAsync("de-bka", Bodies.Handle("older.than.us", "country:US"));
        await SharedAsync("de-bka", Bodies.Term("read before us", "country:US"));
        var (read, last) = await PolledAsync(usa, "lexicon-entry");
        Assert.Equal(["read before us"], read);
        Assert.Empty((await PolledAsync(usa, "account-handle")).Read);
        await SharedAsync("de-bka", Bodies.Handle("hidden.from.us", "country:FR"));
        await SettledAsync();
        var fetched = await FetchedAsync(usa);
        Assert.Equal(["read before us"], fetched.Values.SelectMany(values => values));

        await AgreedAsync("US", AgreementLevel.Full);
        Assert.Equal(["older.than.us"], (await PolledAsync(usa, "account-handle", last)).Read);
        Assert.Empty((await PolledAsync(usa, "lexicon-entry", last)).Read);
        Assert.Empty((await PolledAsync(usa, "account-handle", (await PolledAsync(usa, "account-handle", last)).Last)).Read);
        Assert.Equal(["older.than.us"], (await FetchedAsync(usa)).Where(head => !fetched.ContainsKey(head.Key)).SelectMany(head => head.Value));

        // From the beginning each stands once, where it was told anew; in a list where the law says.
        Assert.Equal(["older.than.us"], (await PolledAsync(usa, "account-handle")).Read);
        Assert.Equal(["read before us", "older.than.us"], (await FollowedAsync(usa)).Read);
        Assert.Equal(["read before us", "older.than.us"], await ListedAsync(hub.As(key)));
    }

    [Fact]
    public async Task what_an_owner_authorises_in_the_collection_where_it_is_new_alone()
    {
        var key = await GuestAsync("CA", "ca-rcmp", AgreementLevel.Full);
        await hub.RegisterAsync("task-force/grimm", new TaskForceJoined("country:CA", hub.Clock.GetUtcNow()));
        await hub.LearnAsync();
        using var canada = Machine(key);
        await SharedAsync("se-noa", Bodies.Term("Sweden to all of us", "task-force:grimm"));
        await SharedAsync("se-noa", Bodies.Term("Sweden to us and Canada", "task-force:grimm", "country:CA"));
        await SharedAsync("de-bka", Bodies.Term("Germany to all of us", "task-force:grimm"));
        await SettledAsync();
        var (_, name) = await PolledAsync(canada, "lexicon-entry");
        var (read, change) = await FollowedAsync(canada);
        Assert.Equal(["Sweden to us and Canada"], read);
        Assert.Empty((await PolledAsync(canada, "grimm--lexicon-entry")).Read);

        await hub.As("se-noa").SendAsync(HttpMethod.Post, "/v1/standing-authorisations", """{"party":"CA","reason":"operation GRIMM"}""").DoneAsync();
        await SettledAsync();
        Assert.Empty((await PolledAsync(canada, "lexicon-entry", name)).Read);
        Assert.Equal(["Sweden to all of us", "Sweden to us and Canada"], (await PolledAsync(canada, "grimm--lexicon-entry", name)).Read.Order());
        Assert.Equal(["Sweden to all of us"], (await FollowedAsync(canada, change)).Read);
        Assert.Equal(["Sweden to all of us", "Sweden to us and Canada"], (await FollowedAsync(canada)).Read.Order());
        Assert.Equal(["Sweden to us and Canada", "Sweden to all of us"], await ListedAsync(hub.As(key)));
    }

    [Fact]
    public async Task what_opens_again_after_it_was_closed()
    {
        var key = await GuestAsync("AU", "au-afp", AgreementLevel.Full);
        using var australia = Machine(key);
        await SharedAsync("fi-krp", Bodies.Handle("opens.twice", "country:AU"));
        var (read, last) = await PolledAsync(australia, "account-handle");
        Assert.Equal(["opens.twice"], read);
        for (var times = 0; times < 2; times++)
        {
            await AgreedAsync("AU", AgreementLevel.HitOnly);
            Assert.Empty((await PolledAsync(australia, "account-handle", last)).Read);
            await AgreedAsync("AU", AgreementLevel.Full);
            (read, last) = await PolledAsync(australia, "account-handle", last);
            Assert.Equal(["opens.twice"], read);
        }

        // A change of the record is told at its own place, and that alone.
        var id = (await australia.ReadAsync("/v1/changes"))["items"]![0]!["id"]!.GetValue<string>();
        await hub.As("fi-krp").SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/evaluation", """{"evaluation":{"source":"A","information":1},"reason":"A second force confirms."}""", ("If-Match", "*")).DoneAsync();
        await hub.TideAsync();
        Assert.Equal(["opens.twice"], (await PolledAsync(australia, "account-handle", last)).Read);
        Assert.Equal(["opens.twice"], (await PolledAsync(australia, "account-handle")).Read);
        Assert.Equal(["opens.twice"], (await FollowedAsync(australia)).Read);
    }

    [Fact]
    public async Task in_batches_on_two_nodes_at_once_of_which_one_dies()
    {
        var key = await GuestAsync("NZ", "nz-police", AgreementLevel.NonPersonal);
        using var zealand = Machine(key);
        var handles = Enumerable.Range(0, 1100).Select(i => $"nz.{i:0000}").ToArray();
        var lines = string.Join('\n', handles.Select(handle =>
        {
            var body = Bodies.Handle(handle, "country:NZ");
            (body["release"]!["feeds"], body["reference"]) = (true, handle);
            return body.ToJsonString();
        }));
        using (var import = new HttpRequestMessage(HttpMethod.Post, "/v1/imports") { Content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson"), Headers = { { "Idempotency-Key", "opened-at-once" } } })
        {
            await hub.As("nl-dlio").SendAsync(import, Requests.Ct).DoneAsync();
        }

        await SharedAsync("nl-dlio", Bodies.Term("later than all of them", "country:NZ"));
        var (read, last) = await PolledAsync(zealand, "lexicon-entry");
        Assert.Equal(["later than all of them"], read);
        Assert.Empty((await PolledAsync(zealand, "account-handle")).Read);

        await hub.RegisterAsync("party/NZ", new AgreementConcluded("Article 25(1)", AgreementLevel.Full, hub.Clock.GetUtcNow(), Until: null));
        await hub.LearnAsync();
        await using var second = await SecondHub.StartAsync(hub, server);
        using var dying = CancellationTokenSource.CreateLinkedTokenSource(Requests.Ct);
        var first = hub.Services.GetRequiredService<TellingAnew>().GoAsync(dying.Token);
        var other = second.Services.GetRequiredService<TellingAnew>().GoAsync(Requests.Ct);
        while (await hub.ScalarAsync<long>("select count(*) from intelshare.authority where member = 'nz-police' and becoming is not null") == 0 && !other.IsCompleted)
        {
            await Task.Yield();
        }

        await dying.CancelAsync();
        await Task.WhenAny(first);
        await other;
        await hub.TideAsync();
        Assert.Equal(handles, (await PolledAsync(zealand, "account-handle", last)).Read.Order());
        Assert.Equal(handles, (await PolledAsync(zealand, "account-handle")).Read.Order());
    }

    private async Task<ClientKey> GuestAsync(string party, string member, AgreementLevel level)
    {
        var key = await hub.EnrolAsync(party, PartyKind.ThirdCountry, member);
        await AgreedAsync(party, level);
        return key;
    }

    private async Task AgreedAsync(string party, AgreementLevel level)
    {
        await hub.RegisterAsync("party/" + party, new AgreementConcluded("Article 25(1)", level, hub.Clock.GetUtcNow(), Until: null));
        await hub.LearnAsync();
        await SettledAsync();
    }

    /// <summary>What was committed is told, what authorities opened too, and minutes pass.</summary>
    private async Task SettledAsync()
    {
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.Services.GetRequiredService<TellingAnew>().GoAsync(Requests.Ct);
        await hub.TideAsync();
    }

    private HttpClient Machine(ClientKey key) => hub.As(key, roles: "feed");

    private async Task SharedAsync(string owner, JsonObject body)
    {
        body["release"]!["feeds"] = true;
        await hub.As(owner).SubmittedAsync(body);
        await hub.TideAsync();
    }

    private static async Task<(IReadOnlyList<string> Read, string? Last)> PolledAsync(HttpClient http, string collection, string? after = null)
    {
        var (read, last) = (new List<string>(), after);
        for (var next = ""; next is not null;)
        {
            var page = await http.PollAsync(collection, $"?limit=1000&next={next}" + (after is null ? "" : "&added_after=" + after));
            read.AddRange(page.Objects.Carriers().Select(carrier => carrier["name"]!.GetValue<string>()));
            (next, last) = (page.Next, page.Last ?? last);
        }

        return (read, last);
    }

    private static async Task<(IReadOnlyList<string> Read, string Next)> FollowedAsync(HttpClient http, string? cursor = null)
    {
        var (items, next) = await http.FollowAsync(cursor);
        return ([.. items.Select(item => Value(item["indicator"]!))], next);
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(HttpClient http) => [.. (await http.ReadAsync("/v1/indicators?limit=100"))["items"]!.AsArray().Select(item => Value(item!))];

    private static string Value(JsonNode record) => (record["content"]!["handle"] ?? record["content"]!["term"])!.GetValue<string>();

    /// <summary>The values of each event, by its id and stamp: whatever changed is another.</summary>
    private static async Task<Dictionary<(string Event, string Stamp), string[]>> FetchedAsync(HttpClient http)
    {
        var (heads, objects) = (await http.ManifestAsync(), (await http.ObjectsAsync()).ToLookup(one => one.Event, one => one.Object));
        return heads.ToDictionary(head => (head.Key, head.Value!["timestamp"]!.ToString()), head => objects[head.Key].Select(made => (made.ValueOf("username") ?? made.ValueOf("term"))!).ToArray());
    }
}
