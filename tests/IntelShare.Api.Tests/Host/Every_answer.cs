using IntelShare.Api.Tests.Cast;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntelShare.Api.Tests.Host;

public sealed class Every_answer(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    [Theory]
    [InlineData("/v1/me", 200)]
    [InlineData("/v1/indicators/nowhere", 404)]
    [InlineData("/v1/indicators?unheard=of", 400)]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/health/live", 200)]
    [InlineData("/openapi/intelshare.v1.json", 200)]
    [InlineData("/.well-known/oauth-protected-resource", 200)]
    public async Task is_kept_nowhere_guessed_by_nobody_and_runs_nothing(string path, int status)
    {
        using var answer = await hub.As("se-noa").SendAsync(HttpMethod.Get, path);
        Assert.Equal(status, (int)answer.StatusCode);
        AssertHeaders(answer, "default-src 'none'; frame-ancestors 'none'");
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task of_the_contract_s_page_runs_what_this_hub_serves_and_nothing_else()
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var page = await http.GetAsync("/swagger/index.html", Requests.Ct);
        AssertHeaders(page, "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'");
        // The policy lets no script run that stands in the page itself.
        Assert.DoesNotMatch("<script(?![^>]*src=)|src=[\"']?(https?:)?//", await page.Content.ReadAsStringAsync(Requests.Ct));
        foreach (var part in (string[])["swagger-ui.css", "swagger-ui-bundle.js", "index.js", "index.css"])
        {
            using var loaded = await http.GetAsync("/swagger/" + part, Requests.Ct);
            Assert.True(loaded.IsSuccessStatusCode, part);
        }
    }

    [Fact]
    public async Task behind_a_proxy_with_TLS_asks_for_TLS_from_then_on()
    {
        await using var behind = new TestHub(server) { KnownProxies = ["127.0.0.1"] };
        await behind.InitializeAsync();
        using var answer = await behind.As("se-noa").SendAsync(HttpMethod.Get, "/v1/me", headers: ("X-Forwarded-Proto", "https"));
        Assert.Equal("max-age=31536000; includeSubDomains", answer.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    public async Task to_a_method_that_is_not_mapped_is_405(string method)
    {
        using var answer = await hub.As("se-noa").SendAsync(new(method), "/v1/indicators");
        Assert.Equal(405, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/indicators?limit=1&limit=2")]
    [InlineData("/v1/indicators?limit=1&LIMIT=1")]
    [InlineData("/v1/indicators?limit=1&limit=1")]
    public async Task to_a_parameter_given_twice_is_400(string path)
    {
        using var answer = await hub.As("se-noa").SendAsync(HttpMethod.Get, path);
        Assert.Equal("malformed-parameter", await answer.CodeAsync());
    }

    [Fact]
    public async Task to_a_request_framed_in_two_ways_closes_the_connection()
    {
        var answer = await hub.RawAsync("POST /v1/searches", ["Content-Length: 4", "Transfer-Encoding: chunked"], "0\r\n\r\nGET /v1/me HTTP/1.1\r\n\r\n"u8.ToArray());
        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("HTTP/1.1", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void comes_within_the_limits_of_the_server()
    {
        var limits = hub.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        Assert.False(limits.AddServerHeader);
        Assert.Equal((256 * 1024, 48 * 1024, 64, 5_000, 64), (limits.Limits.MaxRequestBodySize, limits.Limits.MaxRequestHeadersTotalSize, limits.Limits.MaxRequestHeaderCount, limits.Limits.MaxConcurrentConnections, limits.Limits.Http2.MaxStreamsPerConnection));
        Assert.Equal((10, 60), (limits.Limits.RequestHeadersTimeout.TotalSeconds, limits.Limits.KeepAliveTimeout.TotalSeconds));
        Assert.Equal((240, 240), (limits.Limits.MinRequestBodyDataRate!.BytesPerSecond, limits.Limits.MinResponseDataRate!.BytesPerSecond));
    }

    private static void AssertHeaders(HttpResponseMessage answer, string policy)
    {
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal(policy, answer.Headers.GetValues("Content-Security-Policy").Single());
    }
}
