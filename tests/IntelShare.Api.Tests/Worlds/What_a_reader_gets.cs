using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>Random worlds: what is answered is the law applied to everything stored. No leak, no omission, no other order.</summary>
public sealed class What_a_reader_gets(PostgresServer server)
{
    private const int Deeds = 70;

    private static readonly string[] Granted = ["fr-ofast", "no-kripos", "de-bka", "fi-krp", "dk-nsk"];

    private static readonly (string Client, string[] Roles, bool Justified)[] Readers =
    [
        ("fr-ofast", World.Daily, false), ("fr-ofast", World.Daily, true), ("no-kripos", World.Daily, false), ("de-bka", World.Daily, true), ("fi-krp", ["analyst"], false),
        ("dk-nsk", ["feed"], false), ("no-kripos", ["feed"], false), ("se-noa", ["contributor"], false),
    ];

    private static readonly (string Kind, string Value)[] Values = [.. Chance.Shared, .. Chance.Kept, ("recruitment-pattern", "easy cash"), ("lexicon-entry", "never heard"), ("lexicon-entry", "ärende")];

    [Theory]
    [InlineData(21)]
    [InlineData(34)]
    [InlineData(55)]
    public async Task is_the_law_applied_to_all_records(int seed)
    {
        await using var world = await World.BeginAsync(server);
        var script = new Script(seed, "fr-ofast");
        var beside = new Chance(seed + 1);
        await LearnAsync(world);
        for (var i = 0; i < Deeds; i++)
        {
            var done = await world.DoAsync(script.Next());
            Assert.True(done.Status < 500, done.Asked);
            if (beside.One(world.Records) is var id && id != default && (await world.StoredAsync()).Single(one => one.Record.Id == id).Record.Status == IndicatorStatus.Active)
            {
                await world.Hub.TellAsync(id, beside.Beside(Granted, world.Hub.Clock.GetUtcNow()));
            }

            world.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var stored = await world.StoredAsync();
        var lives = new Dictionary<Guid, List<(long Sequence, Indicator State)>>();
        foreach (var one in stored)
        {
            lives[one.Record.Id] = await LifeAsync(world, one);
        }

        var counted = 0;
        foreach (var (client, roles, justified) in Readers)
        {
            foreach (var purpose in Enum.GetValues<Purpose>())
            {
                var reader = world.Reader(client, purpose, justified, roles);
                var about = $"seed {seed}, {client} {string.Join('+', roles)} {purpose.Code()}{(justified ? " justified" : "")}";
                var full = stored.Where(one => AccessPolicy.Decide(reader, one.Record).Level == Level.Full).ToArray();

                // Newest first is by what this reader was told, fact by fact.
                var expected = full.OrderByDescending(one => ToldAt(reader, lives[one.Record.Id])).Select(one => one.Record.Id).ToArray();
                var listed = await ListAsync(world, reader, client, roles, justified, 1 + ((seed + (int)purpose) % 40));
                Assert.True(expected.SequenceEqual(listed), $"{about}: the list is not the law's.\n{string.Join(' ', expected.Except(listed))}\n{string.Join(' ', listed.Except(expected))}");

                foreach (var id in world.Records.Where(id => id != default))
                {
                    var got = await world.SendAsync(client, Justified(new Request(HttpMethod.Get, $"/v1/indicators/{id}").Stating(purpose.Code()), justified), roles);
                    Assert.True(got.Status == (full.Any(one => one.Record.Id == id) ? 200 : 404), $"{about}: {id} answered {got.Status}");
                }

                if (reader.Roles.Contains(Role.Analyst))
                {
                    await SearchAsync(world, reader, client, roles, justified, stored, about);
                }

                counted += full.Length;
            }
        }

        foreach (var (about, reader) in Others(world))
        {
            var full = stored.Where(one => AccessPolicy.Decide(reader, one.Record).Level == Level.Full).OrderByDescending(one => ToldAt(reader, lives[one.Record.Id])).Select(one => one.Record.Id);
            Assert.Equal((about, string.Join('\n', full)), (about, string.Join('\n', await WalkAsync(world, reader, 1 + (seed % 7)))));
        }

        Assert.True(counted > 0);
    }

    /// <summary>Readers whom no token of the cast makes: by agreement, by clearance, late in the task force, back in it, kept out by most.</summary>
    private static IEnumerable<(string About, Reader Reader)> Others(World world)
    {
        var (founded, began) = (PostgresServer.Start.AddYears(-1), PostgresServer.Start);
        foreach (var purpose in Enum.GetValues<Purpose>())
        {
            foreach (var client in new[] { "fr-ofast", "no-kripos", "fi-krp" })
            {
                var reader = world.Reader(client, purpose);
                yield return ($"non-personal {client} {purpose}", reader with { Agreement = AgreementLevel.NonPersonal });
                yield return ($"hit-only {client} {purpose}", reader with { Agreement = AgreementLevel.HitOnly });
                yield return ($"none {client} {purpose}", reader with { Agreement = AgreementLevel.None });
                yield return ($"cleared {client} {purpose}", reader with { Cleared = true });
                yield return ($"late {client} {purpose}", In(reader, new Participation(reader.PartyToken, began.AddSeconds(Deeds / 2), Until: null)));
                yield return ($"back {client} {purpose}", In(reader, new(reader.PartyToken, founded, began.AddSeconds(Deeds / 3)), new(reader.MemberToken, began.AddSeconds(Deeds / 2), began.AddSeconds(Deeds - 5))));
            }

            yield return ($"excluded {purpose}", In(world.Reader("dk-nsk", purpose) with { Cleared = true }, new Participation("country:DK", founded, Until: null)));
        }

        static Reader In(Reader reader, params Participation[] periods) => reader with { Seats = [Seat.In("grimm", [.. periods])] };
    }

    private static async Task<List<Guid>> WalkAsync(World world, Reader reader, int most)
    {
        await using var scope = world.Hub.Services.CreateAsyncScope();
        var (records, sight, narrowing) = (scope.ServiceProvider.GetRequiredService<Records>(), scope.ServiceProvider.GetRequiredService<Sight>(), Narrowing.Of(reader, mine: false));
        var ids = new List<Guid>();
        for (var walk = Walk.From(since: null); ;)
        {
            var page = await ListIndicatorsEndpoint.FillAsync(records, sight, reader, narrowing, kind: null, walk, most, Requests.Ct);
            ids.AddRange(page.Take(most).Select(item => item.Told.Indicator));
            if (page.Count <= most)
            {
                return ids;
            }

            walk = page[most - 1].At;
        }
    }

    /// <summary>Officers cleared in time, too late and for too short; agreements of every date: Finland has hits for now, Norway reads words.</summary>
    private static async Task LearnAsync(World world)
    {
        var now = world.Hub.Clock.GetUtcNow();
        await world.Hub.RegisterAsync("member/fr-ofast", new OfficerCleared("fr-ofast-officer", "Works with minors.", now.AddDays(1)));
        await world.Hub.RegisterAsync("member/de-bka", new OfficerCleared("de-bka-officer", "Works with minors.", now.AddSeconds(Deeds)));
        await world.Hub.RegisterAsync("party/FI", new AgreementConcluded("Article 19", AgreementLevel.HitOnly, now, now.AddSeconds(Deeds + 1)), new AgreementConcluded("Article 19", AgreementLevel.None, now.AddSeconds(Deeds + 1), Until: null));
        await world.Hub.RegisterAsync("party/NO", new AgreementConcluded("Article 19", AgreementLevel.None, now, now.AddSeconds(Deeds)), new AgreementConcluded("Article 19", AgreementLevel.NonPersonal, now.AddSeconds(Deeds), Until: null));
        await world.Hub.LearnAsync();
    }

    private static Request Justified(Request request, bool justified) => justified ? request.With("Intel-Justification", "missing-child") : request;

    private static async Task<List<Guid>> ListAsync(World world, Reader reader, string client, string[] roles, bool justified, int limit)
    {
        var ids = new List<Guid>();
        var path = $"/v1/indicators?limit={limit}";
        for (string? cursor = null; ;)
        {
            var page = await world.SendAsync(client, Justified(new Request(HttpMethod.Get, cursor is null ? path : $"{path}&cursor={cursor}").Stating(reader.Purpose.Code()), justified), roles);
            Assert.Equal(200, page.Status);
            ids.AddRange(JsonNode.Parse(page.Body)!["items"]!.AsArray().Select(item => item!["id"]!.GetValue<Guid>()));
            cursor = page.Cursor;
            if (cursor is null)
            {
                return ids;
            }
        }
    }

    private static async Task SearchAsync(World world, Reader reader, string client, string[] roles, bool justified, List<Stored> stored, string about)
    {
        var answered = await world.SendAsync(client, Justified(Deed.Searching(Values).Stating(reader.Purpose.Code()), justified), roles);
        Assert.Equal(200, answered.Status);
        foreach (var (value, result) in Values.Zip(JsonNode.Parse(answered.Body)!["results"]!.AsArray()))
        {
            var keys = Kind.All[value.Kind].LookUp(value.Value, null) ?? [];
            var found = stored.Where(one => one.Record.Kind == value.Kind && world.Open(one).MatchValues().Intersect(keys).Any())
                .ToLookup(one => AccessPolicy.Decide(reader, one.Record).Level, one => one.Record);
            var owners = found[Level.Hit].Select(record => record.Owner).Distinct().Select(owner => world.Registry.Members[owner].Desk.Contact).Order();
            Assert.Equal((about, value.Value, string.Join(' ', found[Level.Full].Select(record => record.Id).Order())),
                (about, value.Value, string.Join(' ', result!["indicators"]!.AsArray().Select(item => item!["id"]!.GetValue<Guid>()).Order())));
            Assert.Equal((about, value.Value, string.Join(' ', owners)),
                (about, value.Value, string.Join(' ', result["hits"]!.AsArray().Select(hit => hit!["desk"]!["contact"]!.GetValue<string>()).Order())));
            Assert.Equal(found[Level.Full].Any() ? "full" : found[Level.Hit].Any() ? "hit" : "none", result["outcome"]!.GetValue<string>());
        }
    }

    /// <summary>A record after each of its facts, open.</summary>
    private static async Task<List<(long Sequence, Indicator State)>> LifeAsync(World world, Stored stored)
    {
        var life = new List<(long, Indicator)>();
        Indicator? state = null;
        foreach (var fact in await world.Hub.Services.GetRequiredService<Streams>().FactsAsync(stored.Record.Id, Requests.Ct))
        {
            state = Indicator.Evolve(state, stored.Record.Id, fact.Data);
            life.Add((fact.Sequence, world.Vault.Open(state, stored.WrappedKey)));
        }

        return life;
    }

    /// <summary>The fact by which the reader last got other bytes, or bytes after none.</summary>
    private static long ToldAt(Reader reader, List<(long Sequence, Indicator State)> life)
    {
        if (life[^1].State.Owner == reader.Member)
        {
            return life[^1].Sequence;
        }

        // What was granted to its agency has a place by the law alone; a reading of the bytes cannot tell why they came.
        if (life.Any(then => then.State.Grants.Any(grant => grant.Member == reader.Member)))
        {
            return life[AccessPolicy.ToldAt(reader, life[^1].State) - 1].Sequence;
        }

        var (told, place) = ("", 0L);
        foreach (var (sequence, state) in life)
        {
            var ruling = AccessPolicy.Decide(reader, state);
            var now = ruling.Level == Level.Full ? JsonSerializer.Serialize(FullView.Of(state, ruling), Json.Wire) : "";
            (told, place) = (now, now != told ? sequence : place);
        }

        return place;
    }
}
