using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>
/// Rank: whatever one agency's people do, in any order, nobody has more authority afterwards than the actor or it had before.
/// A new command joins <see cref="Commands"/>.
/// </summary>
[Properties(MaxTest = 300)]
public sealed class What_one_actor_can_bring_about
{
    private const string Actor = "be-fgp";
    private static readonly DateTimeOffset Later = Cast.On(2027, 1, 1);
    private static readonly Role[][] Tokens = [[Role.Contributor], [Role.Contributor, Role.Discloser], [Role.Contributor, Role.Discloser, Role.Analyst], [Role.AgencyAdmin]];
    private static readonly string[] Watched = ["be-fgp", "fr-ofast", "fi-krp", "us-dea", "eurojust", "hub"];

    /// <summary>What an actor may do, as the law decides it or, for an agency's own registry facts, as the fact that its agency-admin adds.</summary>
    private static readonly Gen<Command>[] Commands =
    [
        from release in Worlds.Releases().Generator
        select OnOwn("release", Role.Contributor, (record, roles) => record.ChangeRelease(release, roles, Cast.Registry.Members[Actor], Cast.Registry, Cast.Now)),

        from codes in Gen.Elements<HandlingCode[]>([HandlingCode.H0], [HandlingCode.H1], [HandlingCode.H1, HandlingCode.H2], [HandlingCode.H3])
        select OnOwn("handling", Role.Contributor, (record, roles) => Amend(record, roles, new(default, default, new(IsGiven: true, new(codes, codes is [HandlingCode.H3] ? "Ask first." : null)), default, default, default, default))),

        from purposes in Gen.Elements<Purpose[]>([Purpose.CrossChecking], [Purpose.OperationalAnalysis], Enum.GetValues<Purpose>())
        select OnOwn("purposes", Role.Contributor, (record, roles) => Amend(record, roles, new(default, default, default, new(IsGiven: true, purposes), default, default, default))),

        from age in Gen.Elements(Age.Adult, Age.Minor)
        select OnOwn("subject", Role.Contributor, (record, roles) => Amend(record, roles, new(default, default, default, default, default, new(IsGiven: true, new([SubjectCategory.Suspect], age, "Only found so.")), default))),

        Gen.Constant(OnOwn("withdraw", Role.Contributor, (record, _) => record.Withdraw(new("over"), Cast.Now))),

        from member in Gen.Elements(Watched)
        from asks in Gen.Elements(Enum.GetValues<Asks>())
        select OnOwn("grant", Role.Discloser, (_, _) => Decision.Accept(new DisclosureGranted(Guid.Empty, member, asks, asks == Asks.OtherPurpose ? Purpose.OperationalAnalysis : null, Fields: null, Secret: null, Later, Cast.Now))),

        Gen.Elements<object>(
            new OfficerCleared("officer-7", "minors", Later), new OfficerCleared("officer-8", "minors", Later), new ClearanceWithdrawn("officer-7", "moved"), new OfficerBlocked("officer-8", "left"), new OfficerUnblocked("officer-8", "back"),
            new StandingAuthorisationGiven("US", "joint work", Cast.Founded, Until: null), new StandingAuthorisationRevoked("US", "over", Cast.Now), new StandingAuthorisationGiven("BE", "ourselves", Cast.Founded, Until: null),
            new SuccessorNamed("fr-ofast", "takes over", Cast.Now), new SuccessorTakenBack("fr-ofast", Cast.Now), new MemberWithdrawn("dissolved", new(2026, 5, 12)), new MemberKept("stays"),
            new ClientAdded("be-new", Enum.GetValues<Role>(), Enum.GetValues<Purpose>()), new ClientAdded(Actor, [Role.HubAdmin, Role.Analyst], Enum.GetValues<Purpose>()))
            .Select(fact => new Command(fact.ToString()!, Role.AgencyAdmin, (world, _) => world with { Told = world.Told.Add(fact) })),
    ];

    public static Arbitrary<Story> Stories() => (
        from roles in Gen.Elements(Tokens)
        from records in Worlds.Records().Generator.ListOf(6)
        from commands in Gen.OneOf(Commands).ListOf().Resize(12)
        select new Story(roles, new([], [.. records.Select((record, i) => i < 3 ? record with { Owner = Actor } : record)]), [.. commands])).ToArbitrary();

    [Property(Arbitrary = [typeof(What_one_actor_can_bring_about)])]
    public bool never_lets_anybody_read_more_of_what_others_own(Story story)
    {
        var after = story.Played();
        return Principals(story.Before).Zip(Principals(after)).All(both => both.First.Member == Actor
            || story.Before.Records.Zip(after.Records).Where(record => record.First.Owner != Actor).All(record => AccessPolicy.Decide(both.Second, record.Second).Level <= AccessPolicy.Decide(both.First, record.First).Level));
    }

    [Property(Arbitrary = [typeof(What_one_actor_can_bring_about)])]
    public bool never_lets_its_own_people_read_more_than_a_cleared_analyst_of_the_same_agency_could(Story story)
    {
        var after = story.Played();
        return Principals(story.Before).Zip(Principals(after)).Where(both => both.First.Member == Actor)
            .All(both => after.Records.Where(record => record.Owner != Actor).All(record => AccessPolicy.Decide(both.Second, record).Level <= AccessPolicy.Decide(both.First with { Cleared = true }, record).Level));
    }

    [Property(Arbitrary = [typeof(What_one_actor_can_bring_about)])]
    public bool lets_nobody_read_more_of_its_own_either_unless_it_discloses_or_administers(Story story)
    {
        var after = story.Played();
        return story.Roles.Contains(Role.Discloser) || story.Roles.Contains(Role.AgencyAdmin) || Principals(story.Before).Zip(Principals(after)).All(both =>
            story.Before.Records.Zip(after.Records).All(record => AccessPolicy.Decide(both.Second, record.Second).Level <= AccessPolicy.Decide(both.First, record.First).Level));
    }

    [Property(Arbitrary = [typeof(What_one_actor_can_bring_about)])]
    public bool never_admits_a_role_beyond_the_cap_of_its_member(Story story)
    {
        var registry = story.Played().Registry();
        return registry.Members.Values.All(member => member.Roles.SetEquals(Cast.Registry.Members[member.Id].Roles) && member.Clients.Values.All(client => client.Roles.IsSubsetOf(member.Roles)))
            && registry.Members.Values.SelectMany(member => member.Clients.Values.SelectMany(client => Enum.GetValues<Role>().Select(role => (member, client, role))))
                .All(asked => registry.Admit(new(asked.member.Issuer, asked.member.Id + "-1", asked.client.Id, "officer-7", new HashSet<Role> { asked.role }, Purposes: null, "jti-1"), from: null, Cast.Now) is not { Caller: { } caller } || caller.Roles.IsSubsetOf(Cast.Registry.Members[caller.Member.Id].Roles));
    }

    /// <summary>Every role and purpose of those watched, saying why; the registry's clearances and authorisations apply.</summary>
    private static IEnumerable<Reader> Principals(State state)
    {
        var registry = state.Registry();
        return from member in Watched
               from role in new[] { Role.Analyst, Role.Feed, Role.HubAdmin }
               from purpose in Enum.GetValues<Purpose>()
               select Cast.Reader(registry, member, purpose, role);
    }

    private static Decision Amend(Indicator record, IReadOnlySet<Role> roles, AmendIndicator command) => record.Amend(command, content: null, roles, Cast.Registry.Members[Actor], Cast.Registry, Cast.Now);

    /// <summary>A command on every own record; the door opens others' to nobody else.</summary>
    private static Command OnOwn(string name, Role needs, Func<Indicator, IReadOnlySet<Role>, Decision> decide) => new(name, needs, (state, roles) => state with
    {
        Records = [.. state.Records.Select(record => record.Owner == Actor && decide(record, roles) is { IsAccepted: true } decision ? decision.Facts.Aggregate(record, (current, fact) => Indicator.Evolve(current, record.Id, fact)) : record)],
    });

    /// <summary>The registry facts told by the actor, and all records.</summary>
    public sealed record State(ImmutableArray<object> Told, ImmutableArray<Indicator> Records)
    {
        public Registry Registry() => Cast.RegistryOf(Cast.Grimm, [.. Told.Select(fact => (Actor, fact))]);
    }

    public sealed record Command(string Name, Role Needs, Func<State, IReadOnlySet<Role>, State> Do);

    public sealed record Story(Role[] Roles, State Before, ImmutableArray<Command> Commands)
    {
        /// <summary>What the actor's token does not allow, it does not do.</summary>
        public State Played() => Commands.Where(command => Roles.Contains(command.Needs)).Aggregate(Before, (state, command) => command.Do(state, Roles.ToHashSet()));

        public override string ToString() => $"{string.Join('+', Roles)}: {string.Join(", ", Commands.Where(command => Roles.Contains(command.Needs)).Select(command => command.Name))}";
    }
}
