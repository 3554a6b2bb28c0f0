using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>What the store keeps beside the facts says the same as the facts.</summary>
public sealed class The_rows_beside_a_record(PostgresServer server) : IAsyncLifetime
{
    private World? world;

    private World World => world!;

    public async ValueTask InitializeAsync()
    {
        world = await World.BeginAsync(server);
        var script = new Script(89, "fr-ofast");
        for (var i = 0; i < 120; i++)
        {
            await world.DoAsync(script.Next());
            world.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    public async Task are_the_facts_folded()
    {
        var streams = World.Hub.Services.GetRequiredService<Streams>();
        foreach (var one in await World.StoredAsync())
        {
            Indicator? folded = null;
            foreach (var fact in await streams.FactsAsync(one.Record.Id, Requests.Ct))
            {
                folded = Indicator.Evolve(folded, one.Record.Id, fact.Data);
            }

            Assert.True(JsonNode.DeepEquals(JsonSerializer.SerializeToNode(folded, Json.Stored), JsonSerializer.SerializeToNode(one.Record, Json.Stored)), one.Record.Id.ToString());
        }
    }

    [Fact]
    public async Task are_the_keys_of_the_present_content_and_no_other()
    {
        var kept = (await World.RowsAsync("select indicator, key, fold from intelshare.match_key", row => (Id: row.GetGuid(0), Key: Convert.ToHexString(row.GetFieldValue<byte[]>(1)), Fold: row.GetInt16(2))))
            .ToLookup(row => row.Id);
        foreach (var one in await World.StoredAsync())
        {
            Assert.Equal(IndicatorRows.Keys(World.Vault, World.Open(one)).Select(Convert.ToHexString).Order(), kept[one.Record.Id].Select(row => row.Key).Order());
            Assert.All(kept[one.Record.Id], row => Assert.Equal(Folding.Version, row.Fold));
        }
    }

    [Fact]
    public async Task hold_the_place_of_every_reader_whom_the_release_lets_in()
    {
        var rows = await PostingsAsync();
        foreach (var one in await World.StoredAsync())
        {
            foreach (var (client, purpose) in World.Registry.Members.Keys.Where(id => id != "hub").SelectMany(id => Enum.GetValues<Purpose>().Select(purpose => (id, purpose))))
            {
                foreach (var roles in new[] { World.Daily, Pair.Feed })
                {
                    var reader = World.Reader(client, purpose, roles);
                    if (AccessPolicy.Decide(reader, one.Record).Level == Level.Full)
                    {
                        var told = AccessPolicy.ToldAt(reader, one.Record);
                        Assert.True(reader.Audiences().Append(IndicatorRows.Owner(client)).Any(audience => rows[one.Record.Id].Any(row => row.Audience == audience && row.Version == told)),
                            $"{client} would never find {one.Record.Id}, told at {told}");
                    }
                }
            }
        }
    }

    [Fact]
    public async Task are_never_under_an_audience_that_was_only_let_know_of_a_match_or_of_a_record_taken_back()
    {
        var rows = await PostingsAsync();
        foreach (var record in (await World.StoredAsync()).Select(one => one.Record))
        {
            var releases = record.Status == IndicatorStatus.Active ? record.Earlier.Select(standing => standing.Release).Append(record.Release) : [];
            string[] letIn = [.. releases.SelectMany(release => release.Full!.Concat(release.Excluded!)), IndicatorRows.Owner(record.Owner)];
            Assert.Empty(rows[record.Id].Select(row => row.Audience).Except(letIn));
            Assert.Equal(record.Version, Assert.Single(rows[record.Id], row => row.Audience == IndicatorRows.Owner(record.Owner)).Version);
        }
    }

    [Fact]
    public async Task reach_nobody_whom_the_law_refuses_but_for_words_not_yet_acknowledged()
    {
        await using var scope = World.Hub.Services.CreateAsyncScope();
        var records = scope.ServiceProvider.GetRequiredService<Records>();
        foreach (var (client, purpose) in World.Registry.Members.Keys.Where(id => id != "hub").SelectMany(id => Enum.GetValues<Purpose>().Select(purpose => (id, purpose))))
        {
            foreach (var roles in new[] { World.Daily, Pair.Feed, ["contributor"] })
            {
                var daily = World.Reader(client, purpose, roles);
                foreach (var reader in new[] { daily, daily with { Cleared = true }, daily with { Agreement = AgreementLevel.NonPersonal }, daily with { Agreement = AgreementLevel.HitOnly } })
                {
                    var rows = await records.WalkAsync(Narrowing.Of(reader, mine: false), kind: null, Walk.From(since: null), most: 10_000, Requests.Ct);
                    var refused = rows.Where(row => AccessPolicy.Decide(reader, row.Stored.Record) is { Level: not Level.Full, DecidedBy: not Wall.Handling }).ToArray();
                    Assert.True(refused.Length == 0, $"{client} {purpose} {string.Join('+', roles)}: {string.Join('\n', refused.Select(row => $"{AccessPolicy.Decide(reader, row.Stored.Record)} {JsonSerializer.Serialize(row.Stored.Record, Json.Stored)}"))}");
                }
            }
        }
    }

    [Fact]
    public async Task are_each_in_a_class_that_stands() =>
        Assert.Empty(await World.RowsAsync("select p.class from intelshare.posting p where not exists (select from intelshare.posting_class c where c.id = p.class)", row => row.GetInt64(0)));

    private async Task<ILookup<Guid, (Guid Id, string Audience, int Version)>> PostingsAsync() =>
        (await World.RowsAsync("select p.indicator, c.audience, p.version from intelshare.posting p left join intelshare.posting_class c on c.id = p.class", row => (Id: row.GetGuid(0), Audience: row.GetString(1), Version: row.GetInt32(2)))).ToLookup(row => row.Id);
}
