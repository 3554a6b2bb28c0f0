using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Misp;

/// <summary>A MISP that fetches what the manifest announces as newer holds what it may read, and deletes what it may read no more.</summary>
public sealed class Fetching_the_feed(TestHub hub) : IClassFixture<TestHub>
{
    private static int keys;

    [Fact]
    public async Task finds_a_record_in_the_event_of_its_owner_kind_and_month()
    {
        var (_, handle) = await SubmittedAsync();
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        var (id, made) = Assert.Single(await france.ObjectsAsync(), one => one.Object.ValueOf("username") == handle);
        Assert.Equal(("user-account", "tiktok"), (made["name"]!.ToString(), made.ValueOf("account-type")));
        var head = (await france.ManifestAsync())[id]!;
        Assert.Equal("2026-12-01", head["date"]!.ToString());
        Assert.StartsWith("account-handle, ", head["info"]!.ToString(), StringComparison.Ordinal);
    }

    private async Task<(string Id, string Handle)> SubmittedAsync(string? handle = null, params string[] full)
    {
        handle ??= $"misp.{Interlocked.Increment(ref keys)}x";
        var body = Bodies.Handle(handle, full.Length > 0 ? full : ["country:FR", "country:DE"]);
        body["release"]!["feeds"] = true;
        return ((await hub.As("se-noa").SubmittedAsync(body)).Id, handle);
    }
}
