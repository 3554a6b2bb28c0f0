using System.Net;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Door;

/// <summary>A client that may call from 192.0.2.0/24 alone, and requests that all come from this machine: what is said of their address counts where this machine is a known proxy.</summary>
public sealed class Calling_through_a_proxy(PostgresServer server) : IAsyncLifetime
{
    private readonly TestHub behind = new(server) { KnownProxies = ["127.0.0.0/8", "198.51.100.7"] };
    private readonly TestHub unaware = new(server);

    public async ValueTask InitializeAsync()
    {
        foreach (var hub in (TestHub[])[behind, unaware])
        {
            await hub.InitializeAsync();
            await hub.RegisterAsync("member/fi-krp", new ClientChanged("fi-krp", [Role.Analyst], [Purpose.CrossChecking], ["192.0.2.0/24"], Standing: null));
            await hub.LearnAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await behind.DisposeAsync();
        await unaware.DisposeAsync();
    }

    [Theory]
    [InlineData("192.0.2.9", 200)]
    [InlineData("192.0.2.9:51000", 200)]
    [InlineData("203.0.113.1, 192.0.2.9, 198.51.100.7", 200)]
    [InlineData("192.0.2.9, 203.0.113.1", 401)]
    [InlineData("192.0.2.9, 203.0.113.1, 198.51.100.7", 401)]
    [InlineData("203.0.113.1", 401)]
    [InlineData("nonsense", 401)]
    [InlineData("", 401)]
    public async Task is_calling_from_the_last_address_that_no_known_proxy_has(string forwarded, int status)
    {
        using var answer = await FromAsync(behind, forwarded);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Forwarded")]
    public async Task from_an_unknown_address_changes_nothing(string header)
    {
        using var answer = await unaware.AsOfficer("fi-krp", "anna").SendAsync(HttpMethod.Get, "/v1/me", headers: (header, "192.0.2.9"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var there = await unaware.As("se-noa").SendAsync(HttpMethod.Get, "/.well-known/oauth-protected-resource", headers: ("X-Forwarded-Proto", "https"));
        Assert.StartsWith("http://", (await there.JsonAsync())["resource"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task tells_the_client_the_address_that_it_called()
    {
        using var http = new HttpClient { BaseAddress = behind.Address };
        using var answer = await http.SendAsync(HttpMethod.Get, "/.well-known/oauth-protected-resource", headers: [("X-Forwarded-For", "192.0.2.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "elsewhere.example")]);
        Assert.Equal("https://" + behind.Address.Authority, (await answer.JsonAsync())["resource"]!.GetValue<string>());
    }

    [Fact]
    public async Task without_a_token_counts_against_the_caller_and_not_the_proxy()
    {
        using var http = new HttpClient { BaseAddress = behind.Address };
        using var answer = await http.SendAsync(HttpMethod.Get, "/v1/me", headers: ("X-Forwarded-For", "203.0.113.77"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        await behind.Services.GetRequiredService<Knocks>().WriteAsync(Requests.Ct);
        Assert.Equal(1, await behind.ScalarAsync<long>("select count from intelshare.refused_knock where address = '203.0.113.77'"));
    }

    private static Task<HttpResponseMessage> FromAsync(TestHub hub, string forwarded) =>
        hub.AsOfficer("fi-krp", "anna").SendAsync(HttpMethod.Get, "/v1/me", headers: ("X-Forwarded-For", forwarded));
}
