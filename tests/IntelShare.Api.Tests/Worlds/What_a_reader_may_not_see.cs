using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>Two worlds that differ only in what a reader may not see are the same to it, to the byte.</summary>
public sealed class What_a_reader_may_not_see(PostgresServer server)
{
    private const int Deeds = 45;
    private static readonly Guid[] Unknown = [Guid.Parse("11111111-1111-4111-8111-111111111111"), Guid.Parse("22222222-2222-4222-8222-222222222222")];

    [Theory]
    [InlineData(1, "fr-ofast")]
    [InlineData(2, "no-kripos")]
    [InlineData(3, "fr-ofast")]
    [InlineData(5, "fr-ofast")]
    [InlineData(8, "no-kripos")]
    [InlineData(13, "fr-ofast")]
    public async Task leaves_no_trace_in_anything_it_observes(int seed, string reader)
    {
        await using var pair = await Pair.MakeAsync(server, seed, reader, Deeds);
        Assert.Equal(await pair.ViewAsync(pair.First), await pair.ViewAsync(pair.Second));
        Assert.True(pair.Asides >= 15, $"seed {seed}: the worlds hardly differ");
        Assert.NotEqual(0, pair.Removals);

        var (first, second) = await ObserveAsync(pair, reader);
        TestContext.Current.SendDiagnosticMessage("seed {0}: {1} acts aside, {2} requests compared", seed, pair.Asides, first.Count);

        Assert.Contains(first, exchange => exchange.Path.StartsWith("/v1/notices", StringComparison.Ordinal) && exchange.Body.Contains("cross-match", StringComparison.Ordinal));
        Assert.Contains(first, exchange => exchange.Path.StartsWith("/misp/", StringComparison.Ordinal) && exchange.Body.Contains("\"deleted\":true,\"Attribute\"", StringComparison.Ordinal));
        var difference = Comparison.Difference(first, second, seed);
        Assert.True(difference is null, difference);
    }

    [Fact]
    public async Task is_asked_for_on_every_route()
    {
        await using var world = await World.BeginAsync(server);
        var asked = await Curious.ObserveAsync(world, "fr-ofast", Unknown);

        var routes = world.Hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<Act>() is not null)
            .Select(route => (Method: route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single(), Path: route.RoutePattern.RawText!));
        Assert.All(routes, route => Assert.Contains(asked, exchange => exchange.Method.Method == route.Method && Leads(exchange.Path, route.Path)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task would_be_noticed_if_one_more_record_showed(int seed)
    {
        await using var pair = await Pair.MakeAsync(server, seed, "fr-ofast", deeds: 12);
        await pair.Second.DoAsync(Deed.Submit("se-noa", Bodies.Term("torped", "country:FR"), "visible"), aside: true);

        Assert.NotNull(Comparison.Difference(await Curious.ObserveAsync(pair.First, "fr-ofast", Unknown), await Curious.ObserveAsync(pair.Second, "fr-ofast", Unknown), seed));
    }

    private static async Task<(IReadOnlyList<Answered> First, IReadOnlyList<Answered> Second)> ObserveAsync(Pair pair, string reader)
    {
        Guid[] ids =
        [
            .. new[] { pair.First, pair.Second }.SelectMany(world => world.Records.Concat(world.Asides)).Where(id => id != default).Distinct().Order(),
            .. Unknown,
        ];
        return (await Curious.ObserveAsync(pair.First, reader, ids), await Curious.ObserveAsync(pair.Second, reader, ids));
    }

    private static bool Leads(string path, string route)
    {
        var (asked, pattern) = (path.Split('?')[0].TrimEnd('/').Split('/'), route.TrimEnd('/').Split('/'));
        return asked.Length == pattern.Length && asked.Zip(pattern).All(both => both.Second.StartsWith('{') || both.First == both.Second);
    }
}
