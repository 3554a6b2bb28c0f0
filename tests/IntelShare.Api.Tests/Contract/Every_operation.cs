using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Contract;

/// <summary>
/// Each operation of the committed contract, tried by those it is not for: strangers, a suspended member, an agency that may not see the
/// thing, a token without the role. A new operation fails until it has a line in <see cref="Cases"/>; what is open by intent stands in
/// <c>open-operations.txt</c>, which may only shrink.
/// </summary>
public sealed class Every_operation(TestHub hub) : IClassFixture<TestHub>
{
    private const string Hidden = "a hidden word";
    private const string Nowhere = "11111111-1111-4111-8111-111111111111";

    private static readonly string[] Roles = ["auditor", "agency-admin", "analyst", "feed", "contributor", "discloser"];

    /// <summary>By operation: what an agency that may not see Sweden's record gets, and the body it sends.</summary>
    private static readonly Dictionary<string, (int Answer, string? Body)> Cases = new(StringComparer.Ordinal)
    {
        ["whoAmI"] = (200, null),
        ["submitIndicator"] = (201, Bodies.Term(Hidden).ToJsonString()),
        ["listIndicators"] = (200, null),
        ["listChanges"] = (200, null),
        ["exportIndicators"] = (400, null),
        ["importIndicators"] = (415, null),
        ["getImport"] = (404, null),
        ["listImportRows"] = (404, null),
        ["retainImport"] = (404, """{"reviewBy":"2027-06-30","reason":"not mine"}"""),
        ["withdrawImport"] = (404, """{"reason":"not mine"}"""),
        ["releaseImport"] = (404, """{"full":["member-states"]}"""),
        ["getIndicator"] = (404, null),
        ["amendIndicator"] = (404, """{"reference":"mine now"}"""),
        ["changeRelease"] = (404, """{"full":["member-states"]}"""),
        ["withdrawIndicator"] = (404, """{"reason":"not mine"}"""),
        ["extendRetention"] = (404, """{"reviewBy":"2027-06-30","reason":"not mine"}"""),
        ["restrictIndicator"] = (404, """{"ground":"evidence","reason":"not mine"}"""),
        ["liftRestriction"] = (404, """{"reason":"not mine"}"""),
        ["eraseIndicator"] = (404, """{"ground":"unlawful","basis":"not mine"}"""),
        ["readCertificate"] = (404, null),
        ["listReviews"] = (200, null),
        ["reportProtectedPersons"] = (200, null),
        ["reportAccess"] = (200, null),
        ["reportYear"] = (200, null),
        ["indicatorHistory"] = (404, null),
        ["searchIndicators"] = (200, $$"""{"queries":[{"kind":"lexicon-entry","value":"{{Hidden}}"}]}"""),
        ["scanTexts"] = (200, $$"""{"texts":[{"id":"1","text":"{{Hidden}}"}]}"""),
        ["countTerms"] = (200, $$"""{"terms":["{{Hidden}}"],"texts":[{"id":"1","text":"{{Hidden}}"}]}"""),
        ["tryRule"] = (200, $$"""{"rule":{"groups":[{"name":"it","words":["{{Hidden}}"]}],"all":["it"],"within":5},"texts":[{"id":"1","text":"{{Hidden}}"}]}"""),
        ["readLexicon"] = (400, null),
        ["reevaluateIndicator"] = (404, """{"evaluation":"unassessed","reason":"guess"}"""),
        ["readConditions"] = (404, null),
        ["acknowledgeConditions"] = (404, """{"conditions":"Ask first."}"""),
        ["explainAccess"] = (404, null),
        ["reportSighting"] = (404, """{"seenAt":"2026-11-30"}"""),
        ["listSightings"] = (404, null),
        ["proposeRegrade"] = (404, """{"evaluation":"unassessed","reason":"guess"}"""),
        ["listRegradeProposals"] = (400, null),
        ["getRegradeProposal"] = (404, null),
        ["decideRegrade"] = (404, """{"decision":"refuse","reason":"guess"}"""),
        ["requestDisclosure"] = (404, """{"indicator":"@","asks":"judicial-use","justification":"guess","urgent":false}"""),
        ["listDisclosureRequests"] = (200, null),
        ["getDisclosureRequest"] = (404, null),
        ["decideDisclosure"] = (404, """{"decision":"refuse","ground":"investigation-or-safety","reason":"guess"}"""),
        ["revokeDisclosure"] = (404, """{"reason":"guess"}"""),
        ["listDisclosures"] = (200, null),
        ["receiveSubjectRequest"] = (201, """{"asks":"access","receivedOn":"2026-11-30","identifiers":[{"kind":"account-handle","value":"guess"}]}"""),
        ["listSubjectRequests"] = (400, null),
        ["getSubjectRequest"] = (404, null),
        ["forwardSubjectRequest"] = (404, null),
        ["answerSubjectRequest"] = (404, """{"answer":"disclose"}"""),
        ["closeSubjectRequest"] = (404, null),
        ["issueRecall"] = (422, """{"indicators":["@"],"reason":"wrong-content"}"""),
        ["listRecalls"] = (400, null),
        ["getRecall"] = (404, null),
        ["answerRecall"] = (404, """{"answer":"deleted"}"""),
        ["listNotices"] = (200, null),
        ["acknowledgeNotice"] = (404, null),
        ["listOfficers"] = (404, null),
        ["clearOfficer"] = (404, """{"reason":"guess","until":"2027-01-31T00:00:00Z"}"""),
        ["withdrawClearance"] = (404, """{"reason":"guess"}"""),
        ["blockOfficer"] = (404, """{"reason":"guess"}"""),
        ["unblockOfficer"] = (404, """{"reason":"guess"}"""),
        ["listStandingAuthorisations"] = (200, null),
        ["giveStandingAuthorisation"] = (422, """{"party":"SE","reason":"guess"}"""),
        ["revokeStandingAuthorisation"] = (404, """{"reason":"guess"}"""),
        ["listMemberWithdrawals"] = (200, null),
        ["nameSuccessor"] = (404, """{"successor":"se-noa","reason":"guess"}"""),
        ["takeSuccessorBack"] = (404, null),
        ["acceptSuccession"] = (404, null),
        ["listParties"] = (200, null),
        ["listMembers"] = (200, null),
        ["getMember"] = (404, null),
        ["listTaskForces"] = (200, null),
        ["listClients"] = (404, null),
        ["putClient"] = (404, """{"roles":["analyst"],"purposes":["cross-checking"]}"""),
        ["removeClient"] = (404, """{"reason":"guess"}"""),
        ["addKey"] = (404, """{"jwk":{}}"""),
        ["retireKey"] = (404, """{"at":"2027-06-30T00:00:00Z"}"""),
        ["listIssuers"] = (404, null),
        ["trustIssuer"] = (404, """{"iss":"https://idp.example/realms/x","algorithms":["RS256"],"types":["JWT"],"jwksUri":"https://idp.example/jwks","clients":{"x":"x"}}"""),
        ["distrustIssuer"] = (404, """{"reason":"guess"}"""),
        ["registerToken"] = (404, """{"expiresAt":"2027-01-31T00:00:00Z"}"""),
        ["revokeToken"] = (404, """{"reason":"guess"}"""),
        ["revokeKey"] = (404, """{"reason":"guess"}"""),
        // Nobody but the hub's own agency may hold the role.
        ["enrolParty"] = (401, """{"kind":"third-country","name":"guess"}"""),
        ["concludeAgreement"] = (401, """{"legalBasis":"guess","level":"full"}"""),
        ["endAgreement"] = (401, """{"reason":"guess"}"""),
        ["enrolMember"] = (401, """{"party":"FR","name":"guess","desk":{"contact":"guess","urgent":"guess"},"roles":["analyst"]}"""),
        ["changeMember"] = (401, """{"reason":"guess"}"""),
        ["suspendMember"] = (401, """{"reason":"guess"}"""),
        ["readmitMember"] = (401, """{"reason":"guess"}"""),
        ["introduceClient"] = (401, """{"client":"guess","roles":["agency-admin"],"purposes":["cross-checking"],"jwk":{}}"""),
        ["foundTaskForce"] = (401, """{"name":"guess"}"""),
        ["joinTaskForce"] = (401, """{"participant":"country:FR"}"""),
        ["leaveTaskForce"] = (401, """{"participant":"country:FR"}"""),
        ["listPendingActs"] = (401, null),
        ["getPendingAct"] = (401, null),
        ["secondAct"] = (401, "{}"),
        ["refuseAct"] = (401, """{"reason":"guess"}"""),
        ["withdrawMember"] = (401, """{"reason":"guess","effectiveOn":"2027-06-30"}"""),
        ["keepMember"] = (401, """{"reason":"guess"}"""),
        ["previewChange"] = (401, """{"joins":{"taskForce":"grimm","participant":"country:FR"}}"""),
        ["getConcepts"] = (200, null),
        // One agency alone holds the role.
        ["nameConcept"] = (401, """{"labels":{"en":"guess"},"reason":"guess"}"""),
        ["mergeConcept"] = (401, """{"into":"drug.any","reason":"guess"}"""),
        ["partConcept"] = (401, """{"reason":"guess"}"""),
        ["getPlatforms"] = (200, null),
        ["listEntries"] = (200, null),
        ["listReaders"] = (400, null),
        ["drawSample"] = (404, null),
        ["reportOfficers"] = (200, null),
        ["getCheckpoint"] = (404, null),
        ["listLeaves"] = (404, null),
        ["getInclusion"] = (404, null),
        ["getConsistency"] = (400, null),
        ["getEvidence"] = (404, null),
        ["listHolds"] = (404, null),
        ["placeHold"] = (404, null),
        ["liftHold"] = (404, null),
        ["healthLive"] = (200, null),
        ["healthReady"] = (200, null),
        ["readResourceMetadata"] = (200, null),
    };

    public static TheoryData<string, string, string, string> Operations => [.. Contract().Select(operation => (operation.Id, operation.Method, operation.Path, string.Join(' ', operation.Roles)))];

    [Fact]
    public void has_a_case_and_every_case_an_operation() =>
        Assert.Equal(Contract().Select(operation => operation.Id).Order(StringComparer.Ordinal), Cases.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void is_open_only_where_the_list_says_so_and_the_list_only_shrinks()
    {
        var lines = File.ReadAllLines(Path.Combine(Truth.Root, "tests/IntelShare.Api.Tests/Contract/open-operations.txt"));
        var open = Contract().Where(operation => operation.Roles is []).Select(operation => operation.Id).Order(StringComparer.Ordinal);

        Assert.Equal($"{lines.Length - 1} operations, at most", lines[0]);
        Assert.Equal(open, lines.Skip(1).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task is_closed_to_strangers_and_the_suspended(string id, string method, string path, string roles)
    {
        var record = await HiddenAsync();
        var open = !path.StartsWith("/v1/", StringComparison.Ordinal);
        await hub.RegisterAsync("member/nl-dlio", new MemberSuspended("test"));
        await hub.LearnAsync();
        foreach (var token in new[] { null, hub.Token("fr-ofast", signedBy: Forge.Rogue("fr-ofast", "fr-ofast")), hub.Token("nl-dlio") })
        {
            using var http = new HttpClient { BaseAddress = hub.Address };
            http.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
            using var response = await SendAsync(http, id, method, path, record);
            Assert.Equal((id, open ? HttpStatusCode.OK : HttpStatusCode.Unauthorized), (id, response.StatusCode));
        }

        Assert.True(open || roles is not null);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task is_closed_to_other_roles(string id, string method, string path, string roles)
    {
        foreach (var role in roles.Length == 0 ? [] : Roles.Except(roles.Split(' ')))
        {
            using var response = await SendAsync(hub.As("se-noa", "cross-checking", "K-1", role), id, method, path, Nowhere);
            Assert.Equal((id, role, (HttpStatusCode?)HttpStatusCode.Forbidden, "role-missing"), (id, role, response.StatusCode, await response.CodeAsync()));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task tells_another_country_what_it_would_tell_if_the_record_were_not_there(string id, string method, string path, string roles)
    {
        var record = await HiddenAsync();
        var role = roles.Length == 0 ? "analyst" : roles.Split(' ')[0];
        using var there = await SendAsync(hub.As("fr-ofast", "cross-checking", "K-1", role), id, method, path, record);
        using var nowhere = await SendAsync(hub.As("fr-ofast", "cross-checking", "K-1", role), id, method, path, Nowhere);
        var told = await there.Content.ReadAsStringAsync(Requests.Ct);

        Assert.Equal((id, (HttpStatusCode)Cases[id].Answer), (id, there.StatusCode));
        Assert.DoesNotContain(record, told, StringComparison.Ordinal);
        if (path.Contains('{', StringComparison.Ordinal))
        {
            Assert.Equal(await nowhere.Content.ReadAsStringAsync(Requests.Ct), told);
            Assert.Equal(nowhere.StatusCode, there.StatusCode);
        }

        using var own = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{record}");
        Assert.Equal("""{"full":["country:DK"],"hit":[],"excluded":[],"feeds":true}""", (await own.JsonAsync())["release"]!.ToJsonString());
    }

    private async Task<string> HiddenAsync() => (await hub.As("se-noa").SubmittedAsync(Bodies.Term(Hidden, "country:DK"))).Id;

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string id, string method, string path, string record)
    {
        (string, string)[] headers = [("If-Match", "*"), ("Idempotency-Key", Guid.Parse(record).ToString("N")), .. http.DefaultRequestHeaders.Contains("Intel-Purpose") ? Array.Empty<(string, string)>() : [("Intel-Purpose", "cross-checking"), ("Intel-Case", "K-1")]];
        // A sample of a time before all logs: the hub may seal meanwhile.
        var at = string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? record : part)) + (id == "drawSample" ? "?until=2000-01-01T00:00:00Z" : "");
        return await http.SendAsync(new HttpMethod(method), at, Cases.GetValueOrDefault(id).Body?.Replace("@", record, StringComparison.Ordinal), headers);
    }

    private static IEnumerable<(string Id, string Method, string Path, string[] Roles)> Contract() =>
        from path in JsonNode.Parse(File.ReadAllText(Path.Combine(ContractDocument.Folder, "intelshare.v1.json")))!["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Value!["operationId"]!.GetValue<string>(), operation.Key.ToUpperInvariant(), path.Key,
            operation.Value["x-roles"]?.AsArray().Select(role => role!.GetValue<string>()).ToArray() ?? []);
}
