using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>An agency that asks everything it can ask, in one order, and keeps what it observes.</summary>
internal sealed partial class Curious(World world, string client, IReadOnlyList<Guid> ids)
{
    private static readonly string[] Purposes = ["cross-checking", "strategic-analysis", "operational-analysis", "information-exchange"];
    private static readonly string[] Auditor = ["auditor"];
    private static readonly string[] Admin = ["agency-admin"];
    private readonly List<Answered> seen = [];

    /// <summary>Everything the client observes in a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="client">Of the cast.</param>
    /// <param name="ids">Every id of both worlds, and some of neither.</param>
    public static async Task<IReadOnlyList<Answered>> ObserveAsync(World world, string client, IReadOnlyList<Guid> ids)
    {
        var curious = new Curious(world, client, ids);
        await curious.LookAsync();
        await curious.PollAsync();
        await curious.FetchAsync();
        await curious.DiscloseAsync();
        await curious.TryToChangeAsync();
        await curious.RecallAsync();
        await curious.WriteAsync();
        await curious.KeepAsync();
        await curious.StumbleAsync();
        await curious.AuditAsync();
        return curious.seen;
    }

    private static string AsWritten((string Kind, string Value) value) => value.Kind == "account-handle" ? $"@{value.Value}, https://tiktok.com/@{value.Value}" : value.Value;

    private async Task LookAsync()
    {
        await world.Hub.TideAsync();
        await Ask(Get("/v1/me"));
        await Ask(Get("/v1/concepts"));
        await Ask(Get("/v1/platforms"));
        var values = Chance.Shared.Concat(Chance.Kept).Append(("lexicon-entry", "never heard")).Append(("account-handle", "nobody.here")).Append(("recruitment-pattern", "easy cash")).ToArray();
        foreach (var purpose in Purposes)
        {
            await Ask(Deed.Searching(values).Stating(purpose));
            await Ask(Deed.Searching([.. values.Reverse(), .. values]).Stating(purpose));
            await Ask(Deed.Scanning(values.Select(AsWritten)).Stating(purpose));
            await Ask(Deed.Trying(values.Select(AsWritten)).Stating(purpose));
            await Ask(Deed.TryingBeside(Chance.Aside, values.Select(AsWritten).Append(Chance.Aside)).Stating(purpose));
            await Ask(Deed.Counting(values.Select(AsWritten)));
            await Ask(Deed.Scanning([string.Join(' ', values.Select(AsWritten))]).Stating(purpose), Pair.Feed);
            await Walk("/v1/indicators?limit=100", purpose, World.Daily);
            await Walk("/v1/indicators?kind=account-handle&limit=3", purpose, World.Daily);
            await Walk("/v1/indicators?limit=9", purpose, Pair.Feed);
            await FollowAsync("/v1/changes?limit=7", purpose, World.Daily);
            await FollowAsync("/v1/changes?kind=account-handle&limit=100", purpose, Pair.Feed);
            await Ask(Get("/v1/exports?format=ndjson").Stating(purpose));
            await Ask(Get("/v1/exports?format=csv&kind=account-handle").Stating(purpose), Pair.Feed);
            await Ask(Get("/v1/exports?format=csv-for-spreadsheets&kind=lexicon-entry").Stating(purpose));
            await Ask(Get("/v1/exports?format=stix").Stating(purpose), Pair.Feed);
            await Ask(Get("/v1/exports?format=misp").Stating(purpose));
            await ReadLexiconAsync(purpose);
        }

        foreach (var value in values)
        {
            await Ask(Deed.Searching([value]).Stating("cross-checking"));
        }

        await ImportAsync();
        await ReadInboxAsync();
        await Walk("/v1/indicators?kind=recruitment-pattern&limit=1", "cross-checking", World.Daily);
        await Walk("/v1/indicators?mine=true&limit=2", "information-exchange", World.Daily);
        await Walk("/v1/indicators", "information-exchange", ["contributor"]);
        await Ask(Get("/v1/indicators?reference=ref-1").Stating("information-exchange"));
        await Ask(Get("/v1/indicators?reference=aside-1").Stating("information-exchange"));
        foreach (var id in ids)
        {
            await Ask(Get($"/v1/indicators/{id}").Stating("information-exchange"));
            await Ask(Get($"/v1/indicators/{id}").Stating("cross-checking"));
            await Ask(Get($"/v1/indicators/{id}").Stating("operational-analysis"), Pair.Feed);
            await Ask(Get($"/v1/indicators/{id}/history").Stating("cross-checking"));
            await Ask(Get($"/v1/indicators/{id}/access").Stating("cross-checking"));
            await Ask(Get($"/v1/indicators/{id}/access?member=se-noa&cleared=true").Stating("cross-checking"));
            await Ask(Get($"/v1/indicators/{id}/acknowledgement").Stating("cross-checking"));
            await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/acknowledgement", """{"conditions":"Other words."}""").Stating("cross-checking"));
            await Ask(Get($"/v1/indicators/{id}?asOf=2026-12-01T12:00:20Z").Stating("cross-checking"));
            await Ask(Get($"/v1/indicators/{id}?ground=evidence").Stating("cross-checking"));
            await Ask(Get($"/v1/indicators/{id}/erasure"));
            await Ask(Get($"/v1/indicators/{id}/sightings").Stating("cross-checking"));
            await Ask(Get($"/v1/regrade-proposals/{id}").Stating("cross-checking"));
        }

        await AskTheRegistryAsync();
        await Ask(Get("/v1/members/se-noa/officers"), Admin);
        await Ask(Get($"/v1/members/{client}/officers"), Admin);
        await Ask(Get("/v1/standing-authorisations"));
        foreach (var (method, what) in new[] { (HttpMethod.Put, "clearance"), (HttpMethod.Delete, "clearance"), (HttpMethod.Put, "block"), (HttpMethod.Delete, "block") })
        {
            await Ask(new Request(method, $"/v1/members/se-noa/officers/se-noa-officer/{what}", """{"reason":"x"}"""), Admin);
            await Ask(new Request(method, $"/v1/members/{client}/officers/nobody/{what}", "{}"), Admin);
        }

        await Ask(new Request(HttpMethod.Post, "/v1/standing-authorisations", """{"party":"SE","reason":"x"}"""));
        await Ask(new Request(HttpMethod.Post, "/v1/standing-authorisations/org:frontex/revocation", """{"reason":"x"}"""));
        await Ask(new Request(HttpMethod.Post, "/v1/registry/previews", "{}"));
        await Ask(Get("/v1/member-withdrawals"));
        foreach (var member in new[] { "se-noa", client, "nobody" })
        {
            await Ask(new Request(HttpMethod.Put, $"/v1/members/{member}/withdrawal", "{}"), Admin);
            await Ask(new Request(HttpMethod.Delete, $"/v1/members/{member}/withdrawal", "{}"), Admin);
            await Ask(new Request(HttpMethod.Put, $"/v1/members/{member}/successor", """{"successor":"se-noa","reason":"x"}"""));
            await Ask(new Request(HttpMethod.Delete, $"/v1/members/{member}/successor"));
            await Ask(new Request(HttpMethod.Post, $"/v1/members/{member}/successor/acceptance"));
        }
    }

    private async Task TryToChangeAsync()
    {
        foreach (var id in ids)
        {
            await Ask(new Request(HttpMethod.Patch, $"/v1/indicators/{id}", """{"reference":"mine now"}""").With("If-Match", "\"guessed\""));
            await Ask(new Request(HttpMethod.Patch, $"/v1/indicators/{id}", """{"content":{"term":5}}""").With("If-Match", "*"));
            await Ask(new Request(HttpMethod.Put, $"/v1/indicators/{id}/release", """{"full":["member-states"]}""").With("If-Match", "*"));
            await Ask(new Request(HttpMethod.Put, $"/v1/indicators/{id}/release", "{}"));
            await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/acknowledgement", """{"conditions":"Ask the desk first."}""").Stating("cross-checking"));
            await Ask(new Request(HttpMethod.Put, $"/v1/indicators/{id}/evaluation", """{"evaluation":"unassessed","reason":"guess"}""").With("If-Match", "\"guessed\""));
            await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/sightings", """{"seenAt":"2026-11-30","note":"here too"}""").Stating("cross-checking").With("Idempotency-Key", "seen"));
            var proposed = await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/regrade-proposals", """{"evaluation":{"source":"C","information":4},"reason":"weak"}""").Stating("cross-checking").With("Idempotency-Key", "graded"));
            await Ask(Get($"/v1/indicators/{id}/sightings").Stating("cross-checking"));
            await Ask(new Request(HttpMethod.Post, $"/v1/regrade-proposals/{id}/decision", """{"decision":"accept","reason":"guess"}""").With("If-Match", "*"));
            if (proposed.Status == 201)
            {
                await Ask(new Request(HttpMethod.Post, $"/v1/regrade-proposals/{JsonNode.Parse(proposed.Body)!["id"]}/decision", """{"decision":"accept","reason":"guess"}""").With("If-Match", "*"));
            }
        }

        await Walk("/v1/regrade-proposals?side=proposed&limit=2", "cross-checking", World.Daily);
        await Walk("/v1/regrade-proposals?side=received&limit=2", "cross-checking", World.Daily);

        foreach (var id in ids.Take(5))
        {
            await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"not mine"}""").With("If-Match", "*"));
            await Ask(new Request(HttpMethod.Put, $"/v1/indicators/{id}/retention", """{"reviewBy":"2028-01-01","reason":"not mine"}""").With("If-Match", "*"));
            await Ask(new Request(HttpMethod.Put, $"/v1/indicators/{id}/restriction", """{"ground":"evidence","reason":"not mine"}""").With("If-Match", "*"));
            await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/restriction/lifting", """{"reason":"not mine"}""").With("If-Match", "*"));
            await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/erasure", """{"ground":"unlawful","basis":"not mine"}""").With("If-Match", "*"));
        }

        await Walk("/v1/reviews?limit=2", "cross-checking", World.Daily);
        await Ask(Get("/v1/reports/protected-persons"), Auditor);
    }

    private async Task DiscloseAsync()
    {
        var asked = 0;
        foreach (var purpose in Purposes.Take(2))
        {
            var found = await Ask(Deed.Searching([.. Chance.Shared, .. Chance.Kept]).Stating(purpose));
            var quoted = JsonNode.Parse(found.Body)!["results"]!.AsArray().SelectMany(result => result!["hits"]!.AsArray()).Select(hit => hit!["reference"]!.GetValue<string>()).Distinct();
            foreach (var reference in quoted.Append("AAAA"))
            {
                await AskFor("hit", reference, "content", purpose);
                await AskFor("hit", reference, "onward", purpose);
            }

            foreach (var id in ids)
            {
                await AskFor("indicator", id.ToString(), "content", purpose);
                await AskFor("indicator", id.ToString(), "judicial-use", purpose);
            }
        }

        await Walk("/v1/disclosure-requests?limit=3", purpose: null, World.Daily);
        await Walk("/v1/disclosure-requests?state=open&side=asked", purpose: null, World.Daily);
        await Walk("/v1/disclosure-requests?side=received", purpose: null, World.Daily);
        var page = await Ask(Get("/v1/disclosure-requests?limit=5"));
        foreach (var id in JsonNode.Parse(page.Body)!["items"]!.AsArray().Select(item => item!["id"]!.GetValue<Guid>()).Concat(ids.Take(5)))
        {
            await Ask(Get($"/v1/disclosure-requests/{id}"));
            await Ask(new Request(HttpMethod.Post, $"/v1/disclosure-requests/{id}/decision", """{"decision":"refuse","reason":"not mine","ground":"not-available"}""").With("If-Match", "*"));
            await Ask(new Request(HttpMethod.Post, $"/v1/disclosure-requests/{id}/revocation", """{"reason":"not mine"}""").With("If-Match", "*"));
            await Ask(Get($"/v1/disclosures?indicator={id}"));
        }

        await Walk("/v1/disclosures", purpose: null, Auditor);

        Task<Answered> AskFor(string what, string which, string asks, string purpose) =>
            Ask(new Request(HttpMethod.Post, "/v1/disclosure-requests", $$"""{"{{what}}":"{{which}}","asks":"{{asks}}","justification":"curious","urgent":false}""").Stating(purpose).With("Idempotency-Key", $"ask-{++asked}"));
    }

    private async Task WriteAsync()
    {
        foreach (var (kind, value) in Chance.Shared.Concat(Chance.Kept))
        {
            var body = kind switch { "lexicon-entry" => Bodies.Term(value, "member-states"), "account-handle" => Bodies.Handle(value, "country:SE"), _ => null };
            if (body is not null)
            {
                // The key under which another agency submitted the same.
                var submit = new Request(HttpMethod.Post, "/v1/indicators", body.ToJsonString()).With("Idempotency-Key", "script-1-" + value.Length);
                await Ask(submit);
                await Ask(submit);
                await Ask(submit with { Body = Bodies.Term("other", "country:SE").ToJsonString() });
            }
        }

        var own = await Ask(new Request(HttpMethod.Post, "/v1/indicators", Bodies.Term("jappning", "member-states").ToJsonString()).With("Idempotency-Key", "own"));
        var id = own.Status == 201 ? JsonNode.Parse(own.Body)!["id"]!.GetValue<string>() : ids[0].ToString();
        await Ask(Get($"/v1/indicators/{id}").Stating("cross-checking"));
        await Ask(new Request(HttpMethod.Patch, $"/v1/indicators/{id}", """{"reference":"ours"}""").With("If-Match", "*"));
        await Ask(new Request(HttpMethod.Put, $"/v1/indicators/{id}/release", """{"full":["country:SE"],"excluded":["country:DE"]}""").With("If-Match", "*"));
        await Ask(Get($"/v1/indicators/{id}/history").Stating("cross-checking"));
        await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"wrong"}""").With("If-Match", "*"));
        await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"wrong"}""").With("If-Match", "*"));
        await Ask(new Request(HttpMethod.Put, $"/v1/indicators/{id}/restriction", """{"ground":"evidence","reason":"trial"}""").With("If-Match", "*"));
        await Ask(Get($"/v1/indicators/{id}?ground=evidence").Stating("cross-checking"));
        await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/restriction/lifting", """{"reason":"over"}""").With("If-Match", "*"));
        await Ask(new Request(HttpMethod.Post, $"/v1/indicators/{id}/erasure", """{"ground":"unlawful","basis":"law"}""").With("If-Match", "*"));
        await Ask(Get($"/v1/indicators/{id}/history").Stating("cross-checking"));
        await Ask(Deed.Searching(Chance.Shared).Stating("cross-checking"));
        await world.MatchAsync();
        await ReadInboxAsync();
    }

    /// <summary>Takes in and forwards what a person asks about every value, and plays both sides of each request.</summary>
    private async Task KeepAsync()
    {
        var identifiers = new JsonArray([.. Chance.Shared.Concat(Chance.Kept).Where(value => value.Kind == "account-handle").Append(("account-handle", "nobody.here")).Select(value => new JsonObject { ["kind"] = value.Item1, ["value"] = value.Item2 })]);
        var body = new JsonObject { ["asks"] = "access", ["receivedOn"] = "2026-11-30", ["identifiers"] = identifiers };
        var taken = await Ask(About("POST", "", body.ToJsonString()).With("Idempotency-Key", "person"));
        foreach (var id in new[] { JsonNode.Parse(taken.Body)!["id"]!.ToString() }.Concat(ids.Take(3).Select(id => id.ToString())))
        {
            await Ask(About("POST", $"/{id}/closing"));
            await Ask(About("POST", $"/{id}/forwarding"));
            await Ask(About("GET", "/" + id));
            await Ask(About("GET", $"/{id}?side=owner"));
            await Ask(About("POST", $"/{id}/answer", """{"answer":"disclose"}"""));
            await Ask(About("GET", "/" + id));
        }

        await Ask(About("GET", "?side=intake"));
        await Ask(About("GET", "?side=owner"));
        await ReadInboxAsync();

        static Request About(string method, string rest, string? body = null) => new Request(new(method), "/v1/data-subject-requests" + rest, body).With("Intel-Case", "K-1");
    }

    /// <summary>Every page for every purpose, then acknowledges what it was shown, and reads again.</summary>
    private async Task ReadInboxAsync()
    {
        await world.Hub.SettledAsync();
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var purpose in Purposes)
        {
            var begin = Get("/v1/notices?limit=3").Stating(purpose);
            for (var page = await Ask(begin); JsonNode.Parse(page.Body)!["items"]!.AsArray() is { Count: > 0 } items; page = await Ask(begin with { Path = "/v1/notices?limit=3&cursor=" + page.Cursor }))
            {
                shown.UnionWith(items.Select(item => item!["id"]!.GetValue<string>()));
            }
        }

        foreach (var id in shown.Order(StringComparer.Ordinal).Where((_, i) => i % 2 == 0).Concat(ids.Take(3).Select(id => id.ToString())))
        {
            await Ask(new Request(HttpMethod.Post, $"/v1/notices/{id}/acknowledgement"));
        }

        await Ask(Get("/v1/notices?limit=100").Stating("cross-checking"));
        await Ask(Get("/v1/notices?limit=100&all=true").Stating("cross-checking"));
        await Ask(Get("/v1/notices?limit=100").Stating("cross-checking"), Auditor);
    }

    private async Task StumbleAsync()
    {
        await Ask(Get("/v1/indicators/not-an-id").Stating("cross-checking"));
        await Ask(Get("/v1/indicators?limit=0").Stating("cross-checking"));
        await Ask(Get("/v1/indicators?cursor=AAAA").Stating("cross-checking"));
        await Ask(Get("/v1/indicators?kind=car").Stating("cross-checking"));
        await Ask(Get("/v1/indicators"));
        await Ask(Get("/v1/indicators").Stating("cross-checking", null));
        await Ask(Get("/v1/nothing").Stating("cross-checking"));
        await Ask(Get("/v1/audit/entries"));
        await Ask(Get("/v1/audit/logs/se-noa/checkpoint"), Auditor);
        await Ask(Get("/v1/audit/officers?member=se-noa"), Auditor);
        await Ask(new Request(HttpMethod.Delete, $"/v1/indicators/{ids[0]}"));
        await Ask(Deed.Searching(Chance.Shared));
        await Ask(new Request(HttpMethod.Post, "/v1/searches", "{\"queries\":[").Stating("cross-checking"));
        await Ask(new Request(HttpMethod.Post, "/v1/searches", "{\"queries\":[],\"also\":1}").Stating("cross-checking"));
        await Ask(new Request(HttpMethod.Post, "/v1/searches", "a", "text/plain").Stating("cross-checking"));
        await Ask(new Request(HttpMethod.Post, "/v1/indicators", "{}").With("Idempotency-Key", "own"));
        seen.Add(await world.SendAsync(null, Get("/v1/me")));
        seen.Add(await world.SendAsync(null, Get($"/v1/indicators/{ids[0]}")));
    }

    private async Task AuditAsync()
    {
        await Walk("/v1/audit/entries?limit=100", purpose: null, Auditor);
        await Walk("/v1/audit/entries?limit=100&act=searched", purpose: null, Auditor);
        await Walk($"/v1/audit/entries?limit=40&officer={client}-officer&until=2026-12-01T12:00:30Z", purpose: null, Admin);
        foreach (var id in ids)
        {
            await Walk($"/v1/audit/entries?limit=100&indicator={id}", purpose: null, Auditor);
            await Ask(Get("/v1/audit/readers?indicator=" + id), Auditor);
        }

        await world.Hub.SealAsync();
        var log = "/v1/audit/logs/" + client;
        var checkpoint = await Ask(Get(log + "/checkpoint"), Auditor);
        var size = JsonNode.Parse(checkpoint.Body)!["size"]!.GetValue<long>();
        for (var first = 0L; first < size; first += 1000)
        {
            var leaves = await Ask(Get(string.Create(CultureInfo.InvariantCulture, $"{log}/leaves?first={first}")), Admin);
            foreach (var leaf in JsonNode.Parse(leaves.Body)!["leaves"]!.AsArray().Where((_, i) => i % 100 == 0))
            {
                await Ask(Get($"{log}/inclusion/{JsonNode.Parse(leaf!.GetValue<string>())!["id"]}"), Auditor);
            }
        }

        await Ask(Get(string.Create(CultureInfo.InvariantCulture, $"{log}/consistency?from={size / 2}&until={size}")), Auditor);
        foreach (var id in ids)
        {
            await Ask(Get("/v1/audit/evidence/" + id).Stating("cross-checking"));
        }

        await Ask(Get("/v1/audit/sample?member=se-noa"), Auditor);
        await Ask(new(HttpMethod.Put, log + "/holds/2026-12"), Auditor);
        await Ask(Get(log + "/holds"), Auditor);
        await Ask(new(HttpMethod.Delete, log + "/holds/2026-12"), Auditor);
        await Ask(Get("/v1/audit/officers"), Auditor);
        foreach (var form in new[] { "json", "csv", "html" })
        {
            await Ask(Get("/v1/reports/access?format=" + form), Auditor);
            await Ask(Get("/v1/reports/access?asOf=2026-12-01T12:00:00Z&format=" + form), Admin);
            await Ask(Get("/v1/reports/yearly?year=2026&format=" + form), Auditor);
        }
    }

    private async Task Walk(string path, string? purpose, IReadOnlyCollection<string> roles)
    {
        var begin = purpose is null ? Get(path) : Get(path).Stating(purpose);
        var page = await Ask(begin, roles);
        while (page.Cursor is { } cursor)
        {
            Assert.True(seen.Count < 20_000, "a walk does not end");
            page = await Ask(begin with { Path = path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "cursor=" + cursor }, roles);
        }
    }

    private async Task ReadLexiconAsync(string purpose)
    {
        foreach (var (_, term) in Chance.Shared.Concat(Chance.Kept).Where(value => value.Kind == "lexicon-entry").Append(("lexicon-entry", "never heard")))
        {
            await Ask(Get("/v1/lexicon?term=" + Uri.EscapeDataString(term)).Stating(purpose));
            await Ask(Get($"/v1/lexicon?term={Uri.EscapeDataString(term)}&format=stix").Stating(purpose), Pair.Feed);
        }

        await Walk("/v1/lexicon?concept=drug.cocaine&limit=1", purpose, World.Daily);
        await Ask(Get("/v1/lexicon?concept=drug.cocaine&country=SE").Stating(purpose));
        await Ask(Get("/v1/lexicon?concept=drug.cocaine&format=html&limit=2").Stating(purpose));
        await Ask(Get("/v1/lexicon?concept=drug.cocaine&format=stix").Stating(purpose));
        await Ask(Get("/v1/lexicon?name=skis").Stating(purpose));
    }

    /// <summary>Guesses what others hold by a file, tried and brought in: own records alone may show in what becomes of it.</summary>
    private async Task ImportAsync()
    {
        var guesses = Chance.Shared.Where(value => value.Kind == "lexicon-entry").Select((value, i) => Bodies.Term(value.Value)).Append(Bodies.Handle("a guess")).Select((row, i) =>
        {
            row["reference"] = $"guess-{i}";
            return row.ToJsonString();
        });
        foreach (var query in new[] { "?dryRun=true", "" })
        {
            var brought = await Ask(new Request(HttpMethod.Post, "/v1/imports" + query, string.Join('\n', guesses), "application/x-ndjson").With("Idempotency-Key", "guess" + query.Length), "contributor");
            var import = JsonNode.Parse(brought.Body)!["id"];
            await Ask(Get($"/v1/imports/{import}/rows"), "contributor");
            await Ask(Get($"/v1/imports/{import}"), "contributor");
            await Ask(new(HttpMethod.Put, $"/v1/imports/{import}/retention", """{"reviewBy":"2027-06-30","reason":"A guess."}"""), "contributor");
            await Ask(new Request(HttpMethod.Post, "/v1/recalls?dryRun=true", $$"""{"import":"{{import}}","reason":"wrong-content"}""").With("Idempotency-Key", "guess"), "contributor");
            await Ask(new(HttpMethod.Put, $"/v1/imports/{import}/release", """{"full":["member-states"]}"""), World.Daily);
            await Ask(new(HttpMethod.Post, $"/v1/imports/{import}/withdrawal", """{"reason":"A guess."}"""), "contributor");
        }
    }

    /// <summary>Follows a feed, whose next is never null, until it has nothing more.</summary>
    private async Task FollowAsync(string path, string purpose, IReadOnlyCollection<string> roles)
    {
        var page = await Ask(Get(path).Stating(purpose), roles);
        while (page.Cursor is { } cursor && JsonNode.Parse(page.Body)!["items"]!.AsArray().Count > 0)
        {
            page = await Ask(Get($"{path}&cursor={cursor}").Stating(purpose), roles);
        }
    }

    private async Task<Answered> Ask(Request request, params IReadOnlyCollection<string> roles)
    {
        var answered = await world.SendAsync(client, request, roles);
        seen.Add(answered);
        return answered;
    }

    private static Request Get(string path) => new(HttpMethod.Get, path);
}
