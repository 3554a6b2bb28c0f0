using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Door;

/// <summary>An officer has three requests at once and one a second, its agency five and two.</summary>
public sealed class Asking_too_fast(PostgresServer server) : IAsyncLifetime
{
    private readonly TestHub hub = new(server) { Limits = new() { OfficerRate = 1, OfficerBurst = 3, MemberRate = 2, MemberBurst = 5, MemberAtOnce = 2, AddressRate = 1, AddressBurst = 4 } };

    public ValueTask InitializeAsync() => hub.InitializeAsync();

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task is_refused_to_the_officer_alone_until_its_bucket_has_filled_again()
    {
        Assert.Equal("200 200 200 429", await TimesAsync("se-noa", "hasty", 4));
        Assert.Equal("200", await TimesAsync("se-noa", "colleague", 1));
        hub.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal("429", await TimesAsync("se-noa", "hasty", 1));
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("200 429", await TimesAsync("se-noa", "hasty", 2));
    }

    [Fact]
    public async Task is_refused_to_all_officers_of_one_agency_and_to_no_other()
    {
        Assert.Equal("200 200 200", await TimesAsync("fr-ofast", "one", 3));
        Assert.Equal("200 200 429", await TimesAsync("fr-ofast", "two", 3));
        Assert.Equal("429", await TimesAsync("fr-ofast", "three", 1));
        Assert.Equal("200", await TimesAsync("dk-nsk", "three", 1));
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("200 200 429", await TimesAsync("fr-ofast", "four", 3));
    }

    [Fact]
    public async Task is_answered_with_the_same_bytes_whoever_used_up_what_there_was()
    {
        await TimesAsync("fi-krp", "alone", 3);
        var own = await RawAsync("fi-krp", "alone");
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await TimesAsync("fi-krp", "others", 3);
        await TimesAsync("fi-krp", "more", 2);
        var others = await RawAsync("fi-krp", "alone");

        Assert.Equal(429, own.Status);
        Assert.Equal(own, others);
        Assert.Contains("Retry-After: 1\n", own.Head + "\n", StringComparison.Ordinal);
        Assert.Contains("\"code\":\"too-many-requests\"", own.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Audit-Entry", own.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task makes_the_tool_wait_for_its_turn_and_lose_no_record()
    {
        var file = Path.Combine(hub.DataDirectory, "hasty.ndjson");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 8).Select(i => Bodies.Term($"hasty {i}").ToJsonString()), Requests.Ct);
        Assert.Equal("200 200 200", await TimesAsync("be-fgp", "be-fgp-officer", 3));
        var submitting = hub.ToolAsync("be-fgp", "submit", file);
        while (await RefusalsAsync("be-fgp") == 0)
        {
            await Task.Delay(10, Requests.Ct);
        }

        while (!submitting.IsCompleted)
        {
            hub.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(10, Requests.Ct);
        }

        Assert.Equal(8, (await submitting.DoneAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task stands_in_the_trail_once_a_minute_and_is_counted_beyond_that()
    {
        await TimesAsync("no-kripos", "flood", 20);
        Assert.Equal(1, await RefusalsAsync("no-kripos"));
        // A client may name any officer, and every one of them has its first refusal.
        foreach (var officer in Enumerable.Range(0, 40))
        {
            await TimesAsync("no-kripos", $"made up {officer}", 1);
        }

        Assert.Equal(20, await RefusalsAsync("no-kripos"));
        await hub.Services.GetRequiredService<Knocks>().WriteAsync(Requests.Ct);
        Assert.Equal(16 + 19, await hub.ScalarAsync<long>("select count from intelshare.refused_knock where address = 'member:no-kripos'"));

        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("200 200 200 429", await TimesAsync("no-kripos", "flood", 4));
        Assert.Equal(21, await RefusalsAsync("no-kripos"));
        Assert.Equal("caller-read", await hub.ScalarAsync<string>("select act from intelshare.audit_entry where outcome = 'too-many-requests' and officer = 'flood' limit 1"));
    }

    [Fact]
    public async Task is_refused_while_too_much_of_one_agency_is_under_way_and_more_waits()
    {
        var held = await HeldTable.HoldAsync(hub, "intelshare.value_spent");
        var waiting = Enumerable.Range(0, 5).Select(async i =>
        {
            using var answer = await hub.AsOfficer("de-bka", $"officer {i}").SearchAsync("lexicon-entry", "anything");
            return (int)answer.StatusCode;
        }).ToList();
        var first = await Task.WhenAny(waiting);
        Assert.Equal(429, await first);
        await held.DisposeAsync();
        Assert.All(await Task.WhenAll(waiting.Where(one => one != first)), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task without_a_good_token_is_refused_by_address_and_harms_nobody_behind_it()
    {
        using var stranger = new HttpClient { BaseAddress = hub.Address };
        var before = await hub.EntriesAsync();
        var expired = hub.Token("nl-dlio", payload => payload["exp"] = payload["iat"]!.GetValue<long>() - 61);
        Assert.Equal(401, (await hub.WhoAmIAsync("Bearer " + expired)).Status);
        Assert.Equal("401 401 401 429 429", await TimesAsync(stranger, "/v1/me", 5));
        Assert.Equal(429, (await hub.WhoAmIAsync("Bearer " + expired)).Status);
        Assert.Equal(before + 1, await hub.EntriesAsync());

        Assert.Equal("200", await TimesAsync("nl-dlio", "anna", 1));
        Assert.Equal("429", await TimesAsync(stranger, "/openapi/intelshare.v1.json", 1));
        Assert.Equal("200 200", await TimesAsync(stranger, "/health/live", 2));
        hub.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("200 401 429", await TimesAsync(stranger, "/openapi/intelshare.v1.json", 1) + " " + await TimesAsync(stranger, "/wp-admin", 2));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, 0)]
    public void cannot_be_limited_by_what_is_no_limit(double rate, int most) =>
        Assert.Throws<InvalidOperationException>(() => new Turnstile(new() { Limits = new() { OfficerRate = rate, MemberAtOnce = most } }, null!, null!, null!, null!, null!, hub.Clock));

    private Task<long> RefusalsAsync(string member) => hub.ScalarAsync<long>($"select count(*) from intelshare.audit_entry where member = '{member}' and outcome = 'too-many-requests'");

    private Task<RawAnswer> RawAsync(string member, string officer) => hub.WhoAmIAsync(hub.AsOfficer(member, officer).DefaultRequestHeaders.Authorization!.ToString());

    private async Task<string> TimesAsync(string member, string officer, int times)
    {
        using var http = hub.AsOfficer(member, officer);
        return await TimesAsync(http, "/v1/me", times);
    }

    private static async Task<string> TimesAsync(HttpClient http, string path, int times)
    {
        var answers = new List<int>();
        for (var i = 0; i < times; i++)
        {
            using var answer = await http.SendAsync(HttpMethod.Get, path);
            answers.Add((int)answer.StatusCode);
        }

        return string.Join(' ', answers);
    }
}
