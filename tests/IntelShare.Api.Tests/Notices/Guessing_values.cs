using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.Api.Notices;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Notices;

/// <summary>More than 500 searched values within an hour, next to none of them found.</summary>
public sealed class Guessing_values(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task is_told_to_the_hub_and_to_the_own_auditors_once_a_day()
    {
        await SearchAsync("fr-ofast", "guesser", 500);
        Assert.Empty(await AlarmsAsync("fr-ofast", "auditor"));

        await SearchAsync("fr-ofast", "guesser", 1);
        foreach (var (client, role) in new[] { ("fr-ofast", "auditor"), ("fr-ofast", "agency-admin"), ("hub", "auditor"), ("hub", "hub-admin") })
        {
            var alarm = Assert.Single(await AlarmsAsync(client, role))!;
            Assert.Equal("budget-alarm", alarm["kind"]!.GetValue<string>());
            Assert.Equal(("fr-ofast", "guesser", 501, 0), (alarm["probing"]!["member"]!.GetValue<string>(), alarm["probing"]!["officer"]!.GetValue<string>(),
                alarm["probing"]!["asked"]!.GetValue<int>(), alarm["probing"]!["found"]!.GetValue<int>()));
        }

        Assert.Empty(await AlarmsAsync("se-noa", "auditor"));
        Assert.DoesNotContain("budget-alarm", (await hub.As("fr-ofast").InboxAsync()).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", string.Concat(await hub.DumpAsync("intelshare.probing"), await hub.DumpAsync("intelshare.notice")).Replace("guesser", "", StringComparison.Ordinal), StringComparison.Ordinal);

        await SearchAsync("fr-ofast", "guesser", 700);
        Assert.Single(await AlarmsAsync("fr-ofast", "auditor"));
    }

    [Fact]
    public async Task is_not_what_an_officer_does_who_finds_something_or_takes_its_time()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("well known", "country:BE"));
        for (var i = 0; i < 6; i++)
        {
            await SearchAsync("be-fgp", "lucky", 99, "well known");
        }

        await SearchAsync("be-fgp", "patient", 400);
        hub.Clock.Advance(TimeSpan.FromMinutes(61));
        await SearchAsync("be-fgp", "patient", 400);

        Assert.Empty(await AlarmsAsync("be-fgp", "auditor"));
    }

    private async Task SearchAsync(string client, string officer, int misses, params string[] also)
    {
        using var response = await hub.AsOfficer(client, officer).SearchAsync("lexicon-entry",
            [.. Enumerable.Range(0, misses).Select(i => string.Create(CultureInfo.InvariantCulture, $"guess {officer} {i}")), .. also]);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<JsonArray> AlarmsAsync(string client, string role)
    {
        await hub.Services.GetRequiredService<Probing>().GoAsync(Requests.Ct);
        await hub.SettledAsync();
        return (await hub.As(client, "cross-checking", @case: null, role).InboxAsync()).Items;
    }
}
