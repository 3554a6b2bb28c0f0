using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Contract;

/// <summary>
/// The schema and the hub say the same of a body, tried on every body of the story with one thing changed: what a schema
/// refuses the hub refuses, and what the hub misses, cannot read or finds too long its schema refuses.
/// </summary>
public sealed class A_body_and_its_schema(TestHub hub) : IClassFixture<TestHub>
{
    /// <summary>Mandatory by another member's value, which only the law knows.</summary>
    private static readonly string[] OnlyTheLaw = ["$.content.handle", "$.until", "$.to", "$.expected", "$.ground", "$.reason", "$.basis", "$.jwks"];
    private static readonly Issuer Keycloak = Row("keycloak");
    private static int keys;
    private static ContractDocument? contract;

    public static TheoryData<string> Accepted => [.. Examples.All.Where(example => example.Value is { Request: not null, MediaType: null, Status: < 300 }).Select(example => example.Key)];

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task agree_on_a_missing_member(string example) => await TryAsync(example, Without);

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task agree_on_an_unknown_member(string example) => await TryAsync(example, WithOneMore);

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task agree_on_a_value_of_the_wrong_type(string example) => await TryAsync(example, (body, place) => Put(body, place, new JsonObject { ["no"] = true }));

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task agree_on_a_code_that_is_none(string example) => await TryAsync(example, (body, place) =>
        IsText(place) ? Put(body, place, "No-Such-Code") : null, "malformed-body");

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task agree_on_how_long_a_text_may_be(string example)
    {
        foreach (var length in Meanings.Lines.Values.SelectMany(line => new[] { line.Most, line.Each }).OfType<int>().Distinct())
        {
            await TryAsync(example, (body, place) => IsText(place) ? Put(body, place, new string('x', length + 1)) : null, "too-long");
        }
    }

    private async Task TryAsync(string file, Func<JsonNode, JsonNode, JsonNode?> change, params string[] heeded)
    {
        var example = Examples.All[file];
        contract ??= await ContractDocument.OfAsync(hub);
        var schema = contract.RequestSchema(example.Operation);
        Assert.Empty(await contract.ErrorsAsync(schema, example.Request));

        var method = new HttpMethod(contract.Operations.Single(operation => operation.Operation["operationId"]!.GetValue<string>() == example.Operation).Method);
        using var http = hub.As(example.Client, roles: example.Roles ?? []);
        foreach (var place in Places(example.Request!).ToList())
        {
            var changed = change(example.Request!, place);
            if (changed is null)
            {
                continue;
            }

            var refusedBySchema = (await contract.ErrorsAsync(schema, changed)).Count > 0;
            using var response = await http.SendAsync(method, await OwnAsync(example), changed.ToJsonString(), ("Idempotency-Key", $"{file}-{++keys}"), ("If-Match", "*"));
            var answer = await response.JsonAsync();
            var codes = answer["problems"]?.AsArray().Select(problem => problem!["code"]!.GetValue<string>()) ?? [answer["code"]?.GetValue<string>() ?? "ok"];
            var refusedByHub = (int)response.StatusCode is 400 or 422;
            // What a body refers to may be unknown here; what an address names may not, or the hub never looks at the body.
            var isUnread = response.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.Forbidden || (response.StatusCode is HttpStatusCode.NotFound && example.Path.Count(letter => letter == '/') > 2);
            Assert.False(isUnread, $"Nothing is compared: {answer.ToJsonString()}");
            Assert.True(!refusedBySchema || refusedByHub, $"The schema refuses what the hub takes: {changed.ToJsonString()}");
            if (!refusedBySchema && refusedByHub && !OnlyTheLaw.Contains(place.GetPath()))
            {
                var missed = codes.Intersect(heeded.Length > 0 ? heeded : ["required", "malformed-body", "subject-required"]).ToList();
                Assert.True(missed.Count == 0, $"The hub refuses as {string.Join(", ", missed)} what the schema takes: {changed.ToJsonString()}");
            }
        }
    }

    private async Task<string> ImportedAsync()
    {
        var row = Bodies.Term($"imported {++keys}");
        row["reference"] = $"imported-{keys}";
        using var content = new StringContent(row.ToJsonString(), System.Text.Encoding.UTF8, "application/x-ndjson");
        using var file = new HttpRequestMessage(HttpMethod.Post, "/v1/imports") { Content = content, Headers = { { "Idempotency-Key", $"imported-{keys}" } } };
        using var answer = await hub.As("se-noa").SendAsync(file, Requests.Ct);
        return (await answer.JsonAsync())["id"]!.GetValue<string>();
    }

    /// <summary>The address of the story, with what exists in this hub in the place of the record, proposal or request it names.</summary>
    private async Task<string> OwnAsync(Example example)
    {
        var parts = example.Path.Split('/');
        switch (parts)
        {
            case [_, _, "disclosure-requests", _, var act]:
                parts[3] = await ReceivedAsync();
                if (act == "revocation")
                {
                    await hub.As("se-noa").DecidedAsync(parts[3], Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(1)));
                }

                break;
            case [_, _, "data-subject-requests", _, ..]:
                parts[3] = await ConsultedAsync();
                break;
            case [_, _, "recalls", _, "answer"]:
                parts[3] = await RecalledAsync();
                break;
            case [_, _, "imports", _, _]:
                parts[3] = await ImportedAsync();
                break;
            case [_, _, "members", var leaver, "successor"]:
                await hub.RegisterAsync("member/" + leaver, new MemberWithdrawn("dissolved", DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime).AddDays(30)));
                await hub.LearnAsync();
                break;
            case [_, _, "parties", "PL", _, ..] or [_, _, "members", "pl-cbsp", ..]:
                await EnrolledAsync();
                break;
            case [_, _, "members", var member, "issuers", "keycloak"]:
                await hub.RegisterAsync("member/" + member, new IssuerTrusted(Keycloak));
                await hub.LearnAsync();
                break;
            case [_, _, "members", var member, "clients", var client, "keys", ..]:
                parts[5] = await AddedAsync(member, client);
                if (parts.Length > 7)
                {
                    parts[7] = parts[5] + "-1";
                }

                break;
            case [_, _, "members", var member, "clients", var client, "tokens", _]:
                parts[5] = await AddedAsync(member, client);
                break;
            case [_, _, "members", var member, "clients", var client] when example.Operation == "removeClient":
                parts[5] = await AddedAsync(member, client);
                break;
            case [_, _, "concepts", ..]:
                await StewardAsync(example.Client);
                parts[3] = "drug.crack";
                break;
            case [_, _, "pending-acts", _, ..]:
                parts[3] = await WaitingAsync();
                break;
            case [_, _, "regrade-proposals", ..]:
                parts[3] = await ProposedAsync();
                break;
            case [_, _, "indicators", _, "acknowledgement"]:
                parts[3] = await SubmittedAsync(example.Request!["conditions"]!.GetValue<string>());
                break;
            case [_, _, "indicators", _, "restriction", "lifting"]:
                parts[3] = await SubmittedAsync();
                await hub.As("se-noa").RestrictAsync(parts[3]).DoneAsync();
                break;
            case [_, _, "indicators", _, ..]:
                parts[3] = await SubmittedAsync();
                break;
        }

        return string.Join('/', parts);
    }

    private static Issuer Row(string kind)
    {
        using var provider = Provider.Of(kind);
        return provider.Row();
    }

    /// <summary>A record of Sweden's that every agency of the story has something to say of.</summary>
    private async Task<string> SubmittedAsync(string? conditions = null)
    {
        var body = Bodies.Term("changed", "country:FR", "country:DK");
        body["handling"] = conditions is null ? body["handling"]!.DeepClone() : new JsonObject { ["codes"] = new JsonArray("H3"), ["conditions"] = conditions };
        return (await hub.As("se-noa").SubmittedAsync(body)).Id;
    }

    /// <summary>Poland and its agency, which nobody administers yet.</summary>
    private async Task EnrolledAsync()
    {
        if (await hub.ScalarAsync<long>("select count(*) from doc.mt_doc_member where data->>'id' = 'pl-cbsp'") == 0)
        {
            await hub.RegisterAsync("party/PL", new PartyEnrolled("PL", PartyKind.MemberState, "Poland"));
            await hub.RegisterAsync("member/pl-cbsp", new MemberEnrolled("pl-cbsp", "PL", "CBŚP", new("desk", "urgent"), [Role.Contributor, Role.Analyst, Role.AgencyAdmin]));
            await hub.LearnAsync();
        }
    }

    /// <summary>A member that keeps the concepts.</summary>
    private async Task StewardAsync(string member)
    {
        await hub.RegisterAsync("member/" + member, new MemberChanged(member, new("desk", "urgent"), Enum.GetValues<Role>(), "x"), new ClientChanged(member, Enum.GetValues<Role>(), Enum.GetValues<Purpose>(), [], Standing: null));
        await hub.LearnAsync();
    }

    /// <summary>Another machine, with a key.</summary>
    private async Task<string> AddedAsync(string member, string client)
    {
        var another = $"{client}-{++keys}";
        await hub.RegisterAsync("member/" + member, new ClientAdded(another, [Role.Feed], [Purpose.CrossChecking], ["192.0.2.0/24"]), new KeyAdded(another, another + "-1", hub.Key(member).PublicJwk()), new TokenRegistered(another, "winter", hub.Clock.GetUtcNow().AddDays(1), hub.Clock.GetUtcNow()));
        await hub.LearnAsync();
        return another;
    }

    private async Task<string> WaitingAsync()
    {
        using var proposed = await hub.As("hub", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Put, $"/v1/parties/org:body-{++keys}", """{"kind":"union-body","name":"x"}""");
        return (await proposed.JsonAsync())["id"]!.GetValue<string>();
    }

    private async Task<string> ProposedAsync()
    {
        using var proposed = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/indicators/{await SubmittedAsync()}/regrade-proposals", """{"evaluation":"unassessed","reason":"x"}""", ("Idempotency-Key", "own"));
        return (await proposed.JsonAsync())["id"]!.GetValue<string>();
    }

    private async Task<string> ConsultedAsync()
    {
        var handle = $"consulted.{++keys}";
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle(handle));
        var request = await hub.As("fi-krp").TakenAsync(Subjects.Asking(hub.Clock.GetUtcNow(), handle));
        await hub.As("fi-krp").ForwardAsync(request).DoneAsync();
        return request;
    }

    private async Task<string> RecalledAsync()
    {
        var record = await SubmittedAsync();
        await hub.As("dk-nsk").ReadAsync("/v1/indicators/" + record);
        return await hub.As("se-noa").RecalledAsync(record);
    }

    private async Task<string> ReceivedAsync()
    {
        var handle = $"decided.{++keys}";
        await hub.As("se-noa").SubmittedAsync(Bodies.HitOnly(handle, "country:FR"));
        return await hub.As("fr-ofast").AskedAsync(Disclosing.ForHit(await hub.As("fr-ofast").HitAsync("account-handle", handle)));
    }

    private static bool IsText(JsonNode place) => place.GetValueKind() == JsonValueKind.String;

    /// <summary>Every value below the body.</summary>
    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject whole => whole.Select(member => member.Value).OfType<JsonNode>().SelectMany(value => Places(value).Prepend(value)),
        JsonArray list => list.OfType<JsonNode>().SelectMany(value => Places(value).Prepend(value)),
        _ => [],
    };

    private static JsonNode? Without(JsonNode body, JsonNode place)
    {
        var (copy, at) = Copy(body, place);
        return at.Parent is JsonObject parent && parent.Remove(at.GetPropertyName()) ? copy : null;
    }

    private static JsonNode? WithOneMore(JsonNode body, JsonNode place)
    {
        var (copy, at) = Copy(body, place);
        if (at.Parent is not JsonObject parent)
        {
            return null;
        }

        parent["releese"] = true;
        return copy;
    }

    private static JsonNode Put(JsonNode body, JsonNode place, JsonNode value)
    {
        var (copy, at) = Copy(body, place);
        at.ReplaceWith(value);
        return copy;
    }

    /// <summary>A copy of the body, and the same place in it.</summary>
    private static (JsonNode Copy, JsonNode Place) Copy(JsonNode body, JsonNode place)
    {
        var copy = body.DeepClone();
        return (copy, Places(copy).ElementAt(Places(body).TakeWhile(value => !ReferenceEquals(value, place)).Count()));
    }
}
