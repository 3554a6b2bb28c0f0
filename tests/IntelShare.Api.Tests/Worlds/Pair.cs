using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Taxii;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>
/// Two worlds in which the same was done, except for acts aside in one or the other that the reader may not see: the law
/// allows an act aside only where it gives the reader the same before and after.
/// </summary>
internal sealed class Pair(World first, World second, string reader) : IAsyncDisposable
{
    public static readonly string[] Feed = ["feed"];
    private static readonly string[] NamedOthers = ["country:DK", "country:FI", "member:be-fgp", "member:dk-nsk"];
    private readonly HashSet<Guid> sturdy = [];
    private readonly Dictionary<(World World, string Purpose), string> followed = [];

    public World First { get; } = first;

    public World Second { get; } = second;

    /// <summary>Acts that only one of the worlds knows.</summary>
    public int Asides { get; private set; }

    /// <summary>Records that the reader was told it has no more.</summary>
    public int Removals { get; private set; }

    public static async Task<Pair> MakeAsync(PostgresServer server, int seed, string reader, int deeds)
    {
        var pair = new Pair(await World.BeginAsync(server), await World.BeginAsync(server), reader);
        var script = new Script(seed, reader);
        var aside = new Chance(seed + 1);
        for (var i = 0; i < deeds; i++)
        {
            var deed = script.Next();
            var (one, two) = (await pair.First.DoAsync(deed), await pair.Second.DoAsync(deed));
            // What others read may differ: they may have been let in aside.
            Assert.True((one.Status == two.Status || one.Method == HttpMethod.Get) && one.Status < 500, $"seed {seed}, deed {i}: {one.Asked} answered {one.Status} {one.Body} and {two.Status} {two.Body}");
            for (var n = aside.Below(3); n > 0; n--)
            {
                await pair.AsideAsync(aside.Once(2) ? pair.First : pair.Second, aside, seed, i);
            }

            await pair.BesideAsync(aside, i);
            foreach (var world in new[] { pair.First, pair.Second })
            {
                await world.MatchAsync();
                world.Hub.Clock.Advance(TimeSpan.FromSeconds(1));
            }

            await pair.FollowAsync(seed, i);
        }

        await pair.LoseAsync(seed, deeds);
        await pair.DoubleHitsAsync(script);
        await pair.Second.MatchAsync();
        return pair;
    }

    /// <summary>The reader follows what changes all along, in both worlds alike: it is told of removals only so.</summary>
    private async Task FollowAsync(int seed, int deed)
    {
        await First.Hub.TideAsync();
        await Second.Hub.TideAsync();
        foreach (var (purpose, roles) in new[] { ("cross-checking", World.Daily), ("information-exchange", Feed) })
        {
            var (one, two) = (await NextAsync(First), await NextAsync(Second));
            Removals += one.Body.Split("\"removed\"").Length - 1;
            var difference = Comparison.Difference([one], [two], seed);
            Assert.True(difference is null, $"deed {deed}: {difference}");

            async Task<Answered> NextAsync(World world)
            {
                var place = (world, purpose);
                var answered = await world.SendAsync(reader, new Request(HttpMethod.Get, "/v1/changes?limit=1000" + (followed.TryGetValue(place, out var cursor) ? "&cursor=" + cursor : "")).Stating(purpose), roles);
                followed.Remove(place);
                if (answered.Cursor is { } next)
                {
                    followed[place] = next;
                }

                return answered;
            }
        }
    }

    /// <summary>The reader has a record, and then has it no more.</summary>
    private async Task LoseAsync(int seed, int deeds)
    {
        foreach (var deed in new[] { Deed.Submit("se-noa", Bodies.Term("soon gone", "member:" + reader), "gone"), Deed.Withdraw("se-noa", world => world.Records[^1]) })
        {
            await First.DoAsync(deed);
            await Second.DoAsync(deed);
            await FollowAsync(seed, deeds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    /// <summary>What the law gives the reader in a world: the records in full, and of each owner and value the hits.</summary>
    public async Task<string> ViewAsync(World world)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var stored in await world.StoredAsync())
        {
            foreach (var asking in Readers(world))
            {
                switch (AccessPolicy.Decide(asking, stored.Record).Level)
                {
                    case Level.Full:
                        lines.Add($"{stored.Record.Id} {asking.Purpose} {string.Join('+', asking.Roles)}");
                        break;
                    case Level.Hit:
                        // Each record whose own conditions alone keep it from the reader is told of by itself.
                        if (Acknowledging.ConditionsFor(asking, stored.Record) is { } conditions)
                        {
                            lines.Add($"{stored.Record.Id} {asking.Purpose} {string.Join('+', asking.Roles)} if {conditions}");
                        }

                        lines.UnionWith(world.Open(stored).MatchValues().Select(value => $"{stored.Record.Owner} {value} {asking.Purpose} {string.Join('+', asking.Roles)}"));
                        break;
                }
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>The reader for each purpose: by day, as a machine, and looking into each collection, since those tell by which way a record came.</summary>
    private IEnumerable<Reader> Readers(World world) => Enum.GetValues<Purpose>().SelectMany(purpose =>
    {
        var machine = world.Reader(reader, purpose, Feed);
        return Collection.Of(machine.Seats).Where(collection => collection.Kind == "lexicon-entry").Select(collection => collection.Through(machine)).Prepend(machine).Prepend(world.Reader(reader, purpose));
    });

    /// <summary>Grants and acknowledgements: to the reader in both worlds, to others in one; and what the registry learns of others.</summary>
    private async Task BesideAsync(Chance chance, int i)
    {
        var record = chance.One(First.Records);
        var now = First.Hub.Clock.GetUtcNow();
        if (record != default && (await First.StoredAsync()).Single(stored => stored.Record.Id == record).Record is { Status: IndicatorStatus.Active } active && active.Owner != reader)
        {
            if (chance.Once(3))
            {
                var fact = chance.Beside([reader], now);
                await First.Hub.TellAsync(record, fact);
                await Second.Hub.TellAsync(record, fact);
            }
            else
            {
                await (chance.Once(2) ? First : Second).Hub.TellAsync(record, chance.Beside(["dk-nsk", "be-fgp"], now) is DisclosureRevoked ? new HandlingAcknowledged(reader, "another officer", now) : new DisclosureGranted(Guid.AllBitsSet, "dk-nsk", Asks.Content, Purpose: null, Fields: null, Secret: null, now.AddDays(1), now));
                Asides++;
            }
        }

        if (i % 10 == 5)
        {
            var world = chance.Once(2) ? First : Second;
            await (chance.Below(3) switch
            {
                0 => world.Hub.RegisterAsync("member/be-fgp", new OfficerCleared("be-fgp-officer", "Works with minors.", now.AddDays(1)), new OfficerBlocked("another", "left")),
                1 => world.Hub.RegisterAsync("member/dk-nsk", new ClientAdded("gateway-" + i, [Role.Analyst], [Purpose.CrossChecking])),
                _ => world.Hub.RegisterAsync("member/de-bka", new StandingAuthorisationGiven("US", "Joint work.", now, Until: null)),
            });
            await world.Hub.LearnAsync();
            Asides++;
        }
    }

    private async Task AsideAsync(World world, Chance chance, int seed, int i)
    {
        var others = Chance.Owners.Where(owner => owner != reader).ToArray();
        var stored = await world.StoredAsync();
        var ours = stored.Where(s => s.Record.Owner != reader && s.Record.Status == IndicatorStatus.Active).ToLookup(s => world.Asides.Contains(s.Record.Id), s => s.Record);
        var standing = ours[false].Where(record => world.Records.Contains(record.Id)).ToArray();
        var hidden = ours[true].ToArray();
        Deed? deed = chance.Below(8) switch
        {
            0 or 1 or 2 => Hidden(chance.One(others), $"aside-{seed}-{i}-{Asides}"),
            3 when hidden.Length > 0 => OfHidden(chance.One(hidden)),
            4 or 5 when standing.Length > 0 => OfStanding(chance.One(standing)),
            6 when standing.Length > 0 => Deed.Read(chance.One(others), Naming(chance.One(standing).Id)),
            7 => chance.Once(2) ? Deed.ListOwn(chance.One(others)) : Deed.Search(chance.One(others), Chance.Shared),
            _ => null,
        };
        if (deed is not null)
        {
            var done = await world.DoAsync(deed, aside: true);
            Assert.True(done.Status is < 500 and not 422, $"seed {seed}, aside of {i}: {done.Asked} answered {done.Status} {done.Body}");
            Asides++;
        }

        // Released to others only, or to all but the reader, or about somebody whom only cleared officers may know of.
        Deed? Hidden(string owner, string key)
        {
            var body = chance.Submission(owner, chance.One([.. Chance.Shared, .. Chance.Kept]));
            if (world == First && body["content"]!["rule"] is JsonObject rule)
            {
                rule["groups"]![0]!["words"] = Chance.Of([Chance.Aside]);
            }

            if (chance.Once(2))
            {
                body["release"] = new JsonObject { ["full"] = Chance.Of(chance.Some(NamedOthers, 0, 2)), ["hit"] = Chance.Of(chance.Some(NamedOthers, 0, 2)) };
            }

            var decision = Indicator.Submit(JsonSerializer.Deserialize<SubmitIndicator>(body.ToJsonString(), Json.Wire)!, world.Registry.Members[owner], world.Registry, world.Hub.Clock.GetUtcNow());
            if (!decision.IsAccepted || Indicator.Evolve(null, Guid.AllBitsSet, decision.Facts[0]) is not { } after || !IsUnseen(world, after))
            {
                return null;
            }

            if (IsUnseen(world, Relaxed(after)))
            {
                sturdy.Add(world.Ids.Upcoming(owner));
            }

            return Deed.Submit(owner, body, key);
        }

        Deed? OfHidden(Indicator record)
        {
            if (chance.Once(3))
            {
                return Deed.Withdraw(record.Owner, Naming(record.Id));
            }

            if (chance.Once(2))
            {
                var release = chance.Release(record.Owner);
                return After(record, release) is { } after && IsUnseen(world, Relaxed(after)) ? Deed.Release(record.Owner, Naming(record.Id), release) : null;
            }

            var patch = chance.Patch(record.Kind, Chance.Shared.First(value => value.Kind == record.Kind).Value);
            return sturdy.Contains(record.Id) && !patch.ContainsKey("subject") || patch.ContainsKey("content") || patch.ContainsKey("reference") || patch.ContainsKey("evaluation")
                ? Deed.Amend(record.Owner, Naming(record.Id), patch)
                : null;
        }

        // Of a record that the reader may well know: only what it does not see, or whom else it is released to.
        Deed? OfStanding(Indicator record)
        {
            switch (chance.Below(4))
            {
                case 0:
                    return Deed.Amend(record.Owner, Naming(record.Id), new() { ["reference"] = "aside-" + i });
                case 1 when world.Open(stored.First(s => s.Record.Id == record.Id)).Secret?.Open?.Subject is { } subject:
                    var same = JsonSerializer.SerializeToNode(subject, Json.Wire)!;
                    same["necessity"] = "said better aside of " + i;
                    return Deed.Amend(record.Owner, Naming(record.Id), new() { ["subject"] = same });
                default:
                    var release = chance.Release(record.Owner);
                    return After(record, release) is { } after && Readers(world).All(asking => AccessPolicy.Decide(asking, Relaxed(record)).Level == AccessPolicy.Decide(asking, Relaxed(after)).Level
                            && Acknowledging.ConditionsFor(asking, record) == Acknowledging.ConditionsFor(asking, after))
                        ? Deed.Release(record.Owner, Naming(record.Id), release)
                        : null;
            }
        }

        Indicator? After(Indicator record, JsonObject release)
        {
            var decision = record.ChangeRelease(JsonSerializer.Deserialize<Release>(release.ToJsonString(), Json.Wire)!, new HashSet<Role> { Role.Contributor, Role.Discloser },
                world.Registry.Members[record.Owner], world.Registry, world.Hub.Clock.GetUtcNow());
            return decision.IsAccepted ? Indicator.Evolve(record, record.Id, decision.Facts[0]) : null;
        }
    }

    /// <summary>A second record where the reader gets a hit tells it nothing more: one hit per owner.</summary>
    private async Task DoubleHitsAsync(Script script)
    {
        foreach (var (record, body) in (await Second.StoredAsync()).Select(s => (s.Record, Body: script.BodyOf(Second.Records.IndexOf(s.Record.Id)))).Where(pair => pair.Body is not null && pair.Record.Version == 1))
        {
            var levels = Readers(Second).Select(asking => AccessPolicy.Decide(asking, record).Level).ToHashSet();
            if (levels.Max() == Level.Hit && Readers(Second).All(asking => Acknowledging.ConditionsFor(asking, record) is null))
            {
                await Second.DoAsync(Deed.Submit(record.Owner, body!, "double-" + record.Id.ToString("N")), aside: true);
                Asides++;
            }
        }
    }

    private bool IsUnseen(World world, Indicator record) => Readers(world).All(asking => AccessPolicy.Decide(asking, record).Level == Level.None);

    private static Func<World, Guid> Naming(Guid id) => _ => id;

    /// <summary>The record as its release alone leaves it to the reader: what the other walls do may change later, in both worlds.</summary>
    private static Indicator Relaxed(Indicator record) => record with { Protected = false, Purposes = [.. Enum.GetValues<Purpose>()], Handling = new([HandlingCode.H0]), Grants = [] };
}

/// <summary>The acts that happen in both worlds.</summary>
internal sealed class Script(int seed, string reader)
{
    private readonly Chance chance = new(seed);
    private readonly List<(string Owner, string Kind, string Value, JsonObject Body)> submitted = [];

    /// <summary>What the script submitted as its n-th record; null for none.</summary>
    public JsonObject? BodyOf(int n) => n < 0 || n >= submitted.Count ? null : (JsonObject)submitted[n].Body.DeepClone();

    public Deed Next()
    {
        var act = submitted.Count < 4 ? 0 : chance.Below(20);
        if (act < 9)
        {
            var owner = chance.One(Chance.Owners);
            var value = chance.One(owner == reader ? Chance.Kept : Chance.Shared);
            var body = chance.Submission(owner, value);
            submitted.Add((owner, value.Kind, value.Value, body));
            return Deed.Submit(owner, body, $"script-{submitted.Count}");
        }

        var n = chance.Below(submitted.Count);
        Guid Of(World world) => world.Records[n];
        return act switch
        {
            < 13 => Deed.Amend(submitted[n].Owner, Of, chance.Patch(submitted[n].Kind, submitted[n].Value)),
            < 17 => Deed.Release(submitted[n].Owner, Of, chance.Release(submitted[n].Owner)),
            < 18 => Deed.Withdraw(submitted[n].Owner, Of),
            < 19 => Deed.Read(chance.One(Chance.Owners), Of),
            _ => Deed.Search(chance.One([.. Chance.Owners.Where(owner => owner != reader)]), Chance.Shared.Concat(Chance.Kept)),
        };
    }
}
