using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class A_sealed_kind_at_rest(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task shows_nothing_of_its_content_subject_or_reference_in_any_table()
    {
        var http = hub.As("se-noa", @case: "canarycase-1");
        var body = Bodies.Handle("canaryhandle1", "country:FR");
        body["content"]!["note"] = "canarynote-1";
        body["content"]!["stableId"] = "6812345678901234567";
        body["subject"] = JsonNode.Parse("""{"categories":["suspect","victim"],"age":"minor","necessity":"canarynecessity-1"}""");
        body["retention"]!["reviewBy"] = "2027-06-30";
        body["reference"] = "canaryreference-1";
        var (id, _) = await http.SubmittedAsync(body);

        using var amended = await http.SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, """
            {"content":{"platform":"snapchat","handle":"canaryhandle2","role":"recruiter","note":"canarynote-2"},
             "subject":{"categories":["witness"],"age":"unknown","necessity":"canarynecessity-2"},"reference":"canaryreference-2"}
            """, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, amended.StatusCode);
        Assert.Equal("full", await http.OutcomeAsync("account-handle", "canaryhandle2"));
        Assert.Equal("none", await hub.As("fr-ofast", @case: "canarycase-2").OutcomeAsync("account-handle", "canaryhandle-sought"));
        using var history = await http.SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history");
        Assert.Contains("canarynote-1", await history.Content.ReadAsStringAsync(Requests.Ct), StringComparison.Ordinal);

        var dump = await hub.DumpAsync();
        Assert.Contains(id, dump, StringComparison.Ordinal);
        foreach (var canary in new[] { "canary", "6812345678901234567", "necessity", "snapchat" })
        {
            Assert.DoesNotContain(canary, Without(dump), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Backstage.Hex(canary), dump, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task keeps_the_reference_of_an_open_kind_sealed_too()
    {
        var body = Bodies.Term("open term");
        body["reference"] = "secretreference";
        await hub.As("se-noa").SubmittedAsync(body);

        Assert.DoesNotContain("secretreference", await hub.DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task leaves_no_value_case_or_key_in_the_audit_tables()
    {
        await hub.As("se-noa", @case: "sought-case").SearchAsync("lexicon-entry", "soughtvalue");
        await hub.As("se-noa", @case: "sought-case").SubmitAsync(Bodies.Term("soughtvalue"), "soughtkey");

        var audit = await hub.DumpAsync("audit_");
        foreach (var canary in new[] { "soughtvalue", "sought-case", "soughtkey" })
        {
            Assert.DoesNotContain(canary, audit, StringComparison.Ordinal);
            Assert.DoesNotContain(Backstage.Hex(canary), audit, StringComparison.Ordinal);
        }
    }

    // The starter lexicon speaks of platforms and of what it is for.
    private static string Without(string dump) => string.Join('\n', dump.Split('\n').Where(row => !row.Contains("lexicon-entry", StringComparison.Ordinal)));
}
