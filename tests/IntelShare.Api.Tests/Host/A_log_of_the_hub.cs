using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Keeping;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntelShare.Api.Tests.Host;

/// <summary>Everything is set to be logged, in general, by library and by provider; and words are sent that nobody else would write.</summary>
public sealed class A_log_of_the_hub : IAsyncLifetime
{
    private const string Handle = "canaryhandle";
    private const string Term = "canary term";
    private const string Case = "canarycase";
    private const string Justification = "canaryjustification";
    private const string Officer = "canaryofficer";
    private const string Reference = "canaryreference";
    private readonly CapturedLog log = new();
    private readonly TestHub hub;

    public A_log_of_the_hub(PostgresServer server) => hub = new(server)
    {
        Configured = [.. ((string[])["Logging:LogLevel:Default", "Logging:LogLevel:Microsoft.AspNetCore.Routing", "Logging:LogLevel:Npgsql.Command", "Logging:LogLevel:Marten", "Logging:CapturedLog:LogLevel:Default", "Logging:CapturedLog:LogLevel:Npgsql"]).Select(level => (level, "Trace"))],
        Also = services => services.AddSingleton<ILoggerProvider>(log),
    };

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task holds_no_word_of_a_request_whether_it_succeeds_or_fails()
    {
        var owner = Http("se-noa", "contributor", "discloser", "analyst");
        var body = Bodies.Handle(Handle, "country:FR");
        body["reference"] = Reference;
        var (record, etag) = await owner.SubmittedAsync(body);
        await owner.SubmittedAsync(Bodies.Term(Term, "country:FR"));
        var reader = Http("fr-ofast", "analyst");
        Assert.Equal("full", await reader.OutcomeAsync("account-handle", Handle));
        Assert.Equal("full", await reader.OutcomeAsync("lexicon-entry", Term));

        var statuses = new List<HttpStatusCode>();
        foreach (var (http, method, path, json) in ((HttpClient, HttpMethod, string, string?)[])
        [
            (reader, HttpMethod.Get, "/v1/indicators/" + record, null),
            (reader, HttpMethod.Get, "/v1/indicators/" + Handle, null),
            (reader, HttpMethod.Get, "/v1/indicators?platform=" + Handle, null),
            (reader, HttpMethod.Get, "/v1/" + Handle, null),
            (owner, HttpMethod.Get, "/v1/indicators?reference=" + Reference, null),
            (owner, HttpMethod.Patch, "/v1/indicators/" + record, $$"""{"reference":"{{Reference}}","{{Handle}}":1}"""),
            (owner, HttpMethod.Patch, "/v1/indicators/" + record, "{\"reference\":\"" + Reference),
            (owner, HttpMethod.Post, "/v1/indicators", body.ToJsonString().Replace("tiktok", Handle, StringComparison.Ordinal)),
            (reader, HttpMethod.Post, "/v1/searches", $$"""{"queries":[{"kind":"{{Term}}","value":"{{Term}}"}]}"""),
            (reader, HttpMethod.Post, "/v1/scans", $$"""{"texts":[{"id":"{{Reference}}","text":"@{{Handle}} t.me/{{Handle}} {{Term}}"}]}"""),
            (reader, HttpMethod.Delete, $"/v1/members/fr-ofast/officers/{Officer}/block", """{"reason":"canaryreason"}"""),
            (Http("fr-ofast", "agency-admin"), HttpMethod.Put, $"/v1/members/fr-ofast/officers/{Officer}2/block", """{"reason":"canaryreason"}"""),
            (Http("fr-ofast", "auditor"), HttpMethod.Get, $"/v1/audit/entries?officer={Officer}", null),
        ])
        {
            using var answer = await http.SendAsync(method, path, json, ("If-Match", etag), ("Idempotency-Key", "canarykey"));
            statuses.Add(answer.StatusCode);
        }

        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Contains(HttpStatusCode.NotFound, statuses);
        Assert.Contains(HttpStatusCode.BadRequest, statuses);
        Assert.Contains(HttpStatusCode.UnprocessableEntity, statuses);
        Assert.Contains(HttpStatusCode.Forbidden, statuses);

        // Tokens that fail, in every place where one can stand.
        var wrong = owner.DefaultRequestHeaders.Authorization!.Parameter + "x";
        Assert.Equal(401, (await hub.WhoAmIAsync("Bearer " + wrong)).Status);
        Assert.Equal(401, (await hub.WhoAmIAsync("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("canaryclient:" + wrong)))).Status);
        using var inPath = await owner.SendAsync(HttpMethod.Get, "/v1/me?access_token=" + wrong);
        await AssertFailsAsync(owner, reader, record, body);

        Assert.Contains("answered as", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", log.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(wrong[..40], log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong.Split('.')[1], log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(record, log.Text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Failures of the database, whose own words would quote rows and statements.</summary>
    private async Task AssertFailsAsync(HttpClient owner, HttpClient reader, string record, JsonNode body)
    {
        await hub.ExecuteAsync("alter table intelshare.match_key add constraint canary check (fold < 0) not valid");
        using var submitted = await owner.SubmitAsync(body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, submitted.StatusCode);
        await hub.ExecuteAsync("revoke insert on intelshare.audit_entry from intelshare_app");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await reader.StatusAsync("/v1/indicators/" + record));
        await hub.ExecuteAsync("grant insert on intelshare.audit_entry to intelshare_app; revoke select on intelshare.posting_class from intelshare_app");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await reader.StatusAsync("/v1/indicators"));
        await hub.ExecuteAsync("grant select on intelshare.posting_class to intelshare_app; revoke select on doc.mt_doc_indicator from intelshare_app");
        await Assert.ThrowsAnyAsync<Exception>(() => hub.Services.GetRequiredService<Reviewing>().GoAsync(Requests.Ct));
        await hub.ExecuteAsync("grant select on doc.mt_doc_indicator to intelshare_app");
    }

    private HttpClient Http(string member, params string[] roles)
    {
        var http = hub.AsOfficer(member, Officer, roles, Justification);
        http.DefaultRequestHeaders.Remove("Intel-Case");
        http.DefaultRequestHeaders.Add("Intel-Case", Case);
        return http;
    }
}
