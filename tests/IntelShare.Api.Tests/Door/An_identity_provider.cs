using System.Net;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Door;

/// <summary>From the hub's word to an officer's request, with a provider that is a process of its own.</summary>
public sealed class An_identity_provider(PostgresServer server) : IAsyncLifetime
{
    private OpenIdProcess provider = null!;
    private TestHub hub = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await OpenIdProcess.StartAsync(PostgresServer.Start);
        hub = new(server) { IssuerRoots = provider.Certificate };
        await hub.InitializeAsync();
        await hub.TrustAsync(provider.Address.ToString(), provider.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task speaks_for_its_agencys_clients_within_their_caps()
    {
        var me = await Carrying(await provider.TokenAsync()).ReadAsync("/v1/me");
        Assert.Equal(("de-bka", "de-bka", "officer-7", "analyst"), (me["member"]!.GetValue<string>(), me["client"]!.GetValue<string>(), me["officer"]!.GetValue<string>(), me["roles"]![0]!.GetValue<string>()));

        foreach (var token in new[] { await provider.TokenAsync(client: "se-noa"), await provider.TokenAsync(roles: "hub-admin"), await provider.TokenAsync(roles: "analyst king") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(token));
        }

        var listed = (await hub.Chief("de-bka").ReadAsync("/v1/members/de-bka/issuers"))["items"]![0]!;
        Assert.Single(listed["keys"]!.AsArray());
        Assert.NotNull(listed["fetchedAt"]);
        Assert.Null(listed["problem"]);
    }

    [Fact]
    public async Task is_distrusted_from_the_next_answer_on_at_every_node()
    {
        var token = await provider.TokenAsync();
        await using var other = await SecondHub.StartAsync(hub, server, issuerRoots: provider.Certificate);
        using var elsewhere = other.Likewise(Carrying(token));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode);

        await hub.As("hub", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Delete, "/v1/members/de-bka/issuers/op", """{"reason":"Its signing key was stolen."}""").DoneAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.SendAsync(HttpMethod.Get, "/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(token));
    }

    [Fact]
    public async Task is_read_as_its_row_says_from_the_next_answer_on()
    {
        var token = await provider.TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));

        await hub.TrustAsync(provider.Address.ToString(), provider.Keys, row => row["audience"] = "api://another", allowed: true);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(token));
        await hub.TrustAsync(provider.Address.ToString(), provider.Keys, allowed: true);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));
    }

    [Fact]
    public async Task rotates_its_keys_under_load_without_a_refusal()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(await provider.TokenAsync()));
        foreach (var algorithm in new[] { "ES256", "RS256" })
        {
            using var rotated = new CancellationTokenSource();
            var load = Enumerable.Range(0, 4).Select(async _ =>
            {
                var answers = new List<HttpStatusCode>();
                while (!rotated.IsCancellationRequested || answers.Count < 20)
                {
                    answers.Add(await StatusAsync(await provider.TokenAsync()));
                }

                return answers;
            }).ToArray();
            // A key that is not known is asked for at most once a minute.
            hub.Clock.Advance(TimeSpan.FromSeconds(61));
            await provider.RotateAsync(algorithm);
            await provider.TokenAsync();
            await rotated.CancelAsync();

            Assert.All(await Task.WhenAll(load), answers => Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer)));
        }
    }

    [Fact]
    public async Task is_believed_for_a_day_when_it_cannot_be_reached_and_no_longer()
    {
        var token = await provider.TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));
        provider.Kill();
        await hub.FetchAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token));

        await hub.FetchAsync(TimeSpan.FromMinutes(11));
        var listed = (await hub.Chief("de-bka").ReadAsync("/v1/members/de-bka/issuers"))["items"]![0]!;
        Assert.Equal("unreachable", listed["problem"]!.GetValue<string>());
        Assert.Single(listed["keys"]!.AsArray());

        var (row, keys) = (hub.Services.GetRequiredService<RegistryCache>().Current.Provider(provider.Address.ToString())!, hub.Services.GetRequiredService<IssuerKeys>());
        Assert.NotNull(keys.Find(row, listed["keys"]![0]!["kid"]!.GetValue<string>()));
        await hub.FetchAsync(TimeSpan.FromDays(1));
        Assert.Null(keys.Find(row, listed["keys"]![0]!["kid"]!.GetValue<string>()));
    }

    [Fact]
    public async Task loses_a_key_that_it_publishes_no_more()
    {
        var old = await provider.TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(old));
        await provider.RotateAsync("ES256");
        await provider.RetireAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(await provider.TokenAsync()));

        // What was verified is believed for 30 seconds, and those are over.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(old));
    }

    private HttpClient Carrying(string token)
    {
        var http = new HttpClient { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var http = Carrying(token);
        using var answer = await http.SendAsync(HttpMethod.Get, "/v1/me");
        return answer.StatusCode;
    }
}
