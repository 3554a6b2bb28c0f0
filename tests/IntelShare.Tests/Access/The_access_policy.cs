using System.Collections.Immutable;
using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

[Properties(Arbitrary = [typeof(Worlds)], MaxTest = 500)]
public sealed class The_access_policy
{
    private static Level Of(Reader reader, Indicator record) => AccessPolicy.Decide(reader, record).Level;

    private static bool NeverRaises(Reader reader, Indicator record, params IEnumerable<Indicator> narrower) => narrower.All(next => Of(reader, next) <= Of(reader, record));

    [Theory]
    [InlineData("se-noa", "nothing", "full Owner")]
    [InlineData("se-noa as contributor", "nothing", "full Owner")]
    [InlineData("se-noa as auditor", "nothing", "none Owner")]
    [InlineData("se-noa as agency-admin", "nothing", "none Owner")]
    [InlineData("se-noa", "restricted evidence", "none Lifecycle")]
    [InlineData("se-noa", "erased", "none Lifecycle")]
    public void names_the_wall_that_keeps_an_owner_from_its_own(string reader, string record, string answer)
    {
        var ruling = AccessPolicy.Decide(Said.Reader(reader), Said.Record(record));
        Assert.Equal(answer, $"{ruling.Level.Code()} {ruling.DecidedBy}");
    }

    [Fact]
    public void is_asked_through_every_audience_that_can_reach_a_reader_and_no_other()
    {
        Assert.Equal(["member:no-kripos", "country:NO", "schengen-associated", "task-force:grimm", "task-force:grimm+"], Said.Reader("no-kripos").Audiences());
        Assert.Equal(["member:fr-gn", "country:FR", "member-states", "task-force:grimm", "task-force:grimm+"], Said.Reader("fr-gn").Audiences());
        Assert.Equal(["member:us-dea", "country:US"], Said.Reader("us-dea").Audiences());
        Assert.Equal(["member:us-dea", "country:US", "task-force:grimm", "task-force:grimm+"], Said.Reader("us-dea; authorised by se-noa from 2026-01-01").Audiences());
    }

    [Fact]
    public void is_the_law_read_off_its_text_over_a_whole_small_world()
    {
        string[][] full = [[], ["member-states"], ["schengen-associated"], ["member:fr-ofast", "member:nl-dlio", "member:eurojust"], ["country:FR", "country:US", "org:eurojust"], ["task-force:grimm"], ["task-force:grimm+"]];
        string[][] hit = [[], ["country:FR", "country:US", "org:eurojust"], ["task-force:grimm"]];
        string[][] excluded = [[], ["country:FR", "member:fi-krp", "org:eurojust"]];
        Purpose[][] purposes = [[Purpose.CrossChecking], [Purpose.OperationalAnalysis], [Purpose.OperationalAnalysis, Purpose.CrossChecking, Purpose.StrategicAnalysis]];
        bool[] either = [false, true];
        var things = (
            from withdrawn in either
            from f in full
            from h in hit
            from x in excluded
            from feeds in either
            from kind in new[] { (Personal: false, Protected: false), (Personal: true, Protected: false), (Personal: true, Protected: true) }
            from p in purposes
            from codes in new[] { (H1: true, H2: false, H3: false), (H1: false, H2: true, H3: true) }
            select new Thing(withdrawn, f, h, x, feeds, kind.Personal, kind.Protected, p, codes.H1, codes.H2, codes.H3)).Select(thing => (thing, Record: RecordOf(thing))).ToArray();
        var askers = (
            from member in Oracle.Reaches.Keys.Append("se-noa")
            from agreement in Enum.GetValues<AgreementLevel>()
            from roles in new Role[][] { [Role.Analyst], [Role.Feed], [Role.Contributor], [Role.Analyst, Role.HubAdmin] }
            from purpose in new[] { Purpose.CrossChecking, Purpose.OperationalAnalysis, Purpose.StrategicAnalysis }
            from cleared in either
            where member != "se-noa" || (agreement == AgreementLevel.Full && !cleared)
            select new Asker(member, agreement, roles, purpose, cleared)).ToArray();

        foreach (var asker in askers)
        {
            var reader = Cast.Reader(asker.Member, asker.Purpose, asker.Roles) with { Agreement = asker.Agreement, Cleared = asker.Cleared };
            foreach (var (thing, record) in things)
            {
                var ruling = AccessPolicy.Decide(reader, record);
                if (ruling.Level != Oracle.Decide(asker, thing))
                {
                    Assert.Fail($"{ruling} for {asker} with {string.Join(' ', asker.Roles)} on {AtRest.Write(thing)}");
                }

                if (asker.Member != "se-noa" && (ruling.Level == Level.Full
                    ? ruling.Obligations.Contains(Obligation.NotInJudicialProceedings) != thing.H1 || ruling.Obligations.Contains(Obligation.NoOnwardDissemination) != thing.H2
                    : ruling.Obligations.Count > 0))
                {
                    Assert.Fail($"{string.Join(' ', ruling.Obligations)} for {asker} on {AtRest.Write(thing)}");
                }
            }
        }
    }

    [Property]
    public bool never_gives_more_for_an_exclusion(Reader reader, Indicator record) => NeverRaises(
        reader, record, Worlds.Names.Append(reader.MemberToken).Append(reader.PartyToken).Select(name => record with { Release = record.Release with { Excluded = [.. record.Release.Excluded!, name] } }));

    [Property]
    public bool gives_nothing_to_the_excluded(Reader reader, Indicator record) => reader.Member == record.Owner || new[] { reader.MemberToken, reader.PartyToken }.All(
        name => Of(reader, record with { Release = record.Release with { Excluded = [name] } }) == Level.None);

    [Property]
    public bool never_gives_more_for_a_handling_code(Reader reader, Indicator record) =>
        NeverRaises(reader, record, Enum.GetValues<HandlingCode>().Select(code => record with { Handling = new([.. record.Handling.Codes!, code]) }));

    [Property]
    public bool never_gives_more_for_protection(Reader reader, Indicator record) => NeverRaises(reader, record, record with { Protected = true });

    [Property]
    public bool never_gives_more_for_an_audience_dropped(Reader reader, Indicator record) =>
        NeverRaises(reader, record, record.FullSince.Keys.Select(token => record with { FullSince = record.FullSince.Remove(token) }))
        && NeverRaises(reader, record, record.HitSince.Keys.Select(token => record with { HitSince = record.HitSince.Remove(token) }));

    [Property]
    public bool never_gives_more_for_a_purpose_dropped(Reader reader, Indicator record) =>
        NeverRaises(reader, record, record.Purposes.Select(purpose => record with { Purposes = record.Purposes.Remove(purpose) }));

    [Property]
    public bool never_gives_more_without_feeds(Reader reader, Indicator record) => NeverRaises(reader, record, record with { Release = record.Release with { Feeds = false } });

    [Property]
    public bool never_gives_more_of_what_is_withdrawn(Reader reader, Indicator record)
    {
        var withdrawn = record with { Status = IndicatorStatus.Withdrawn };
        return NeverRaises(reader, record, withdrawn) && (reader.Member == record.Owner || Of(reader, withdrawn) == Level.None);
    }

    [Property]
    public bool never_gives_more_to_fewer_roles_without_clearance_or_agreement(Reader reader, Indicator record) =>
        Of(reader with { Cleared = false }, record) <= Of(reader, record)
        && (reader.Member == record.Owner || Of(reader with { Agreement = AgreementLevel.None }, record) == Level.None)
        && (!Roles.MayStandTogether(reader.Roles) || reader.Roles.All(role => Of(reader with { Roles = reader.Roles.Where(other => other != role).ToHashSet() }, record) <= Of(reader, record)));

    [Property]
    public bool looks_at_nothing_but_its_declared_inputs(Reader reader, Indicator record)
    {
        string[] others = [.. Worlds.Names.Where(name => name != reader.MemberToken && name != reader.PartyToken)];
        var other = record with
        {
            Id = Guid.Parse("00000000-0000-4000-8000-000000000001"),
            Version = record.Version + 7,
            Kind = record.Kind == "lexicon-entry" ? "recruitment-pattern" : record.Kind,
            Plain = Samples.Of<RecruitmentPattern>(),
            Secret = new(new(Samples.Of<AccountHandle>(), new([SubjectCategory.Victim], Age.Minor), "another reference")),
            Evaluation = Evaluation.Unassessed,
            Handling = record.Handling with { Conditions = "Other words." },
            CrimeAreas = [CrimeArea.Terrorism],
            Retention = new(record.HasLapsed(reader.Moment) ? new(1999, 1, 1) : new(2199, 1, 1), null),
            SubmittedAt = DateTimeOffset.MinValue,
            ChangedAt = DateTimeOffset.MaxValue,
            Release = record.Release with { Excluded = [.. record.Release.Excluded!, .. others] },
            FullSince = record.FullSince.SetItems(others.Select(name => KeyValuePair.Create(name, Cast.Now))),
            HitSince = record.HitSince.SetItems(others.Select(name => KeyValuePair.Create(name, Cast.Now))),
            // What lapsed, what was granted to others, and what their officers or its own others accepted.
            Grants = [.. Every(reader.Member, reader.Moment), .. Every("be-fgp", Cast.On(2027, 1, 1)).Where(_ => reader.Member != "be-fgp"), .. record.Grants],
            Acknowledgements = [.. record.Acknowledgements, new(reader.Member, reader.Officer + "0", 1), new(reader.Member + "0", reader.Officer, 1)],
        };
        var (one, two) = (AccessPolicy.Decide(reader, record), AccessPolicy.Decide(reader, other));
        return (one.Level, one.DecidedBy) == (two.Level, two.DecidedBy) && one.Obligations.SequenceEqual(two.Obligations);
    }

    [Property]
    public bool asks_the_owner_for_its_role_alone(Reader reader, Indicator record, Indicator another)
    {
        var owner = reader with { Member = "se-noa" };
        var ruling = AccessPolicy.Decide(owner, record);
        return ruling.DecidedBy == Wall.Owner && ruling.Obligations.Count == 0
            && ruling.Level == (Roles.MayStandTogether(owner.Roles) && Roles.TouchContent(owner.Roles) ? Level.Full : Level.None)
            && ruling.Level == Of(owner with { Agreement = AgreementLevel.None, Cleared = !owner.Cleared, Purpose = Purpose.OperationalAnalysis }, another);
    }

    [Property]
    public bool names_a_wall_exactly_where_one_capped(Reader reader, Indicator record)
    {
        var ruling = AccessPolicy.Decide(reader, record);
        return reader.Member == record.Owner ? ruling.DecidedBy == Wall.Owner
            : ruling.Level < Level.Full ? ruling.DecidedBy is { } wall && wall < Wall.Disclosure && AccessPolicy.Explain(reader, record).First(cap => cap.Value == ruling.Level).Key == wall
            : ruling.DecidedBy == (ruling.Grant is null ? null : Wall.Disclosure);
    }

    [Property]
    public bool binds_those_who_read_in_full_and_only_more_with_more_codes(Reader reader, Indicator record) =>
        AccessPolicy.Decide(reader, record) is var before && (before.Level == Level.Full || before.Obligations.Count == 0)
        && Enum.GetValues<HandlingCode>().All(code =>
            AccessPolicy.Decide(reader, record with { Handling = new([.. record.Handling.Codes!, code]) }) is var after
            && (after.Level < before.Level || !before.Obligations.Except(after.Obligations).Any()));

    [Property]
    public bool gives_nothing_to_those_who_administer_the_hub_or_audit(Reader reader, Indicator record) => new[] { Role.HubAdmin, Role.Auditor }.All(
        role => Of(reader with { Roles = reader.Roles.Append(role).ToHashSet() }, record) == Level.None);

    [Property]
    public bool gives_full_only_within_the_audiences_that_the_store_narrows_by(Reader reader, Indicator record) =>
        reader.Member == record.Owner || AccessPolicy.Decide(reader, record) is not { Level: Level.Full, Grant: null } || record.FullSince.Keys.Intersect(reader.Audiences()).Any();

    [Property]
    public bool gives_nobody_more_when_a_newcomer_joins_a_task_force(Reader reader, Indicator record)
    {
        object[] grimm = [.. Cast.Grimm, new TaskForceJoined("country:IE", Cast.On(2026, 5, 10)), new TaskForceJoined("org:edps", Cast.On(2026, 5, 10)), new TaskForceJoined("org:hub", Cast.On(2026, 5, 10))];
        var closed = record with { FullSince = record.FullSince.Remove("task-force:grimm+"), HitSince = record.HitSince.Remove("task-force:grimm+") };
        return Of(Later(), closed) <= Of(reader, closed)
            && (reader.PartyKind is PartyKind.MemberState or PartyKind.SchengenAssociated || reader.AuthorisedBy.Contains(record.Owner) || Of(Later(), record) <= Of(reader, record));

        Reader Later() => reader with { Seats = Cast.Reader(Cast.RegistryOf(grimm), reader.Member).Seats };
    }

    [Property]
    public bool reaches_third_countries_and_organisations_by_their_own_name_alone(Reader reader, Indicator record) =>
        reader.PartyKind is PartyKind.MemberState or PartyKind.SchengenAssociated || reader.AuthorisedBy.Contains(record.Owner)
        || Of(reader, record with { FullSince = record.FullSince.RemoveRange([reader.MemberToken, reader.PartyToken]), HitSince = record.HitSince.RemoveRange([reader.MemberToken, reader.PartyToken]) }) == Level.None;

    [Property(MaxTest = 2000)]
    public bool gives_nobody_more_by_a_release_that_passed_as_a_narrowing(Reader reader, Indicator record, Release wanted, bool subset)
    {
        var to = subset
            ? wanted with
            {
                Full = [.. record.Release.Full!.Intersect(wanted.Full!)],
                Hit = [.. record.Release.Full!.Union(record.Release.Hit!).Intersect(wanted.Hit!)],
                Excluded = [.. record.Release.Excluded!.Union(wanted.Excluded!)],
                Feeds = false,
            }
            : wanted;
        var after = Indicator.Evolve(record, record.Id, new ReleaseChanged(to, Cast.Now));
        return (!subset || !to.Widens(record.Release)) && (to.Widens(record.Release) || NeverRaises(reader, record, after));
    }

    [Property]
    public bool explains_what_it_decides(Reader reader, Indicator record)
    {
        var walls = AccessPolicy.Explain(reader, record);
        return walls.Values.Min() == Of(reader, record) && walls.Keys.SequenceEqual(Enum.GetValues<Wall>())
            && (reader.Member == record.Owner ? walls.All(wall => wall.Key == Wall.Owner || wall.Value == Level.Full) : walls[Wall.Owner] == Level.Full);
    }

    [Property]
    public bool lets_a_grant_lift_nothing_but_a_hit_of_audience_purpose_or_project(Reader reader, Indicator record)
    {
        var bare = record with { Grants = [] };
        var (before, after) = (AccessPolicy.Explain(reader, bare), AccessPolicy.Explain(reader, record with { Grants = Every(reader.Member, Later).RemoveAll(grant => grant.Asks == Asks.OtherPurpose) }));
        return before.All(wall => after[wall.Key] == (wall.Key is Wall.Audience or Wall.Purpose or Wall.Project && wall.Value == Level.Hit && reader.Member != record.Owner ? Level.Full : wall.Value));
    }

    [Property]
    public bool lets_no_grant_lift_lifecycle_exclusion_agreement_role_or_handling(Reader reader, Indicator record)
    {
        var (bare, granted) = (record with { Grants = [] }, record with { Grants = Every(reader.Member, Later) });
        var (before, after) = (AccessPolicy.Explain(reader, bare), AccessPolicy.Explain(reader, granted));
        return new[] { Wall.Lifecycle, Wall.Owner, Wall.Exclusion, Wall.Agreement, Wall.Role, Wall.Handling }.All(wall => before[wall] == after[wall] && Of(reader, granted) <= before[wall])
            && (before[Wall.Audience] != Level.None || after[Wall.Audience] == Level.None);
    }

    [Property]
    public bool lets_grants_of_use_take_obligations_away_and_lift_no_level(Reader reader, Indicator record)
    {
        var bare = AccessPolicy.Decide(reader, record with { Grants = [] });
        return Granting(Asks.JudicialUse, Obligation.NotInJudicialProceedings) && Granting(Asks.Onward, Obligation.NoOnwardDissemination);

        bool Granting(Asks asks, Obligation lifted)
        {
            var granted = AccessPolicy.Decide(reader, record with { Grants = Every(reader.Member, Later).RemoveAll(grant => grant.Asks != asks) });
            return (granted.Level, granted.DecidedBy) == (bare.Level, bare.DecidedBy) && granted.Obligations.SequenceEqual(bare.Obligations.Where(one => one != lifted));
        }
    }

    [Property]
    public bool lets_a_grant_of_another_purpose_do_what_the_purpose_itself_would(Reader reader, Indicator record, bool content)
    {
        ImmutableArray<Grant> others = [.. Every(reader.Member, Later).Where(grant => grant.Asks == Asks.Content && content)];
        var admitted = record with { Grants = [.. others, new(Guid.Empty, reader.Member, Asks.OtherPurpose, reader.Purpose, Fields: null, Conditions: null, Later, 2)] };
        var own = record with { Grants = others, Purposes = record.Purposes.Contains(reader.Purpose) ? record.Purposes : record.Purposes.Add(reader.Purpose) };
        return Of(reader, admitted) == Of(reader, own);
    }

    [Property]
    public bool never_gives_more_for_a_grant_or_an_acknowledgement_lost(Reader reader, Indicator record) =>
        NeverRaises(reader, record, record.Grants.Select(grant => record with { Grants = record.Grants.Remove(grant) }))
        && NeverRaises(reader, record, record.Acknowledgements.Select(one => record with { Acknowledgements = record.Acknowledgements.Remove(one) }))
        && NeverRaises(reader with { AuthorisedBy = reader.AuthorisedBy.Add(record.Owner) }, record) && Of(reader with { AuthorisedBy = [] }, record) <= Of(reader, record);

    [Property]
    public bool gives_no_more_as_time_passes_over_grants_alone(Reader reader, Indicator record) =>
        Of(reader with { Moment = reader.Moment.AddTicks(1) }, record) <= Of(reader, record) && Of(reader with { Moment = Later }, record) <= Of(reader, record);

    [Property]
    public bool asks_each_officer_to_accept_for_itself(Reader reader, Indicator record)
    {
        var h3 = record with { Handling = new([HandlingCode.H3], "Ask first."), Acknowledgements = [new(reader.Member, reader.Officer, 2)] };
        return reader.Member == record.Owner || (Of(reader with { Officer = "somebody else" }, h3) <= Level.Hit && Of(reader, h3) == Of(reader, h3 with { Handling = new([HandlingCode.H0]) }));
    }

    private static readonly DateTimeOffset Later = Cast.On(2027, 1, 1);

    /// <summary>All that an owner can grant a member.</summary>
    private static ImmutableArray<Grant> Every(string member, DateTimeOffset until) =>
    [
        .. new[] { Asks.Content, Asks.JudicialUse, Asks.Onward }.Select(asks => new Grant(Guid.Empty, member, asks, Purpose: null, Fields: null, Conditions: null, until, 2)),
        .. Enum.GetValues<Purpose>().Select(purpose => new Grant(Guid.Empty, member, Asks.OtherPurpose, purpose, Fields: null, Conditions: null, until, 2)),
    ];

    private static Indicator RecordOf(Thing thing) => Given.Submitted(Cast.Slang()) with
    {
        Kind = thing.Personal ? "account-handle" : "lexicon-entry",
        Status = thing.Withdrawn ? IndicatorStatus.Withdrawn : IndicatorStatus.Active,
        Release = new(thing.Full, thing.Hit, thing.Excluded, thing.Feeds),
        FullSince = thing.Full.ToImmutableDictionary(token => token, _ => Cast.Released),
        HitSince = thing.Hit.ToImmutableDictionary(token => token, _ => Cast.Released),
        Protected = thing.Protected,
        Purposes = [.. thing.Purposes],
        Handling = new([HandlingCode.H0, .. thing.H1 ? [HandlingCode.H1] : Array.Empty<HandlingCode>(), .. thing.H2 ? [HandlingCode.H2] : Array.Empty<HandlingCode>(), .. thing.H3 ? [HandlingCode.H3] : Array.Empty<HandlingCode>()]),
    };
}
