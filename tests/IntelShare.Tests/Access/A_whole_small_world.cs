using System.Collections.Immutable;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>
/// Three countries, five agencies, two task forces, and every wall with all that can be said at it: the policy and the law read off its
/// text agree on every case. What cannot matter is not varied: feeds for whoever does not ask as a feed, clearance where nobody is protected.
/// </summary>
public sealed class A_whole_small_world
{
    private static readonly DateTimeOffset Later = Cast.On(2026, 6, 1);

    private static readonly Purpose[] Asked = [Purpose.CrossChecking, Purpose.OperationalAnalysis, Purpose.StrategicAnalysis];
    private static readonly bool[] Either = [false, true];
    private static readonly bool[] Never = [false];
    private static readonly (string Id, PartyKind Kind)[] Countries = [("SE", PartyKind.MemberState), ("FR", PartyKind.MemberState), ("US", PartyKind.ThirdCountry)];

    /// <summary>The USA are a guest in GRIMM; the French gendarmerie joined SHAMROCK after the records were released.</summary>
    private static readonly TaskForce[] TaskForces =
    [
        Cast.Life<TaskForce>(TaskForce.Evolve, new TaskForceFounded("grimm", "GRIMM"), new TaskForceJoined("country:SE", Cast.Founded), new TaskForceJoined("country:FR", Cast.Founded), new TaskForceJoined("member:us-dea", Cast.Founded)),
        Cast.Life<TaskForce>(TaskForce.Evolve, new TaskForceFounded("shamrock", "SHAMROCK"), new TaskForceJoined("country:SE", Cast.Founded), new TaskForceJoined("member:fr-gn", Cast.FinlandJoined)),
    ];

    /// <summary>Whom a release of 15 January 2026 reaches; the USA through GRIMM only where Sweden lets them.</summary>
    private static readonly Dictionary<string, string[]> Reaches = new()
    {
        ["se-noa"] = [],
        ["se-tull"] = ["member-states", "country:SE", "member:se-tull", "task-force:grimm", "task-force:grimm+", "task-force:shamrock", "task-force:shamrock+"],
        ["fr-ofast"] = ["member-states", "country:FR", "member:fr-ofast", "task-force:grimm", "task-force:grimm+"],
        ["fr-gn"] = ["member-states", "country:FR", "member:fr-gn", "task-force:grimm", "task-force:grimm+", "task-force:shamrock+"],
        ["us-dea"] = ["country:US", "member:us-dea"],
    };

    /// <summary>An agreement's history, and what is in force of it at the moment of asking.</summary>
    private static readonly (AgreementLevel InForce, object[] Concluded)[] WithTheUsa =
    [
        (AgreementLevel.None, [new AgreementConcluded("Article 25", AgreementLevel.Full, Cast.Founded, Cast.Now)]),
        (AgreementLevel.NonPersonal, [new AgreementConcluded("Article 25", AgreementLevel.NonPersonal, Cast.Founded, Until: null), new AgreementConcluded("Article 25", AgreementLevel.Full, Later, Until: null)]),
        (AgreementLevel.HitOnly, [new AgreementConcluded("Article 25", AgreementLevel.Full, Cast.Founded, Until: null), new AgreementConcluded("Article 25", AgreementLevel.HitOnly, Cast.Released, Until: null)]),
        (AgreementLevel.Full, [new AgreementConcluded("Article 25", AgreementLevel.HitOnly, Cast.Founded, Cast.Now), new AgreementConcluded("Article 25", AgreementLevel.Full, Cast.Now, Later)]),
    ];

    private static readonly (AgreementLevel InForce, object[] Concluded)[] WithFrance =
    [
        (AgreementLevel.Full, []),
        (AgreementLevel.HitOnly, [new AgreementConcluded("Article 19", AgreementLevel.HitOnly, Cast.Founded, Until: null)]),
    ];

    [Fact]
    public void is_decided_as_the_law_reads()
    {
        var things = Things().ToArray();
        var cases = 0;
        foreach (var (asker, reader) in Askers())
        {
            foreach (var (thing, record) in things)
            {
                if ((asker.Roles[0] != Role.Feed && thing.Feeds) || (asker.Cleared && !thing.Protected))
                {
                    continue;
                }

                cases++;
                var ruling = AccessPolicy.Decide(reader, record);
                if (ruling.Level != Oracle.Decide(asker, thing) || (ruling.Level == Level.Full ? Bound(ruling) != Oracle.Binds(asker, thing) : ruling.Obligations.Count > 0))
                {
                    Assert.Fail($"{ruling} [{string.Join(' ', ruling.Obligations)}] for {asker} with {string.Join(' ', asker.Roles)} on {AtRest.Write(thing)} with {string.Join(' ', thing.Grants)} {string.Join(' ', thing.Acknowledged)}");
                }
            }
        }

        Assert.True(cases > 1_000_000, $"only {cases} cases");
    }

    private static (bool, bool) Bound(Ruling ruling) => (ruling.Obligations.Contains(Obligation.NotInJudicialProceedings), ruling.Obligations.Contains(Obligation.NoOnwardDissemination));

    private static IEnumerable<(Thing Thing, Indicator Record)> Things() =>
        from kept in new[] { (Withdrawn: false, Excluded: Array.Empty<string>()), (true, []), (false, ["country:FR", "member:us-dea"]), (false, ["member:fr-gn"]) }
        from full in new string[][] { [], ["member-states"], ["country:FR", "country:US"], ["task-force:grimm"], ["task-force:shamrock"], ["task-force:shamrock+"], ["member-states", "task-force:grimm+"] }
        from hit in new string[][] { [], ["member-states", "country:US"], ["task-force:grimm"] }
        from feeds in Either
        from kind in new (bool Personal, bool Protected)[] { (false, false), (true, false), (true, true) }
        from purposes in new Purpose[][] { [Purpose.CrossChecking], [Purpose.OperationalAnalysis], [Purpose.OperationalAnalysis, Purpose.CrossChecking, Purpose.StrategicAnalysis] }
        from codes in new (bool H1, bool H2, bool H3, (string, string)[] By)[]
        {
            (true, true, false, []), (true, false, true, []), (false, false, true, [("fr-ofast", "officer-7"), ("us-dea", "officer-7")]), (false, true, true, [("fr-ofast", "officer-8"), ("fr-gn", "officer-7")]),
        }
        from grants in new (string, Asks, Purpose?, DateTimeOffset)[][]
        {
            [],
            [("fr-ofast", Asks.Content, null, Later), ("us-dea", Asks.Content, null, Later)],
            [("fr-ofast", Asks.Content, null, Cast.Now), ("us-dea", Asks.JudicialUse, null, Cast.Now), ("fr-gn", Asks.JudicialUse, null, Cast.Now.AddTicks(1))],
            [("fr-ofast", Asks.OtherPurpose, Purpose.StrategicAnalysis, Later), ("fr-gn", Asks.Content, null, Later), ("us-dea", Asks.OtherPurpose, Purpose.OperationalAnalysis, Later)],
            [.. Reaches.Keys.SelectMany(member => new (string, Asks, Purpose?, DateTimeOffset)[]
            {
                (member, Asks.Content, null, Later), (member, Asks.Onward, null, Later), (member, Asks.JudicialUse, null, Later), (member, Asks.OtherPurpose, Purpose.StrategicAnalysis, Later), (member, Asks.OtherPurpose, Purpose.OperationalAnalysis, Later),
            })],
        }
        // A record that nobody gets has every grant or none.
        where kept is (false, []) || grants.Length is 0 or > 5
        let thing = new Thing(kept.Withdrawn, full, hit, kept.Excluded, feeds, kind.Personal, kind.Protected, purposes, codes.H1, codes.H2, codes.H3) { Grants = grants, Acknowledged = codes.By }
        select (thing, RecordOf(thing));

    private static IEnumerable<(Asker Asker, Reader Reader)> Askers() =>
        from member in Reaches.Keys
        let party = member[..2].ToUpperInvariant()
        from agreed in party switch { "US" => WithTheUsa, "FR" => WithFrance, _ => WithFrance[..1] }
        from letIn in member == "us-dea" ? Either : Never
        from roles in new Role[][] { [Role.Analyst], [Role.Feed] }.Concat(agreed == WithFrance[0] ? [[Role.Contributor, Role.Discloser], [Role.Analyst, Role.Auditor], [Role.AgencyAdmin]] : [])
        from purpose in Asked
        from cleared in Either
        let asker = new Asker(member, agreed.InForce, roles, purpose, cleared) { Reach = letIn ? [.. Reaches[member], "task-force:grimm", "task-force:grimm+"] : Reaches[member] }
        select (asker, ReaderOf(asker, party, agreed.Concluded, letIn));

    private static Reader ReaderOf(Asker asker, string party, object[] concluded, bool letIn)
    {
        object[] given = letIn ? [new StandingAuthorisationGiven("US", "Joint work.", Cast.Now, Later)] : [new StandingAuthorisationGiven("US", "Joint work.", Cast.Founded, Cast.Now)];
        object[] cleared = asker.Cleared ? [new OfficerCleared(asker.Officer, "Works with minors.", Cast.Now.AddTicks(1))] : [new OfficerCleared(asker.Officer, "Works with minors.", Cast.Now)];
        var registry = new Registry(1,
            [.. Countries.Select(country => Cast.Life<Party>(Party.Evolve, [new PartyEnrolled(country.Id, country.Kind, country.Id), .. country.Id == party ? concluded : []]))],
            [.. Reaches.Keys.Select(id => Cast.Life<Member>(Member.Evolve,
            [
                new MemberEnrolled(id, id[..2].ToUpperInvariant(), id, new("desk", "urgent"), Cast.AgencyRoles), new ClientAdded(id, Cast.AgencyRoles, Enum.GetValues<Purpose>()),
                .. id == "se-noa" ? given : [], .. id == asker.Member ? cleared : [],
            ]))],
            TaskForces);
        var member = registry.Members[asker.Member];
        return Cast.Reader(registry, new(member, registry.Parties[party], member.Clients[member.Id], asker.Officer, asker.Roles.ToHashSet(), new HashSet<Purpose> { asker.Purpose }, "kid-1", "jti-1"), justified: true, asker.At);
    }

    private static Indicator RecordOf(Thing thing) => Given.Submitted(Cast.Slang()) with
    {
        Kind = thing.Personal ? "account-handle" : "lexicon-entry",
        Status = thing.Withdrawn ? IndicatorStatus.Withdrawn : IndicatorStatus.Active,
        Release = new(thing.Full, thing.Hit, thing.Excluded, thing.Feeds),
        FullSince = thing.Full.ToImmutableDictionary(token => token, _ => Cast.Released),
        HitSince = thing.Hit.ToImmutableDictionary(token => token, _ => Cast.Released),
        Protected = thing.Protected,
        Purposes = [.. thing.Purposes],
        Handling = new([.. new[] { (true, HandlingCode.H0), (thing.H1, HandlingCode.H1), (thing.H2, HandlingCode.H2), (thing.H3, HandlingCode.H3) }.Where(code => code.Item1).Select(code => code.Item2)]),
        Grants = [.. thing.Grants.Select(grant => new Grant(Guid.Empty, grant.Member, grant.Asks, grant.Purpose, Fields: null, Conditions: null, grant.Until, 2))],
        Acknowledgements = [.. thing.Acknowledged.Select(one => new Acknowledgement(one.Member, one.Officer, 2))],
    };
}
