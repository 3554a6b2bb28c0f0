using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Exchange;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using IntelShare.Keeping;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Api.Tests.Exchange;

/// <summary>A file of records, brought in row by row and as often as it is sent.</summary>
public sealed class Importing(PostgresServer server, TestHub hub) : IClassFixture<TestHub>
{
    private static int keys;

    [Fact]
    public async Task submits_what_is_new_amends_what_differs_and_leaves_the_rest()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var rows = Enumerable.Range(0, ImportBatches.Most + 250).Select(i => Row($"{run}-{i}", i % 2 == 0 ? Bodies.Handle($"imp.{run}.{i}", "country:FR") : Bodies.Term($"import {run} {i}", "country:FR"))).ToList();
        rows[7]["evaluation"]!["information"] = 9;
        rows[8].Remove("reference");
        var result = await ImportedAsync(sweden, Lines(rows));
        Assert.Equal((rows.Count, rows.Count - 2, 0, 0, 2), Counts(result));
        Assert.Equal([(8L, "information-code", "/evaluation/information"), (9L, "required", "/reference")], await RefusedAsync(sweden, result));
        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("account-handle", $"imp.{run}.0"));

        rows[7]["evaluation"]!["information"] = 1;
        rows[8]["reference"] = $"{run}-8";
        rows[10]["content"]!["note"] = "Seen again 🍦.";
        rows[11]["release"]!["full"] = new JsonArray("country:DE");
        Assert.Equal((rows.Count, 2, 2, rows.Count - 4, 0), Counts(await ImportedAsync(sweden, Lines(rows))));
        Assert.Equal((rows.Count, 0, 0, rows.Count, 0), Counts(await ImportedAsync(sweden, Lines(rows))));
        var amended = await ByReferenceAsync(sweden, $"{run}-10");
        Assert.Equal((2, "Seen again 🍦."), ((await sweden.ReadAsync($"/v1/indicators/{amended["id"]}/history"))["items"]!.AsArray().Count, amended["content"]!["note"]!.GetValue<string>()));
        Assert.Equal("""["country:DE"]""", (await ByReferenceAsync(sweden, $"{run}-11"))["release"]!["full"]!.ToJsonString());

        // Absent is untouched.
        Assert.Equal((1, 0, 0, 1, 0), Counts(await ImportedAsync(sweden, Lines(rows[..1]))));
        Assert.Equal("active", (await ByReferenceAsync(sweden, $"{run}-{rows.Count - 1}"))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task stores_what_the_event_store_would()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        foreach (var body in (JsonObject[])[Bodies.Term($"stored {run}", "country:FR"), Bodies.Handle($"stored.{run}", "country:FR")])
        {
            await ImportedAsync(sweden, Lines([Row(run + body["kind"], body)]));
            var (submitted, _) = await sweden.SubmittedAsync(Row($"{run}-alone", body));
            foreach (var id in (Guid[])[(await ByReferenceAsync(sweden, run + body["kind"]))["id"]!.GetValue<Guid>(), Guid.Parse(submitted)])
            {
                Assert.Equal(await StoredAsync(await AgainAsync(id)), await StoredAsync(id));
                Assert.Equal(1, await hub.ScalarAsync<long>($"select count(*) from intelshare.audit_entry a join es.mt_events e on e.id = any(a.facts) where e.stream_id = '{id}'"));
            }
        }

        // Its fact as the event store appends and projects it by itself.
        async Task<Guid> AgainAsync(Guid id)
        {
            await using var session = hub.Services.GetRequiredService<IDocumentStore>().LightweightSession();
            var (fact, again) = (Assert.Single(await session.Events.FetchStreamAsync(id, token: Requests.Ct)), hub.Services.GetRequiredService<Ids>().Next("test"));
            (session.LastModifiedBy, session.CorrelationId) = (fact.UserName, fact.CorrelationId);
            foreach (var (name, value) in fact.Headers!)
            {
                session.SetHeader(name, value);
            }

            session.Events.StartStream<Indicator>(again, fact.Data);
            await session.SaveChangesAsync(Requests.Ct);
            return again;
        }

        // Ids, moments and what is sealed differ.
        Task<string> StoredAsync(Guid id) => hub.ScalarAsync<string>(
            $$"""
            select jsonb_pretty(to_jsonb(s) - '{id,timestamp,created}'::text[])
                || jsonb_pretty((to_jsonb(e) || jsonb_build_object('data', e.data #- '{secret,box}', 'correlation_id', length(e.correlation_id))) - '{id,seq_id,stream_id,timestamp}'::text[])
                || jsonb_pretty((to_jsonb(d) || jsonb_build_object('data', (d.data #- '{secret,box}') - '{id,submittedAt,changedAt,fullSince}'::text[])) - '{id,mt_last_modified}'::text[])
            from es.mt_streams s join es.mt_events e on e.stream_id = s.id join doc.mt_doc_indicator d on d.id = s.id where s.id = '{{id}}'
            """);
    }

    [Fact]
    public async Task decides_a_row_on_what_one_before_it_made_of_its_reference()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var (first, second) = (Row(run, Bodies.Term($"twice {run}")), Row(run, Bodies.Term($"twice {run} after")));
        Assert.Equal((3, 1, 1, 1, 0), Counts(await ImportedAsync(sweden, Lines([first, second, second]))));
        Assert.Equal($"twice {run} after", (await ByReferenceAsync(sweden, run))["content"]!["term"]!.GetValue<string>());
        Assert.Equal((1, 0, 0, 0, 1), Counts(await ImportedAsync(sweden, Lines([Row(run, Bodies.Handle($"imp.{run}"))]))));
        await sweden.SubmittedAsync(Row(run, Bodies.Term($"by hand {run}")));
        var result = await ImportedAsync(sweden, Lines([first]));
        Assert.Equal([(1L, "reference-ambiguous", "/reference")], await RefusedAsync(sweden, result));
    }

    [Fact]
    public async Task says_whom_records_are_about_for_kinds_that_are_about_somebody_alone()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var (account, term) = (Row($"{run}-a", Bodies.Handle($"{run}.mixed", "country:FR")), Row($"{run}-t", Bodies.Term($"{run} mixed", "country:FR")));
        account.Remove("subject");
        // As long as a request line may be.
        var defaults = """{"subject":{"categories":["suspect"],"age":"adult","necessity":"ALPHAS"}}""".Replace("ALPHAS", string.Concat(Enumerable.Repeat(@"\u03b1", 1_000)), StringComparison.Ordinal);
        var result = await ImportedAsync(sweden, Lines([account, term]), "?defaults=" + Uri.EscapeDataString(defaults));
        Assert.Equal((2, 2, 0, 0, 0), Counts(result));
        Assert.Null((await ByReferenceAsync(sweden, $"{run}-t"))["subject"]);
        Assert.Equal("suspect", (await ByReferenceAsync(sweden, $"{run}-a"))["subject"]!["categories"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task only_tries_where_it_is_told_to()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var before = await hub.ScalarAsync<long>("select count(*) from es.mt_events");
        var tried = await ImportedAsync(sweden, Lines([Row(run, Bodies.Term($"dry {run}")), Row(run + "-b", new JsonObject())]), "?dryRun=true");
        Assert.Equal((2, 1, 0, 0, 1), Counts(tried));
        Assert.Equal(before, await hub.ScalarAsync<long>("select count(*) from es.mt_events"));
        Assert.NotEmpty(await RefusedAsync(sweden, tried));
        Assert.Equal((1, 1, 0, 0, 0), Counts(await ImportedAsync(sweden, Lines([Row(run, Bodies.Term($"dry {run}"))]))));
    }

    [Fact]
    public async Task needs_the_role_that_each_row_needs()
    {
        var run = Run();
        using var contributor = hub.As("se-noa", purpose: null, @case: null, "contributor");
        Assert.Equal((1, 1, 0, 0, 0), Counts(await ImportedAsync(contributor, Lines([Row(run, Bodies.Term($"narrow {run}", "country:FR"))]))));
        var result = await ImportedAsync(contributor, Lines([Row(run, Bodies.Term($"narrow {run}", "country:FR", "country:DE"))]));
        Assert.Equal([(1L, "discloser-needed", "")], await RefusedAsync(contributor, result));
        using var analyst = hub.As("se-noa", "cross-checking", "K-1", "analyst");
        await FailsAsync(analyst, Lines([Row(run, Bodies.Term(run))]), HttpStatusCode.Forbidden, "role-missing");
        using var stranger = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, $"/v1/imports/{result["id"]}/rows");
        using var nothing = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/imports/00000000-0000-4000-8000-000000000000/rows");
        Assert.Equal((HttpStatusCode.NotFound, await nothing.Content.ReadAsStringAsync(Requests.Ct)), (stranger.StatusCode, await stranger.Content.ReadAsStringAsync(Requests.Ct)));
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public async Task reads_a_table_as_offices_write_it(string separator)
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        string[] header = ["reference", "kind", "content.platform", "content.handle", "content.note", "evaluation.source", "evaluation.information", "release.full", "subject.categories", "subject.age", "status"];
        string[] formula = [$"{run}-1", "account-handle", "tiktok", $"imp.{run}", "\"=2+2; \"\"🍦\"\",\r\nand\tmore\"", "B", "2", "country:FR|country:DE", "suspect", "adult", "active"];
        string[] wrong = [$"{run}-2", "account-handle", "tiktok", $"imp.{run}.b", "", "B", "two", "", "suspect", "adult", ""];
        var text = "\uFEFF" + string.Join("\r\n", new[] { header, formula, wrong }.Select(cells => string.Join(separator, cells))) + "\r\nonly one cell";
        const string Defaults = """{"content":{"role":"recruiter"},"handling":{"codes":["H0"]},"purposes":["cross-checking"],"crimeAreas":["drug-trafficking"],"retention":{"reviewBy":"2027-11-30","basis":"national police law"},"release":{"feeds":true}}""";
        var result = await ImportedAsync(sweden, Encoding.UTF8.GetBytes(text), "?defaults=" + Uri.EscapeDataString(Defaults), "text/csv");
        Assert.Equal((3, 1, 0, 0, 2), Counts(result));
        Assert.Equal([(2L, "wrong-type", "/evaluation/information"), (3L, "malformed-row", "")], await RefusedAsync(sweden, result));
        var record = await ByReferenceAsync(sweden, $"{run}-1");
        Assert.Equal("=2+2; \"🍦\",\nand\tmore", record["content"]!["note"]!.GetValue<string>());
        Assert.Equal("""{"full":["country:FR","country:DE"],"hit":[],"excluded":[],"feeds":true}""", record["release"]!.ToJsonString());
    }

    [Fact]
    public async Task takes_back_what_was_exported_as_the_same()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        foreach (var i in Enumerable.Range(0, 3))
        {
            await sweden.SubmittedAsync(Row($"{run}-{i}", Bodies.Handle($"imp.{run}.{i}", "country:FR")));
        }

        var table = (await sweden.GetStringAsync("/v1/exports?format=csv&kind=account-handle&mine=true", Requests.Ct)).Split("\r\n");
        var mine = string.Join("\r\n", table.Where((line, i) => i == 0 || line.Contains(run, StringComparison.Ordinal)));
        Assert.Equal((3, 0, 0, 3, 0), Counts(await ImportedAsync(sweden, Encoding.UTF8.GetBytes(mine), media: "text/csv")));
    }

    [Fact]
    public async Task asks_for_the_kind_of_a_row_before_it_asks_for_its_columns()
    {
        using var sweden = hub.As("se-noa");
        var result = await ImportedAsync(sweden, "reference,kind,content.term\r\na,,snow\r\nb,weather,snow\r\n"u8.ToArray(), media: "text/csv");
        Assert.Equal([(1L, "required", "/kind"), (2L, "unknown-kind", "/kind")], await RefusedAsync(sweden, result));
    }

    /// <summary>What an export to the byte writes, an import reads: each member of each kind, each kind of list and part.</summary>
    [Fact]
    public async Task takes_back_every_member_of_every_kind_as_the_same()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        foreach (var (i, (kind, content)) in Contents(run).Index())
        {
            await sweden.SubmittedAsync(Whole($"{run}-{i}", kind, content));
        }

        foreach (var (kind, contents) in Contents(run).GroupBy(one => one.Kind).Select(group => (group.Key, group.Count())))
        {
            var table = (await sweden.GetStringAsync($"/v1/exports?format=csv&kind={kind}&mine=true", Requests.Ct)).Split("\r\n");
            string[] mine = [.. table.Where((line, i) => i == 0 || line.Contains(run + "-", StringComparison.Ordinal))];
            var cells = mine.Select(line => Csv.Rows(line + "\n").Single()).ToList();
            Assert.All(ImportTable.Columns(kind).Where(column => column != "evaluation" && (Kind.All[kind].Personal || !column.StartsWith("subject.", StringComparison.Ordinal))), column => Assert.Contains(cells.Skip(1), row => row[cells[0].ToList().IndexOf(column)].Length > 0));
            Assert.Equal((contents, 0, 0, contents, 0), Counts(await ImportedAsync(sweden, Encoding.UTF8.GetBytes(string.Join("\r\n", mine)), media: "text/csv")));
        }
    }

    [Fact]
    public async Task reads_lists_amounts_and_rules_from_the_cells_of_a_table_written_by_hand()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var defaults = "?defaults=" + Uri.EscapeDataString(Said(Bodies.Term("nobody", "country:FR")).ToJsonString());
        var terms = $"reference;kind;content.term;content.concept;content.ambiguous;content.countries;content.variants\n{run}-t;lexicon-entry;hand {run};drug.cocaine;true;SE|DK;a\\|b|c\n";
        Assert.Equal((1, 1, 0, 0, 0), Counts(await ImportedAsync(sweden, Encoding.UTF8.GetBytes(terms), defaults, "text/csv")));
        var term = (await ByReferenceAsync(sweden, $"{run}-t"))["content"]!;
        Assert.Equal(("""["SE","DK"]""", """["a|b","c"]"""), (term["countries"]!.ToJsonString(), term["variants"]!.ToJsonString()));

        var rule = Bodies.Rule([["kör ikväll"]]).ToJsonString().Replace("\"", "\"\"", StringComparison.Ordinal);
        var patterns = $"reference,kind,content.title,content.description,content.task,content.role,content.payment.min,content.payment.currency,content.targets,content.rule\n"
            + $"{run}-p,recruitment-pattern,Hand {run},An errand.,courier,runner,1000.50,SEK,teenagers|in-care,\"{rule}\"\n{run}-q,recruitment-pattern,Hand {run},An errand.,courier,runner,much,SEK,,{{\n";
        var result = await ImportedAsync(sweden, Encoding.UTF8.GetBytes(patterns), defaults, "text/csv");
        Assert.Equal((2, 1, 0, 0, 1), Counts(result));
        var pattern = (await ByReferenceAsync(sweden, $"{run}-p"))["content"]!;
        Assert.Equal((1000.50m, """["teenagers","in-care"]""", "kör ikväll"), (pattern["payment"]!["min"]!.GetValue<decimal>(), pattern["targets"]!.ToJsonString(), pattern["rule"]!["groups"]![0]!["words"]![0]!.GetValue<string>()));
        Assert.Equal(["/content/payment/min", "/content/rule"], (await sweden.ReadAsync($"/v1/imports/{result["id"]}/rows?outcome=refused"))["items"]![0]!["problems"]!.AsArray().Select(problem => problem!["pointer"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(",")]
    [InlineData("\t")]
    public async Task takes_a_quote_within_a_cell_as_it_stands_and_one_at_its_beginning_as_the_opening_one(string separator)
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        string[][] rows =
        [
            ["reference", "content.handle", "content.note"],
            [$"{run}-1", $"imp.{run}.1", "said \"now\" twice"],
            [$"{run}-2", $"imp.{run}.2", "5\" pipe"],
            [$"{run}-3", $"imp.{run}.3", $"\"in two\nlines{separator} \"\"quoted\"\"\""],
            [$"{run}-4", $"imp.{run}.4", "\"closed\" and \"more\""],
        ];
        var defaults = Bodies.Handle("nobody");
        defaults["content"]!.AsObject().Remove("handle");
        var file = Encoding.UTF8.GetBytes("\uFEFF" + string.Join("\r\n", rows.Select(cells => string.Join(separator, cells))));
        Assert.Equal((4, 4, 0, 0, 0), Counts(await ImportedAsync(sweden, file, "?defaults=" + Uri.EscapeDataString(defaults.ToJsonString()), "text/csv")));
        foreach (var (reference, note) in new[] { ("1", "said \"now\" twice"), ("2", "5\" pipe"), ("3", $"in two\nlines{separator} \"quoted\""), ("4", "closed and \"more\"") })
        {
            Assert.Equal(note, (await ByReferenceAsync(sweden, $"{run}-{reference}"))["content"]!["note"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task counts_a_row_that_is_too_long_once_whatever_lines_its_quotes_hold()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var defaults = Bodies.Handle("nobody");
        defaults["content"]!.AsObject().Remove("handle");
        // Longer than what the hub takes in before it is read.
        var lines = string.Join('\n', Enumerable.Repeat(new string('a', 1000), 3000));
        var file = Encoding.UTF8.GetBytes($"reference;content.handle;content.note\n{run}-1;imp.{run}.1;\"{lines}\n\"\"x\"\"\n\"\n{run}-2;imp.{run}.2;sound\n");
        var result = await ImportedAsync(sweden, file, "?defaults=" + Uri.EscapeDataString(defaults.ToJsonString()), "text/csv");
        Assert.Equal((2, 1, 0, 0, 1), Counts(result));
        Assert.Equal([(1L, "row-too-long", "")], await RefusedAsync(sweden, result));
    }

    [Fact]
    public async Task takes_a_formula_for_a_name_and_exports_none_to_a_spreadsheet()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var formula = $"=cmd|' {run} C calc'!A1";
        var defaults = Said(Bodies.Handle("nobody", "country:FR"));
        defaults["content"] = new JsonObject { ["platform"] = "other", ["platformName"] = "Board", ["role"] = "seller" };
        var file = Encoding.UTF8.GetBytes($"reference,kind,content.handle,content.note\n{run},account-handle,{formula},@SUM(1+1)\n");
        Assert.Equal((1, 1, 0, 0, 0), Counts(await ImportedAsync(sweden, file, "?defaults=" + Uri.EscapeDataString(defaults.ToJsonString()), "text/csv")));
        Assert.Equal(formula, (await ByReferenceAsync(sweden, run))["content"]!["handle"]!.GetValue<string>());
        var row = (await sweden.GetStringAsync("/v1/exports?format=csv-for-spreadsheets&kind=account-handle&mine=true", Requests.Ct)).Split("\r\n").Single(line => line.Contains($"\"{run}\"", StringComparison.Ordinal));
        Assert.Contains($"\"'{formula}\"", row, StringComparison.Ordinal);
        Assert.Contains("\"'@SUM(1+1)\"", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task stays_a_set_of_all_that_it_brought_in_whatever_its_key_brings_next()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var rows = Enumerable.Range(0, 5).Select(i => Row($"{run}-{i}", Bodies.Term($"set {run} {i}"))).ToList();
        var import = (await ImportedAsync(sweden, Lines(rows), key: run))["id"]!.GetValue<string>();

        // Cut off before its first batch was full, as what is no UTF-8 cuts it.
        using (var cut = await sweden.SendAsync(Request(new ByteArrayContent([.. Lines(rows[..2]), (byte)'\n', 0xFF]), run), Requests.Ct))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, cut.StatusCode);
        }

        Assert.Equal((0, 5), await RowsAndRecordsAsync());
        Assert.Equal((1, 1, 0, 0, 0), Counts(await ImportedAsync(sweden, Lines([Row($"{run}-other", Bodies.Term($"other {run}"))]), key: run)));
        Assert.Equal((1, 6), await RowsAndRecordsAsync());
        var recalled = JsonNode.Parse(await (await sweden.SendAsync(HttpMethod.Post, "/v1/recalls?dryRun=true", new JsonObject { ["import"] = import, ["reason"] = "wrong-content" }.ToJsonString(), ("Idempotency-Key", run + "-recall"))).Content.ReadAsStringAsync(Requests.Ct))!;
        Assert.Equal(6, Of(recalled, "records"));

        async Task<(long, long)> RowsAndRecordsAsync()
        {
            using var act = await sweden.SendAsync(HttpMethod.Post, $"/v1/imports/{import}/withdrawal?dryRun=true", """{"reason":"A wrong file."}""", ("If-Match", "*"));
            return (Of(await sweden.ReadAsync("/v1/imports/" + import), "rows"), Of(await act.JsonAsync(), "records"));
        }
    }

    [Fact]
    public async Task takes_a_stix_bundle_object_by_object_and_withdraws_what_its_producer_revoked()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        await sweden.SubmittedAsync(Row(run, Bodies.Handle($"imp.{run}", "country:NL")));
        var bundle = JsonNode.Parse(await hub.As("nl-dlio").GetStringAsync("/v1/exports?format=stix&kind=account-handle", Requests.Ct))!;
        var carrier = bundle["objects"]!.AsArray().Select(one => one!).Carriers().Single(one => one.ToJsonString().Contains($"imp.{run}", StringComparison.Ordinal));
        bundle["objects"]!.AsArray().Add(new JsonObject { ["type"] = "malware", ["id"] = "none" });
        carrier["x_ours"] = "not carried";
        const string Defaults = """?defaults={"release":{"full":["country:DE"]},"purposes":["cross-checking"],"crimeAreas":["drug-trafficking"],"retention":{"basis":"national police law"},"subject":{"categories":["suspect"],"age":"adult"}}""";
        using var finland = hub.As("fi-krp");
        var result = await StixAsync();
        Assert.Equal((bundle["objects"]!.AsArray().Count, 1, 0, 0, 1), Counts(result));
        Assert.Equal(bundle["objects"]!.AsArray().Count - 2, Of(result, "passedOver"));
        var named = Encoding.UTF8.GetBytes($$"""{"objects":[{"type":"identity","spec_version":"2.1","id":"identity--{{Guid.AllBitsSet}}","created":"2026-01-01T00:00:00Z","modified":"2026-01-01T00:00:00Z","name":"x","identity_class":"organization","x_\\u0000":1,"x_\\ud83c":2}]}""");
        Assert.Equal((1, 0, 0, 0), await ImportedAsync(finland, named, "?defaults={}", "application/stix+json") is var odd ? (Of(odd, "rows"), Of(odd, "submitted"), Of(odd, "amended"), Of(odd, "same")) : default);
        var large = Encoding.UTF8.GetBytes($$"""{"type":"bundle","id":"bundle--1","objects":[{{bundle["objects"]![0]!.ToJsonString()}}{{new string(' ', 3_000_000)}}]}""");
        Assert.Equal(1, Of(await ImportedAsync(finland, large, "?defaults={}", "application/stix+json"), "rows"));
        var submitted = Assert.Single((await finland.ReadAsync($"/v1/imports/{result["id"]}/rows?outcome=submitted"))["items"]!.AsArray())!;
        Assert.Equal("""["x_ours"]""", submitted["lost"]!.ToJsonString());
        var record = await ByReferenceAsync(finland, carrier.IdOf());
        Assert.Equal((submitted["indicator"]!.GetValue<string>(), $"imp.{run}"), (record["id"]!.GetValue<string>(), record["content"]!["handle"]!.GetValue<string>()));
        Assert.Equal((0, 1), await CountedAsync("submitted", "same"));

        carrier["revoked"] = true;
        carrier["modified"] = "2030-01-01T00:00:00.000Z";
        Assert.Equal((1, 0), await CountedAsync("withdrawn", "same"));
        Assert.Equal("withdrawn", (await ByReferenceAsync(finland, carrier.IdOf()))["status"]!.GetValue<string>());
        Assert.Equal((0, 1), await CountedAsync("withdrawn", "same"));

        Task<JsonNode> StixAsync() => ImportedAsync(finland, Encoding.UTF8.GetBytes(bundle.ToJsonString()), Defaults, "application/stix+json");

        async Task<(long, long)> CountedAsync(string one, string other) => await StixAsync() is var counts ? (Of(counts, one), Of(counts, other)) : default;
    }

    [Fact]
    public async Task takes_events_of_misp_item_by_item_and_withdraws_what_is_deleted()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        await sweden.SubmittedAsync(Row(run, Bodies.Handle($"imp.{run}", "country:DK")));
        var posted = JsonNode.Parse(await hub.As("dk-nsk").GetStringAsync("/v1/exports?format=misp&kind=account-handle", Requests.Ct))!;
        var made = posted["response"]!.AsArray().SelectMany(one => one!["Event"]!["Object"]!.AsArray()).Select(one => one!).Single(one => one.ValueOf("username") == $"imp.{run}");
        var slang = Encoding.UTF8.GetBytes($$$"""
            {"Event":{"uuid":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01","info":"Slang","Attribute":[
                {"uuid":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c02","type":"text","value":"U+1F355 {{{run}}}","comment":"a meeting","Tag":[{"name":"intelshare:kind=\"lexicon-entry\""},{"name":"tlp:amber"}]},
                {"uuid":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c03","type":"ip-dst","value":"192.0.2.1"}]}}
            """);
        const string Defaults = """?defaults={"release":{"full":["country:DE"]},"evaluation":"unassessed","handling":{"codes":["H0"]},"purposes":["cross-checking"],"crimeAreas":["drug-trafficking"],"retention":{"basis":"national police law","reviewBy":"2027-06-01"}""";
        using var finland = hub.As("fi-krp");
        var terms = await ImportedAsync(finland, slang, Defaults + "}", "application/vnd.misp+json");
        Assert.Equal((3, 1, 1, 1), (Of(terms, "rows"), Of(terms, "submitted"), Of(terms, "passedOver"), Of(terms, "refused")));
        Assert.Equal([(3L, "type-not-carried", "/Event/Attribute/1/type")], await RefusedAsync(finland, terms));
        var term = await ByReferenceAsync(finland, "5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c02");
        Assert.Equal(($"🍕 {run}", """["H0","H2"]"""), (term["content"]!["term"]!.GetValue<string>(), term["handling"]!["codes"]!.ToJsonString()));

        Assert.Equal(1, Of(await MispAsync(), "submitted"));
        Assert.Equal($"imp.{run}", (await ByReferenceAsync(finland, made["uuid"]!.ToString()))["content"]!["handle"]!.GetValue<string>());
        Assert.Equal(1, Of(await MispAsync(), "same"));
        made["deleted"] = true;
        Assert.Equal(1, Of(await MispAsync(), "withdrawn"));
        Assert.Equal("withdrawn", (await ByReferenceAsync(finland, made["uuid"]!.ToString()))["status"]!.GetValue<string>());
        await FailsAsync(finland, "{}"u8.ToArray(), HttpStatusCode.BadRequest, "malformed-body", "application/vnd.misp+json");

        Task<JsonNode> MispAsync() => ImportedAsync(finland, Encoding.UTF8.GetBytes(posted.ToJsonString()), Defaults + ""","subject":{"categories":["suspect"],"age":"adult"}}""", "application/vnd.misp+json");
    }

    [Fact]
    public async Task is_a_set_that_is_released_and_withdrawn_as_one()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var rows = Enumerable.Range(0, 250).Select(i => Row($"{run}-{i}", Bodies.Term($"set {run} {i}"))).ToList();
        var import = (await ImportedAsync(sweden, Lines(rows)))["id"]!;
        using var contributor = hub.As("se-noa", purpose: null, @case: null, "contributor");
        Assert.Equal("discloser-needed", await contributor.SendAsync(HttpMethod.Put, $"/v1/imports/{import}/release", """{"full":["country:FR"]}""").RefusedAsync());
        Assert.Equal("required", await sweden.SendAsync(HttpMethod.Post, $"/v1/imports/{import}/withdrawal", "{}").RefusedAsync());
        Assert.Equal(250, Of(await ActAsync(sweden, HttpMethod.Put, "release?dryRun=true", """{"full":["country:FR"]}"""), "changed"));
        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", $"set {run} 249"));
        Assert.Equal(250, Of(await ActAsync(sweden, HttpMethod.Put, "release", """{"full":["country:FR"]}"""), "changed"));
        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", $"set {run} 249"));
        await sweden.SendAsync(HttpMethod.Post, $"/v1/indicators/{(await ByReferenceAsync(sweden, $"{run}-3"))["id"]}/withdrawal", """{"reason":"by itself"}""", ("If-Match", "*")).DoneAsync();
        var narrowed = await ActAsync(sweden, HttpMethod.Put, "release", """{"full":[]}""");
        Assert.Equal((249, 1, "already-withdrawn"), (Of(narrowed, "changed"), Of(narrowed, "refused"), narrowed["refusals"]![0]!["problems"]![0]!["code"]!.GetValue<string>()));
        var reviewed = await ActAsync(sweden, HttpMethod.Put, "retention", """{"reviewBy":"2027-02-28","reason":"A shorter life."}""");
        Assert.Equal(250, Of(reviewed, "changed"));
        Assert.Equal("2027-02-28", (await ByReferenceAsync(sweden, $"{run}-249"))["retention"]!["reviewBy"]!.GetValue<string>());
        var read = await sweden.ReadAsync($"/v1/imports/{import}");
        Assert.Equal((250, 250, true), (Of(read, "rows"), Of(read, "submitted"), read["endedAt"] is not null));
        var withdrawn = await ActAsync(sweden, HttpMethod.Post, "withdrawal", """{"reason":"The file was another's."}""");
        Assert.Equal((250, 249, 0), (Of(withdrawn, "records"), Of(withdrawn, "changed"), Of(withdrawn, "refused")));
        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", $"set {run} 249"));
        Assert.Equal("withdrawn", (await ByReferenceAsync(sweden, $"{run}-249"))["status"]!.GetValue<string>());
        Assert.Equal("not-found", await hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/imports/{import}/withdrawal", """{"reason":"not ours"}""").RefusedAsync());

        async Task<JsonNode> ActAsync(HttpClient http, HttpMethod method, string act, string body) => await http.SendAsync(method, $"/v1/imports/{import}/{act}", body).DoneAsync();
    }

    [Fact]
    public async Task is_recalled_as_one_from_whoever_had_a_record_of_it()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var import = (await ImportedAsync(sweden, Lines(Enumerable.Range(0, 120).Select(i => Row($"{run}-{i}", Bodies.Term($"recalled {run} {i}", "country:FR"))))))["id"]!;
        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", $"recalled {run} 7"));
        var preview = await RecallAsync("?dryRun=true").DoneAsync();
        Assert.Equal((120, """["fr-ofast"]"""), (Of(preview, "records"), preview["members"]!.ToJsonString()));
        Assert.Equal("active", (await ByReferenceAsync(sweden, $"{run}-119"))["status"]!.GetValue<string>());
        using var issued = await RecallAsync("");
        Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
        var recall = await sweden.ReadAsync($"/v1/recalls/{(await issued.JsonAsync())["id"]}");
        Assert.Equal((120, "fr-ofast"), (recall["indicators"]!.AsArray().Count, Assert.Single(recall["recipients"]!.AsArray())!["member"]!.GetValue<string>()));
        Assert.Equal("withdrawn", (await ByReferenceAsync(sweden, $"{run}-119"))["status"]!.GetValue<string>());
        using var finland = hub.As("fi-krp");
        Assert.Equal("not-own-records", await finland.SendAsync(HttpMethod.Post, "/v1/recalls", $$"""{"import":"{{import}}","reason":"wrong-content"}""", ("Idempotency-Key", run)).RefusedAsync());

        Task<HttpResponseMessage> RecallAsync(string query) => sweden.SendAsync(HttpMethod.Post, "/v1/recalls" + query, $$"""{"import":"{{import}}","reason":"wrong-content"}""", ("Idempotency-Key", run));
    }

    [Fact]
    public async Task is_recalled_in_parts_where_it_holds_more_than_one_recall_takes()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var all = Recall.MostOfImport + 3;
        var import = (await ImportedAsync(sweden, Lines(Enumerable.Range(0, all).Select(i => Row($"{run}-{i}", Bodies.Term($"parts {run} {i}", "country:FR"))))))["id"]!;
        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", $"parts {run} 7"));
        Assert.Equal((all, """["fr-ofast"]"""), (Of(await RecallAsync("?dryRun=true", after: null).DoneAsync(), "records"), (await RecallAsync("?dryRun=true", after: null).DoneAsync())["members"]!.ToJsonString()));

        var first = await RecalledAsync(after: null);
        Assert.Equal(3, Of(await RecallAsync("?dryRun=true", first).DoneAsync(), "records"));
        var second = await RecalledAsync(first);
        Assert.Equal((first, second), (await RecalledAsync(after: null), await RecalledAsync(first)));
        using (var over = await RecallAsync("", second))
        {
            Assert.Equal((HttpStatusCode.OK, 0), (over.StatusCode, Of(await over.JsonAsync(), "records")));
        }

        Assert.Equal("not-own-records required", await sweden.SendAsync(HttpMethod.Post, "/v1/recalls", new JsonObject { ["import"] = import.ToString(), ["after"] = second }.ToJsonString(), ("Idempotency-Key", run + "-no-reason")).RefusedAsync());
        Guid[] recalled = [.. await RecordsAsync(first), .. await RecordsAsync(second)];
        Assert.Equal((all, all), (recalled.Length, recalled.Distinct().Count()));
        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", $"parts {run} 7"));
        foreach (var other in new[] { Guid.AllBitsSet.ToString(), import.ToString() })
        {
            Assert.Equal("not-own-records", await RecallAsync("", other).RefusedAsync());
        }

        async Task<string> RecalledAsync(string? after)
        {
            using var answer = await RecallAsync("", after);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return (await answer.JsonAsync())["id"]!.GetValue<string>();
        }

        async Task<IEnumerable<Guid>> RecordsAsync(string recall) => (await sweden.ReadAsync($"/v1/recalls/{recall}"))["indicators"]!.AsArray().Select(id => id!.GetValue<Guid>());

        Task<HttpResponseMessage> RecallAsync(string query, string? after) => sweden.SendAsync(
            HttpMethod.Post, "/v1/recalls" + query, new JsonObject { ["import"] = import.ToString(), ["after"] = after, ["reason"] = "wrong-content" }.ToJsonString(), ("Idempotency-Key", run + after));
    }

    [Fact]
    public async Task refuses_a_row_that_is_no_text_or_too_deep_and_reads_on()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 20)) + "1" + new string('}', 20);
        string[] rows =
        [
            Row($"{run}-1", Bodies.Term($"sound {run}")).ToJsonString(),
            """{"reference":"x","kind":"lexicon-entry","content":{"term":"\ud800"}}""",
            new string('[', 17) + new string(']', 17),
            $"{{\"reference\":\"x\",\"content\":{deep}}}",
            Row($"{run}-2", Bodies.Term($"sound again {run}")).ToJsonString(),
        ];
        foreach (var (query, submitted, same) in new[] { ("", 2, 0), ("?defaults={}", 0, 2) })
        {
            Assert.Equal((5, submitted, 0, same, 3), Counts(await ImportedAsync(sweden, Encoding.UTF8.GetBytes(string.Join('\n', rows)), query)));
        }
    }

    [Fact]
    public async Task stops_where_the_file_cannot_be_read_and_says_where()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        byte[] windows = [.. Encoding.UTF8.GetBytes("reference;kind\r\nMalm"), 0xF6, .. Encoding.UTF8.GetBytes(";lexicon-entry\r\n")];
        Assert.Contains("Byte 21 of the file, in row 1", (await FailsAsync(sweden, windows, HttpStatusCode.UnprocessableEntity, "not-utf8", "text/csv"))["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await FailsAsync(sweden, "reference,kind,handel\r\n"u8.ToArray(), HttpStatusCode.UnprocessableEntity, "unknown-column", "text/csv");
        await FailsAsync(sweden, "{}"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "wrong-media-type", "application/json");
        var result = await ImportedAsync(sweden, Encoding.UTF8.GetBytes($"{{\"reference\":\"{new string('a', 70_000)}\"}}\n\nnull\n{{\"kind\"\n{Row(run, Bodies.Term($"sound {run}")).ToJsonString()}"));
        Assert.Equal((4, 1, 0, 0, 3), Counts(result));
        Assert.Equal([(1L, "row-too-long", ""), (2L, "malformed-body", ""), (3L, "malformed-body", "")], await RefusedAsync(sweden, result));
    }

    [Fact]
    public async Task answers_for_whatever_is_sent()
    {
        using var sweden = hub.As("se-noa");
        var random = new Random(7);
        var row = Row("fuzz", Bodies.Handle("imp.fuzz")).ToJsonString();
        (string Media, byte[] Sound)[] files =
        [
            ("application/x-ndjson", Encoding.UTF8.GetBytes(row + "\n" + row)),
            ("text/csv", Encoding.UTF8.GetBytes("reference;kind;content.handle;subject.categories\nfuzz;account-handle;\"imp;\"\"🍦\";suspect|victim\n")),
            ("application/stix+json", Encoding.UTF8.GetBytes($$"""{"type":"bundle","id":"bundle--1","objects":[{{row}},{"type":"identity","id":"identity--00000000-0000-4000-8000-000000000001"}]}""")),
            ("application/vnd.misp+json", Encoding.UTF8.GetBytes("""{"Event":{"uuid":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01","Attribute":[{"uuid":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c02","type":"twitter-id","value":"U+1F355","timestamp":"1"}]}}""")),
        ];
        for (var i = 0; i < 300; i++)
        {
            var (media, sound) = files[i % files.Length];
            var sent = sound.ToArray();
            foreach (var _ in Enumerable.Range(0, random.Next(1, 6)))
            {
                sent[random.Next(sent.Length)] = (byte)random.Next(256);
            }

            sent = sent[..random.Next(sent.Length + 1)];
            using var answer = await sweden.SendAsync(Request(new ByteArrayContent(sent), $"fuzz-{i}", random.Next(2) == 0 ? "" : "?dryRun=true", media), Requests.Ct);
            Assert.True((int)answer.StatusCode is 200 or 400 or 422 or 429, $"{media} {Convert.ToBase64String(sent)}: {await answer.Content.ReadAsStringAsync(Requests.Ct)}");
        }
    }

    [Fact]
    public async Task takes_one_file_of_an_agency_at_a_time_and_goes_on_where_it_was_cut_off()
    {
        using var sweden = hub.As("se-noa");
        var run = Run();
        var rows = Enumerable.Range(0, ImportBatches.Most + 200).Select(i => Row($"{run}-{i}", Bodies.Term($"cut {run} {i}"))).ToList();
        var held = new HeldContent(Lines(rows[..(ImportBatches.Most + 100)]));
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Requests.Ct);
        var sending = sweden.SendAsync(Request(held, "first"), cut.Token);
        await held.Sent;
        await UntilAsync(async () => await hub.ScalarAsync<long>($"select count(*) from intelshare.import_row r join intelshare.import i on i.id = r.import where i.key = 'first'") >= ImportBatches.Most);
        await FailsAsync(sweden, Lines(rows[..1]), HttpStatusCode.Conflict, "import-running");
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await UntilAsync(async () => (await sweden.SendAsync(Request(new ByteArrayContent(Lines(rows[..1])), "probe"), Requests.Ct)).StatusCode == HttpStatusCode.OK);

        var result = await ImportedAsync(sweden, Lines(rows), key: "first");
        var (all, submitted, _, same, refused) = Counts(result);
        Assert.Equal((rows.Count, rows.Count, 0), (all, submitted + same, refused));
        Assert.True(same >= ImportBatches.Most);
        Assert.Equal(rows.Count, await hub.ScalarAsync<long>($"select count(distinct indicator) from intelshare.import_row where import = '{result["id"]}'"));
    }

    [Fact]
    public async Task brings_in_nothing_more_once_its_lock_is_lost_and_another_has_the_turn()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        using var sweden = hub.As("se-noa");
        var (run, rows, held, sending) = await HalfSentAsync(sweden);
        await hub.ExecuteAsync(
            "select pg_terminate_backend(pid, 10000) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and classid = hashtext('intelshare.import')::oid");

        using var other = second.Likewise(sweden);
        var result = await ImportedAsync(other, Lines(rows), key: run + "-again");
        held.Release();
        using var answer = await sending;

        Assert.Equal((HttpStatusCode.Conflict, "import-stopped"), (answer.StatusCode, (await answer.JsonAsync())["code"]!.GetValue<string>()));
        Assert.Equal((rows.Count, 100, 0, 0, ImportBatches.Most), Counts(result));
        Assert.Equal(100, await hub.ScalarAsync<long>($"select count(distinct indicator) from intelshare.import_row r join intelshare.import i on i.id = r.import where i.key like '{run}%'"));
    }

    [Fact]
    public async Task waits_for_whoever_takes_the_turn_and_brings_in_nothing_then()
    {
        using var sweden = hub.As("se-noa");
        var (run, rows, held, sending) = await HalfSentAsync(sweden);
        await using (var source = NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=false"))
        await using (var taking = await source.OpenConnectionAsync(Requests.Ct))
        await using (var transaction = await taking.BeginTransactionAsync(Requests.Ct))
        {
            await using var take = new NpgsqlCommand("update intelshare.import_turn set run = gen_random_uuid() where member = 'se-noa'", taking);
            Assert.Equal(1, await take.ExecuteNonQueryAsync(Requests.Ct));
            held.Release();
            await UntilAsync(async () => await hub.ScalarAsync<bool>($"select exists (select from pg_stat_activity where {taking.ProcessID} = any(pg_blocking_pids(pid)))"));
            await transaction.CommitAsync(Requests.Ct);
        }

        using var answer = await sending;
        Assert.Equal((HttpStatusCode.Conflict, "import-stopped"), (answer.StatusCode, (await answer.JsonAsync())["code"]!.GetValue<string>()));
        Assert.Equal((rows.Count, 100, 0, 0, ImportBatches.Most), Counts(await ImportedAsync(sweden, Lines(rows), key: run + "-again")));
    }

    /// <summary>A file whose first batch was refused, and whose last rows, which are sound, are still to come.</summary>
    private async Task<(string Run, List<JsonObject> Rows, HeldContent Held, Task<HttpResponseMessage> Sending)> HalfSentAsync(HttpClient http)
    {
        var run = Run();
        var rows = Enumerable.Range(0, ImportBatches.Most + 100).Select(i => Row($"{run}-{i}", Bodies.Term($"half sent {run} {i}"))).ToList();
        rows[..ImportBatches.Most].ForEach(row => row["evaluation"]!["information"] = 9);
        var held = new HeldContent(Lines(rows));
        var sending = http.SendAsync(Request(held, run), Requests.Ct);
        await held.Sent;
        await UntilAsync(async () => await hub.ScalarAsync<long>($"select count(*) from intelshare.import_row r join intelshare.import i on i.id = r.import where i.key = '{run}'") >= ImportBatches.Most);
        return (run, rows, held, sending);
    }

    private static async Task UntilAsync(Func<Task<bool>> comes)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Requests.Ct);
        late.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await comes())
        {
            await Task.Delay(20, late.Token);
        }
    }

    /// <summary>Contents that together have every member of every kind.</summary>
    private static (string Kind, string Content)[] Contents(string run) =>
    [
        ("lexicon-entry", $$$"""
            {"term":"whole {{{run}}} 🍦","concept":"other","meaning":"=a, \"thing\"; or | two","language":"sv","countries":["SE","DK"],"platforms":["tiktok","snapchat"],"variants":["a|b {{{run}}}","c\\d {{{run}}}"],"diacritics":"exact","ambiguous":true,
             "context":"Near an amount.","observedFrom":"2026-01-02","observedTo":"2026-02-03","sources":["one","two, three"],"stance":"disputes","specificity":{"texts":4000,"found":37,"sample":"posts on curling"}}
            """),
        ("recruitment-pattern", $$$"""
            {"title":"Whole {{{run}}}","description":"An errand; that is paid.","task":"courier","role":"runner","payment":{"min":100.50,"max":5000,"currency":"SEK"},"urgency":"within-hours","targets":["teenagers","in-care"],"platforms":["telegram","tiktok"],
             "styles":["meme","video-game"],"languages":["sv","en"],"phrases":["kör {{{run}}}","a|b, \"c\" {{{run}}}"],"observedFrom":"2026-01-02","observedTo":"2026-02-03","sources":["one","two"],
             "rule":{"groups":[{"name":"offer","words":["kör | ikväll, \"nu\""],"concepts":["drug.cocaine"],"score":2},{"name":"pay","money":{"min":100.5,"max":5000,"currencies":["SEK","EUR"]}},{"name":"when","figures":["time"]},{"name":"harm","words":["hemtjänst"]}],
             "all":["offer"],"atLeast":{"count":1,"of":["pay","when"]},"none":["harm"],"within":30,"ordered":true,"minScore":2}}
            """),
        ("account-handle", $$$"""{"platform":"other","platformName":"Board","handle":"=imp {{{run}}}","stableId":"7-{{{run}}}","role":"recruiter","observedFrom":"2026-01-02","observedTo":"2026-02-03","note":"two, \"cells\""}"""),
        ("account-handle", $$$"""{"platform":"tiktok","url":"https://www.tiktok.com/@imp.{{{run}}}","role":"runner"}"""),
        ("payment-address", """{"scheme":"iban","address":"SE45 5000 0000 0583 9825 7466","use":"recruits","observedFrom":"2026-01-02","observedTo":"2026-02-03","note":"A note."}"""),
    ];

    /// <summary>A submission that says everything.</summary>
    private static JsonObject Whole(string reference, string kind, string content)
    {
        var body = Row(reference, Bodies.Handle("nobody"));
        (body["kind"], body["content"]) = (kind, JsonNode.Parse(content));
        body["handling"] = JsonNode.Parse("""{"codes":["H1","H3"],"conditions":"Ask; first."}""");
        body["release"] = JsonNode.Parse("""{"full":["country:FR","country:DE"],"hit":["country:NL"],"excluded":["country:DK"],"feeds":false}""");
        body["purposes"] = new JsonArray("cross-checking", "strategic-analysis");
        body["subject"]!["necessity"] = "It was needed.";
        if (!Kind.All[kind].Personal)
        {
            body.Remove("subject");
        }

        return body;
    }

    /// <summary>What a submission says beside kind and content.</summary>
    private static JsonObject Said(JsonObject body)
    {
        body.Remove("kind");
        body.Remove("content");
        return body;
    }

    private static string Run() => $"r{Interlocked.Increment(ref keys)}x";

    private static JsonObject Row(string reference, JsonObject body)
    {
        body["reference"] = reference;
        return body;
    }

    private static byte[] Lines(IEnumerable<JsonObject> rows) => Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => row.ToJsonString())));

    private static (long Rows, long Submitted, long Amended, long Same, long Refused) Counts(JsonNode result) => (Of(result, "rows"), Of(result, "submitted"), Of(result, "amended"), Of(result, "same"), Of(result, "refused"));

    private static long Of(JsonNode result, string count) => result[count]!.GetValue<long>();

    private static HttpRequestMessage Request(HttpContent content, string key, string query = "", string media = "application/x-ndjson")
    {
        content.Headers.ContentType = new(media);
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports" + query) { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private static async Task<JsonNode> ImportedAsync(HttpClient http, byte[] file, string query = "", string media = "application/x-ndjson", string? key = null)
    {
        using var answer = await http.SendAsync(Request(new ByteArrayContent(file), key ?? $"import-{Interlocked.Increment(ref keys)}", query, media), Requests.Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Requests.Ct));
        return await answer.JsonAsync();
    }

    private static async Task<JsonNode> FailsAsync(HttpClient http, byte[] file, HttpStatusCode status, string code, string media = "application/x-ndjson")
    {
        using var answer = await http.SendAsync(Request(new ByteArrayContent(file), $"import-{Interlocked.Increment(ref keys)}", "", media), Requests.Ct);
        var problem = await answer.JsonAsync();
        Assert.Equal((status, code), (answer.StatusCode, problem["code"]!.GetValue<string>()));
        return problem;
    }

    private static async Task<List<(long Row, string Code, string Pointer)>> RefusedAsync(HttpClient http, JsonNode result)
    {
        var rows = new List<(long, string, string)>();
        string? next = null;
        do
        {
            var page = await http.ReadAsync($"/v1/imports/{result["id"]}/rows?outcome=refused&limit=1{(next is null ? "" : "&cursor=" + next)}");
            rows.AddRange(page["items"]!.AsArray().Select(row => (row!["row"]!.GetValue<long>(), row["problems"]![0]!["code"]!.GetValue<string>(), row["problems"]![0]!["pointer"]!.GetValue<string>())));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        return rows;
    }

    private static async Task<JsonNode> ByReferenceAsync(HttpClient http, string reference) =>
        Assert.Single((await http.ReadAsync("/v1/indicators?reference=" + Uri.EscapeDataString(reference)))["items"]!.AsArray())!;

    /// <summary>Sends what it has, and then neither more nor an end.</summary>
    private sealed class HeldContent(byte[] bytes) : HttpContent
    {
        private readonly TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Sent => sent.Task;

        public void Release() => released.TrySetResult();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            sent.TrySetResult();
            await released.Task.WaitAsync(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
