using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

/// <summary>What a partner's system does in a day.</summary>
public sealed class Working_by_the_library(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task leads_a_record_from_its_submission_to_its_end()
    {
        using var sweden = hub.Library("se-noa");
        var submitted = await sweden.SubmitAsync(Drafts.Account("whole.life", "country:FR") with { Reference = "K-1/7" }, cancellationToken: Requests.Ct);
        var id = submitted.Value.Id;
        var amended = await sweden.AmendAsync(id, submitted.ETag!, new() { Handling = Handling.Of(HandlingCode.H1), DropsReference = true }, Requests.Ct);
        Assert.Equal((HandlingCode.H1, null, 1), (amended.Value.Handling.Codes.Single(), amended.Value.Reference, amended.Value.Subject!.Categories.Count));
        var released = await sweden.ReleaseAsync(id, amended.ETag!, new() { Full = ["country:FR", "country:DK"] }, Requests.Ct);
        Assert.Equal(["country:FR", "country:DK"], released.Value.Release.Full);

        using var france = hub.Library("fr-ofast");
        var view = Assert.IsType<FullView>((await france.GetAsync(id, Drafts.Why, cancellationToken: Requests.Ct)).Value);
        Assert.Equal([Obligation.NotInJudicialProceedings], view.Obligations);
        var withdrawn = await sweden.WithdrawAsync(id, released.ETag!, "The source recanted.", Requests.Ct);
        Assert.Equal(IndicatorStatus.Withdrawn, withdrawn.Value.Status);
        Assert.Equal("not-found", (await Assert.ThrowsAsync<ProblemException>(() => france.GetAsync(id, Drafts.Why, cancellationToken: Requests.Ct))).Code);
        Assert.IsType<AccountHandle>(Assert.IsType<OwnerView>((await sweden.GetAsync(id, Drafts.Why, asOf: hub.Clock.GetUtcNow(), cancellationToken: Requests.Ct)).Value).Content);
    }

    [Fact]
    public async Task searches_and_is_told_in_full_of_a_hit_or_of_nothing()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        await sweden.SubmitAsync(Drafts.Term("in full", "country:FR"), cancellationToken: Requests.Ct);
        await sweden.SubmitAsync(Drafts.Account("as.a.hit") with { Release = new() { Hit = ["country:FR"] } }, cancellationToken: Requests.Ct);
        var found = await france.SearchAsync([new(IndicatorKind.LexiconEntry, "in full"), new(IndicatorKind.AccountHandle, "as.a.hit", "tiktok"), new(IndicatorKind.LexiconEntry, "nothing")], new(Purpose.CrossChecking, "K-2026-17 åäö"), Requests.Ct);
        Assert.Equal([Outcome.Full, Outcome.Hit, Outcome.None], found.Value.Results.Select(result => result.Outcome));
        Assert.IsType<LexiconEntry>(Assert.IsType<FullView>(found.Value.Results[0].Indicators.Single()).Content);
        Assert.NotEmpty(found.Value.Results[1].Hits.Single().Desk.Contact);
        Assert.Equal("case-missing", (await Assert.ThrowsAsync<ProblemException>(() => france.SearchAsync([new(IndicatorKind.AccountHandle, "as.a.hit", "tiktok")], new(Purpose.CrossChecking), Requests.Ct))).Code);
    }

    [Fact]
    public async Task finds_terms_in_a_document_and_in_a_stream_longer_than_a_request()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        var id = (await sweden.SubmitAsync(Drafts.Term("🛷🥶", "country:FR"), cancellationToken: Requests.Ct)).Value.Id;
        var one = (await france.ScanAsync([new("a", "Ny 🛷🥶!"), new("b", "nothing")], Drafts.Why, Requests.Ct)).Value;
        Assert.Equal([id], one.Indicators.Select(record => record.Id));
        Assert.Equal((3, 11, 3, 7, Via.Term, id), one.Results[0].Matches.Select(place => (place.Start, place.End, place.StartUtf16, place.EndUtf16, place.Via, place.Indicators.Single())).Single());
        Assert.Empty(one.Results[1].Matches);

        var scanned = await france.ScanAsync(Many(), Drafts.Why, Requests.Ct).ToListAsync(Requests.Ct);
        Assert.Equal(Enumerable.Range(0, 10_003).Select(number => $"p-{number}"), scanned.Select(text => text.Found.Id));
        Assert.Equal(["p-1", "p-10002"], scanned.Where(text => text.Found.Matches.Count > 0).Select(text => text.Text.Id));
        Assert.Equal("🛷🥶", scanned[^1].Text.Text[scanned[^1].Found.Matches[0].StartUtf16..scanned[^1].Found.Matches[0].EndUtf16]);
        Assert.IsType<FullView>(scanned[^1].Indicators[id]);

        // Two texts of six MiB go in two requests; one of eleven is the hub's to refuse.
        var large = await france.ScanAsync(new PostedText[] { new("x", new string('x', 6 << 20)), new("y", new string('y', 6 << 20)) }.ToAsyncEnumerable(), Drafts.Why, Requests.Ct).ToListAsync(Requests.Ct);
        Assert.Equal(["x", "y"], large.Select(text => text.Found.Id));
        Assert.Equal("body-too-large", (await Assert.ThrowsAsync<ProblemException>(async () => await france.ScanAsync(new PostedText[] { new("z", new string('z', 11 << 20)) }.ToAsyncEnumerable(), Drafts.Why, Requests.Ct).ToListAsync(Requests.Ct))).Code);

        static async IAsyncEnumerable<PostedText> Many()
        {
            for (var number = 0; number < 10_003; number++)
            {
                yield return new($"p-{number}", number is 1 or 10_002 ? "🛷🥶 i Malmö" : "Fin dag");
            }

            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task tries_a_rule_before_any_record_has_it()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        var term = await sweden.SubmitAsync(Drafts.Term("tried powder", "country:FR"), cancellationToken: Requests.Ct);
        var rule = new Rule
        {
            Groups = [new() { Name = "goods", Concepts = ["drug.cocaine"] }, new() { Name = "job", Words = ["libkurir"] }, new() { Name = "when", Figures = [Figure.Time] }],
            All = ["goods", "job"],
            AtLeast = new(1, ["when"]),
            Within = 10,
        };
        var tried = await france.TryRuleAsync(rule, [new("a", "Libkurir 18:30, tried powder"), new("b", "libkurir")], Drafts.Why, Requests.Ct);
        Assert.Equal((2, 1, 4L), (tried.Value.Texts, tried.Value.Holds, tried.Value.Places));
        Assert.Equal(["a: job 0-8, when 9-14, goods 16-28", "b: "], tried.Value.Results.Select(text => $"{text.Id}: {string.Join(", ", (text.Parts ?? []).Select(part => $"{part.Group} {part.Start}-{part.End}"))}"));
        Assert.NotNull(tried.AuditEntry);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => france.TryRuleAsync(rule with { Within = 0 }, [new("a", "x")], Drafts.Why, Requests.Ct));
        Assert.Equal("within-range /rule/within", refused.Problems.Select(problem => $"{problem.Code} {problem.Pointer}").Single());
        await sweden.WithdrawAsync(term.Value.Id, term.ETag!, "Tried.", Requests.Ct);
        Assert.Equal(0, (await france.TryRuleAsync(rule, [new("a", "Libkurir 18:30, tried powder")], Drafts.Why, Requests.Ct)).Value.Holds);
    }

    [Fact]
    public async Task counts_how_specific_terms_are()
    {
        using var sweden = hub.Library("se-noa");
        PostedText[] harmless = [new("a", "Snö, snö!"), new("b", "sno"), new("c", "Vit snö i fjällen")];
        var loose = (await sweden.CountTermsAsync(["snö", "vit snö"], harmless, cancellationToken: Requests.Ct)).Value;
        Assert.Equal((3, null), (loose.Texts, loose.Truncated));
        Assert.Equal([new("snö", 3), new TermCount("vit snö", 1)], loose.Items);
        Assert.Equal(2, (await sweden.CountTermsAsync(["snö"], harmless, Diacritics.Exact, Requests.Ct)).Value.Items.Single().Found);
        Assert.Equal("refused", (await Assert.ThrowsAsync<ProblemException>(() => sweden.CountTermsAsync([], harmless, cancellationToken: Requests.Ct))).Code);
    }

    [Fact]
    public async Task reads_what_a_term_stands_for_and_what_stands_for_a_concept_over_pages()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        await sweden.SubmitAsync(Drafts.Term("stands for 🛷", "country:FR"), cancellationToken: Requests.Ct);
        var term = Assert.Single(await france.LexiconAsync(LexiconQuestion.OfTerm("STANDS for 🛷"), Drafts.Why, Requests.Ct).ToListAsync(Requests.Ct));
        var sense = Assert.Single(term.Senses);
        Assert.Equal(["se-noa"], sense.Agrees);
        Assert.Equal((Stance.Asserts, "se-noa"), (sense.Assertions.Single().Stance, sense.Assertions.Single().Owner));
        for (var i = 0; i < 101; i++)
        {
            await sweden.SubmitAsync(Drafts.Term($"paged {i}", "country:FR"), cancellationToken: Requests.Ct);
        }

        var terms = await france.LexiconAsync(LexiconQuestion.OfConcept(sense.Concept), Drafts.Why, Requests.Ct).Select(one => one.Term).ToListAsync(Requests.Ct);
        Assert.Equal(terms, await france.ItemsAsync($"/v1/lexicon?concept={sense.Concept}&limit=40", new(Drafts.Why), Requests.Ct).Select(one => one["term"]!.GetValue<string>()).ToListAsync(Requests.Ct));
        Assert.NotEmpty(await france.ItemsAsync("/v1/members", cancellationToken: Requests.Ct).ToListAsync(Requests.Ct));
        Assert.Equal(101, terms.Count(one => one.StartsWith("paged ", StringComparison.Ordinal)));
        Assert.Equal(terms.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), terms);
        Assert.Empty(await france.LexiconAsync(LexiconQuestion.OfConcept(sense.Concept, "JP"), Drafts.Why, Requests.Ct).ToListAsync(Requests.Ct));
        Assert.Equal("malformed-parameter", (await Assert.ThrowsAsync<ProblemException>(async () => await france.LexiconAsync(LexiconQuestion.OfConcept("no.such"), Drafts.Why, Requests.Ct).ToListAsync(Requests.Ct))).Code);
    }

    [Fact]
    public async Task asks_behind_a_hit_accepts_conditions_and_tells_what_was_seen()
    {
        using var sweden = hub.Library("se-noa");
        using var france = hub.Library("fr-ofast");
        await sweden.SubmitAsync(Drafts.Account("ask.behind") with { Release = new() { Hit = ["country:FR"] } }, cancellationToken: Requests.Ct);
        await sweden.SubmitAsync(Drafts.Term("under conditions", "country:FR") with { Handling = new([HandlingCode.H3], "Ask us first."), Release = new() { Full = ["country:FR"] } }, cancellationToken: Requests.Ct);
        var results = (await france.SearchAsync([new(IndicatorKind.AccountHandle, "ask.behind", "tiktok"), new(IndicatorKind.LexiconEntry, "under conditions")], Drafts.Why, Requests.Ct)).Value.Results;
        foreach (var (urgent, days) in new (UrgentGround?, double)[] { (null, 7), (UrgentGround.ThreatToLifeOrIntegrity, 1 / 3.0) })
        {
            var asked = await france.AskForDisclosureAsync(new() { Hit = results[0].Hits.Single().Reference, Asks = Asks.Content, Justification = "The account wrote to a minor.", Urgent = urgent }, Drafts.Why, cancellationToken: Requests.Ct);
            var request = JsonNode.Parse((await france.SendAsync(HttpMethod.Get, $"/v1/disclosure-requests/{asked.Value.Id}", stated: new(Drafts.Why), cancellationToken: Requests.Ct)).Value)!;
            Assert.Equal(days, (request["due"]!.GetValue<DateTimeOffset>() - hub.Clock.GetUtcNow()).TotalDays, 3);
        }

        var waiting = Assert.Single(results[1].Conditions!);
        Assert.True((await france.AcknowledgeAsync(waiting.Indicator, waiting.Conditions, Drafts.Why, Requests.Ct)).Value.Acknowledged);
        Assert.IsType<FullView>((await france.GetAsync(waiting.Indicator, Drafts.Why, cancellationToken: Requests.Ct)).Value);
        var seen = await france.ReportSightingAsync(waiting.Indicator, new(new DateOnly(2026, 11, 30), Count: 2, Country: "FR"), Drafts.Why, cancellationToken: Requests.Ct);
        Assert.Contains(seen.Value.Id.ToString(), (await sweden.SendAsync(HttpMethod.Get, $"/v1/indicators/{waiting.Indicator}/sightings", stated: new(Drafts.Why), cancellationToken: Requests.Ct)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task walks_all_pages_of_a_list()
    {
        using var finland = hub.Library("fi-krp");
        var ids = new List<Guid>();
        for (var i = 0; i < 101; i++)
        {
            ids.Add((await finland.SubmitAsync(Drafts.Term($"listed {i}") with { Reference = i == 0 ? "the first" : null }, cancellationToken: Requests.Ct)).Value.Id);
        }

        var listed = await finland.ListAsync(Drafts.Why, IndicatorKind.LexiconEntry, mine: true, cancellationToken: Requests.Ct).Select(view => view.Id).ToListAsync(Requests.Ct);
        Assert.Equal(ids.Reverse<Guid>(), listed.Take(101));
        Assert.Equal([ids[0]], await finland.FindAsync("the first", Drafts.Why, Requests.Ct).Select(view => view.Id).ToListAsync(Requests.Ct));
    }

    [Fact]
    public async Task brings_a_file_in_once_though_its_answer_was_lost_and_takes_it_out_again()
    {
        using var cutting = new Cutting(answers: 1);
        using var belgium = hub.Library("be-fgp", cutting);
        var defaults = Bodies.Term("nobody", "country:FR");
        defaults["content"]!.AsObject().Remove("term");
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("reference,content.term\r\nlib-1,imported one\r\nlib-2,\r\nlib-3,imported three\r\n"));
        var key = await IdempotencyKey.OfAsync(file, Requests.Ct);
        file.Position = 0;
        var sent = new Heard();
        var result = (await belgium.ImportAsync(file, ImportFormat.Csv, key, defaults, sent: sent, cancellationToken: Requests.Ct)).Value;
        Assert.Equal((3, 1, 2, file.Length), (result.Rows, result.Refused, cutting.Sent.Count, sent.Last));
        var refused = Assert.Single(await belgium.ImportRowsAsync(result.Id, RowOutcome.Refused, Requests.Ct).ToListAsync(Requests.Ct));
        Assert.Equal((2L, RowOutcome.Refused, "/content/term"), (refused.Row, refused.Outcome, refused.Problems!.Single().Pointer));

        using var table = new MemoryStream();
        var received = new Heard();
        Assert.NotNull(await belgium.ExportAsync(table, ExportFormat.Csv, Drafts.Why, IndicatorKind.LexiconEntry, mine: true, received, Requests.Ct));
        Assert.Equal(table.Length, received.Last);
        Assert.Equal(2, Encoding.UTF8.GetString(table.ToArray()).Split('\n').Count(line => line.Contains(",imported ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task sends_nothing_of_a_file_that_is_refused_and_all_of_one_that_is_not()
    {
        using var auditor = hub.Library("se-noa", roles: Roles.Auditor);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(new string(' ', 40_000_000) + "\n{}\n"));
        var sent = new Heard();
        Assert.Equal("role-missing", (await Assert.ThrowsAsync<ProblemException>(() => auditor.ImportAsync(file, ImportFormat.Ndjson, "refused", sent: sent, cancellationToken: Requests.Ct))).Code);
        Assert.Equal(0, sent.Last);

        using var sweden = hub.Library("se-noa");
        file.Position = 0;
        var result = (await sweden.ImportAsync(file, ImportFormat.Ndjson, "taken", sent: sent, cancellationToken: Requests.Ct)).Value;
        Assert.Equal((2, 2, file.Length), (result.Rows, result.Refused, sent.Last));
    }

    [Fact]
    public async Task reaches_every_other_operation_in_words_of_its_own()
    {
        using var sweden = hub.Library("se-noa", roles: Roles.Auditor);
        var answer = await sweden.SendAsync(HttpMethod.Get, "/v1/audit/entries?limit=1", cancellationToken: Requests.Ct);
        Assert.Single(JsonNode.Parse(answer.Value)!["items"]!.AsArray());
        Assert.Equal("role-missing", (await Assert.ThrowsAsync<ProblemException>(() => sweden.SubmitAsync(Drafts.Term("no role"), cancellationToken: Requests.Ct))).Code);
    }

    private sealed class Heard : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}
