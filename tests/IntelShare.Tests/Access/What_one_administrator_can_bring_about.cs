using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Keeping;
using IntelShare.Members;
using IntelShare.Tests.Members;

namespace IntelShare.Tests.Access;

/// <summary>
/// Rank, of the hub's administration: whatever acts one administrator does, in any order, nobody reads more on any day to come, holds
/// another role or another key. A colluding pair is the one exception. A new act joins <see cref="Acts"/>.
/// </summary>
[Properties(MaxTest = 200)]
public sealed class What_one_administrator_can_bring_about
{
    private static readonly string[] Watched = ["fr-ofast", "fi-krp", "nl-dlio", "no-kripos", "us-dea", "eurojust", "interpol", "hub"];
    private static readonly int[] Days = [0, 1, 2, 3, 400];

    /// <summary>Two that are to leave, one of them with a successor, and the owner of what is read.</summary>
    private static readonly Registry Leavers = Cast.RegistryOf(
        Cast.Grimm,
        ("fi-krp", new MemberWithdrawn("merged", Day(2))), ("nl-dlio", new MemberWithdrawn("merged", Day(2))), ("nl-dlio", new SuccessorNamed("fr-ofast", "takes over", Cast.Now)), ("nl-dlio", new SuccessionAccepted("fr-ofast", Cast.Now)), ("se-noa", new MemberWithdrawn("merged", Day(2))));

    private static readonly Gen<DateTimeOffset?> Moments = Gen.Elements<DateTimeOffset?>(null, Cast.Now, Cast.Now.AddDays(1), Cast.Now.AddDays(2), Cast.Now.AddDays(3));

    private static readonly Gen<Deed> Acts = Gen.OneOf(
        from party in Gen.Elements("SE", "FR", "NO", "US", "org:eurojust", "org:interpol")
        from level in Gen.Elements(Enum.GetValues<AgreementLevel>())
        from start in Moments
        from end in Moments
        select new Deed(party, new ConcludeAgreement("Article 25", level, start, end)),

        from party in Gen.Elements("SE", "FR", "NO", "US", "org:eurojust", "org:interpol")
        from at in Moments
        select new Deed(party, new EndAgreement("over", at)),

        from taskForce in Gen.Elements("grimm", "shamrock", "new")
        from participant in Gen.Elements("country:FR", "country:US", "member:fi-krp", "country:NL", "org:eurojust", "member:interpol")
        from at in Moments
        from joins in Gen.Elements(true, false)
        select new Deed(taskForce, joins ? new JoinTaskForce(participant, at) : new LeaveTaskForce(participant, at)),

        from member in Gen.Elements(Watched)
        from roles in Gen.SubListOf(Enum.GetValues<Role>())
        from iss in Gen.Elements<string?>(null, "https://one.example", "https://two.example")
        from minutes in Gen.Elements<int?>(null, 5, 90)
        select new Deed(member, new ChangeMember(Name: null, Desk: null, [.. roles], "reorganised", iss is null ? null : [new(iss, minutes)])),

        from member in Gen.Elements(Watched)
        from act in Gen.Elements<RegistryAct>(
            new SuspendMember("breach"), new ReadmitMember("mended"), new IntroduceClient("another", [Role.AgencyAdmin, Role.Analyst], [Purpose.CrossChecking], Administering.Jwk), new IntroduceClient("hub-9", [Role.HubAdmin], [Purpose.CrossChecking], Administering.Jwk))
        select new Deed(member, act),

        from member in Gen.Elements(Watched.Append("se-noa").ToArray())
        from act in Gen.Elements<RegistryAct>(new KeepMember("not merged"), new WithdrawMember("merged", Day(1)), new WithdrawMember("merged", Day(3)), new WithdrawMember("for another reason", Day(2)))
        select new Deed(member, act),

        Gen.Elements(new Deed("new", new FoundTaskForce("Another")), new Deed("PL", new EnrolParty(PartyKind.MemberState, "Poland", Over: null)), new Deed("se-new", Administering.Agency with { Party = "SE" })));

    public static Arbitrary<Story> Stories() => (
        from records in Worlds.Records().Generator.ListOf(5)
        from deeds in Acts.ListOf().Resize(10)
        from leave in Gen.Elements(true, false)
        select new Story(leave ? Leavers : Cast.Registry, [.. records], [.. deeds])).ToArbitrary();

    [Property(Arbitrary = [typeof(What_one_administrator_can_bring_about)])]
    public bool never_lets_anybody_read_more_on_any_day(Story story)
    {
        var after = story.Played();
        return !story.LetsSomebodyReadMore(after);
    }

    /// <summary>The property above would hold of nothing, if not even two could.</summary>
    [Fact]
    public void lets_somebody_read_more_once_another_agrees()
    {
        var stories = Stories().Generator.Sample(200, new Rnd(1, 1), 10).ToArray();
        Assert.InRange(stories.Count(story => story.LetsSomebodyReadMore(story.PlayedByTwo().After)), stories.Length / 10, stories.Length);
        Assert.InRange(stories.Count(story => story.PlayedByTwo().After.Members.Values.Any(member => member.Clients.Count > story.Before.Members.GetValueOrDefault(member.Id)?.Clients.Count)), 1, stories.Length);
    }

    /// <summary>Two who collude leave both their names: without what is on record of them, nobody reads more.</summary>
    [Property(Arbitrary = [typeof(What_one_administrator_can_bring_about)])]
    public bool names_both_on_record_of_whatever_two_bring_about(Story story)
    {
        var (after, told) = story.PlayedByTwo();
        var acts = told.Chunk(2).Select(two => two.Aggregate((PendingAct?)null, (act, fact) => PendingAct.Evolve(act, Guid.Empty, fact))!).ToArray();
        return (acts.Length > 0 || !story.LetsSomebodyReadMore(after)) && acts.All(act =>
            act is { ProposedBy: var one, DecidedBy: { } other } && one == Administering.Anna && other == Administering.Bo && other.IsAnother(one) && act.StateAt(Cast.Now) == PendingActState.Seconded
            && story.Deeds.Any(deed => deed.Subject == act.Subject && deed.Act.Code() == act.Act.Code()));
    }

    [Property(Arbitrary = [typeof(What_one_administrator_can_bring_about)])]
    public bool never_gives_a_member_a_role_a_client_a_key_or_a_provider(Story story)
    {
        var after = story.Played();
        return after.Members.Count == Cast.Registry.Members.Count && after.Parties.Count == Cast.Registry.Parties.Count
            && after.Members.Values.All(member => member.Roles.IsSubsetOf(Cast.Registry.Members[member.Id].Roles) && member.IssuerCaps.IsEmpty && member.Clients.Keys.All(Cast.Registry.Members[member.Id].Clients.ContainsKey)
                && member.Clients.Values.All(client => client.Keys.Keys.All(Cast.Registry.Members[member.Id].Clients[client.Id].Keys.ContainsKey)));
    }

    [Property(Arbitrary = [typeof(What_one_administrator_can_bring_about)])]
    public bool waits_where_it_widens_until_another_agrees_and_then_is_done(Story story) => story.Deeds.All(deed =>
    {
        if (!deed.IsThere(story.Before) || !deed.Act.On(deed.Subject, story.Before).IsAccepted || !deed.Act.Widens(deed.Subject, story.Before))
        {
            return true;
        }

        var waiting = deed.Act.Proposed(deed.Subject, registry: story.Before);
        var readBack = new SecondAct(deed.Act.ReadBack());
        Administrator[] herself = [Administering.Anna, Administering.Anna with { Client = "hub-2" }, Administering.Anna with { Officer = "bo" }];
        return herself.All(by => !waiting.Second(readBack, by, story.Before, Cast.Now).Agreement.IsAccepted) && waiting.Second(readBack, Administering.Bo, story.Before, Cast.Now).Act.Facts.Count > 0;
    });

    /// <summary>Whatever was decided, by one or by two, and then lost with a backup's days: what is told again takes away.</summary>
    [Property(Arbitrary = [typeof(What_one_administrator_can_bring_about)])]
    public bool lets_nobody_read_more_when_it_is_repeated_after_a_restore(Story story)
    {
        var lost = story.Deeds.Where(deed => deed.IsThere(story.Before)).SelectMany(deed => deed.Act.On(deed.Subject, story.Before).Facts.Select(fact => (deed.Act, deed.Subject, Fact: fact)));
        var after = lost.Aggregate(story.Before, (registry, one) => Again(registry, one.Act.Room(), one.Subject, one.Fact) is { } again ? registry.After(one.Act.Room(), one.Subject, [again]) : registry);
        return Days.All(day => Readers(story.Before, day).Zip(Readers(after, day)).All(both =>
            story.Records.All(record => AccessPolicy.Decide(both.Second, record).Level <= AccessPolicy.Decide(both.First, record).Level)));

        static object? Again(Registry registry, RegistryRoom room, string subject, object fact) => room switch
        {
            RegistryRoom.Party => registry.Parties.TryGetValue(subject, out var party) ? Narrowings.Again(party, fact, Cast.Now) : null,
            RegistryRoom.Member => registry.Members.TryGetValue(subject, out var member) ? Narrowings.Again(member, fact, Cast.Now) : null,
            _ => registry.TaskForces.TryGetValue(subject, out var taskForce) ? Narrowings.Again(taskForce, fact) : null,
        };
    }

    private static IEnumerable<Reader> Readers(Registry registry, int day) =>
        from id in Watched
        let member = registry.Members[id]
        from role in new[] { Role.Analyst, Role.Feed }
        from purpose in Enum.GetValues<Purpose>()
        select Reader.Of(new(member, registry.Parties[member.Party], member.Clients[id], "officer-7", new HashSet<Role> { role }, new HashSet<Purpose> { purpose }, "kid-1", "jti-1"), purpose, justified: true, registry, Cast.Now.AddDays(day));

    /// <summary>An act and its subject.</summary>
    public sealed record Deed(string Subject, RegistryAct Act)
    {
        /// <summary>Whether the door would let it come to the law: its subject is there, or the act begins it.</summary>
        public bool IsThere(Registry registry) => Act is EnrolParty or EnrolMember or FoundTaskForce || Act.Room() switch
        {
            RegistryRoom.Party => registry.Parties.ContainsKey(Subject),
            RegistryRoom.Member => registry.Members.ContainsKey(Subject),
            _ => registry.TaskForces.ContainsKey(Subject),
        };
    }

    private static DateOnly Day(int day) => DateOnly.FromDateTime(Cast.Now.UtcDateTime).AddDays(day);

    public sealed record Story(Registry Before, ImmutableArray<Indicator> Records, ImmutableArray<Deed> Deeds)
    {
        /// <summary>
        /// Whether somebody reads more afterwards on a day to come, as a reader or as another's successor. Whose successor leaves
        /// first keeps what is its own.
        /// </summary>
        public bool LetsSomebodyReadMore(Registry after) => !Days.All(day =>
            Watched.All(member => after.EstateOf(member, Cast.Now.AddDays(day)).All(owner => owner == member || Before.EstateOf(member, Cast.Now.AddDays(day)).Contains(owner)))
            && Readers(Before, day).Zip(Readers(after, day)).All(both => Records.All(record => AccessPolicy.Decide(both.Second, record).Level <= AccessPolicy.Decide(both.First, record).Level)));

        /// <summary>What two get done together, and what is on record of both: each proposal, and who seconded it.</summary>
        public (Registry After, ImmutableArray<object> Told) PlayedByTwo() => Deeds.Aggregate((After: Before, Told: ImmutableArray<object>.Empty), (so, deed) =>
        {
            if (!deed.IsThere(so.After) || deed.Act.On(deed.Subject, so.After) is not { IsAccepted: true, Facts: { Count: > 0 } facts })
            {
                return so;
            }

            if (!deed.Act.Widens(deed.Subject, so.After))
            {
                return (so.After.After(deed.Act.Room(), deed.Subject, facts), so.Told);
            }

            var proposed = PendingAct.Propose(deed.Subject, deed.Act, Administering.Anna, so.After, Cast.Now).Facts[0];
            var (agreement, act) = PendingAct.Evolve(current: null, Guid.Empty, proposed).Second(new(deed.Act.ReadBack()), Administering.Bo, so.After, Cast.Now);
            return (so.After.After(deed.Act.Room(), deed.Subject, act.Facts), so.Told.Add(proposed).Add(agreement.Facts[0]));
        });

        /// <summary>What one administrator gets done alone: what widens only waits.</summary>
        public Registry Played() => Deeds.Aggregate(Before, (registry, deed) => deed.IsThere(registry) && deed.Act.On(deed.Subject, registry) is { IsAccepted: true, Facts: { Count: > 0 } facts } && !deed.Act.Widens(deed.Subject, registry)
            ? registry.After(deed.Act.Room(), deed.Subject, facts)
            : registry);

        public override string ToString() => string.Join(", ", Deeds.Select(deed => $"{deed.Subject}: {deed.Act}"));
    }
}
