using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

public sealed class Explaining_a_reach
{
    private static readonly Supposed Analyst = new(Role.Analyst, Purpose.CrossChecking, Cleared: false);

    private static Reach Of(Indicator record, string member, Registry? registry = null) => Reach.Of(record, (registry ?? Cast.Registry).Members[member], Analyst, registry ?? Cast.Registry, Cast.Now);

    private static Indicator Released(params string[] full) => Given.Submitted(Cast.Slang() with { Release = new(full) });

    [Fact]
    public void names_the_audiences_the_agreement_and_the_wall()
    {
        var record = Released("country:FR", "task-force:grimm", "country:US");
        Assert.Equal((Level.Full, null), (Of(record, "fr-ofast").Level, Of(record, "fr-ofast").DecidedBy));
        Assert.Equal(["country:FR", "task-force:grimm"], Of(record, "fr-ofast").Full);
        Assert.Equal((Level.None, Wall.Agreement, AgreementLevel.None), (Of(record, "us-dea").Level, Of(record, "us-dea").DecidedBy, Of(record, "us-dea").Agreement));
        Assert.Equal(["country:US"], Of(record, "us-dea").Full);
        Assert.Equal((Level.None, Wall.Audience), (Of(record, "ie-gnbci").Level, Of(record, "ie-gnbci").DecidedBy));
        Assert.Equal((Level.Full, Wall.Owner), (Of(record, "se-noa").Level, Of(record, "se-noa").DecidedBy));
        Assert.Equal(Enum.GetValues<Wall>(), Of(record, "fr-ofast").Walls.Keys);
    }

    [Fact]
    public void tells_the_grants_that_stand()
    {
        var grant = new DisclosureGranted(Given.Id, "fr-ofast", Asks.Content, Purpose: null, Fields: null, Secret: null, Cast.Now.AddDays(1), Cast.Now);
        var hit = Given.Submitted(Cast.Slang() with { Release = new(Hit: ["country:FR"]) });
        var granted = Indicator.Evolve(Indicator.Evolve(hit, Given.Id, grant), Given.Id, grant with { Member = "fr-gn", Until = Cast.Now });

        Assert.Equal((Level.Hit, Wall.Audience), (Of(hit, "fr-ofast").Level, Of(hit, "fr-ofast").DecidedBy));
        Assert.Equal((Level.Full, Wall.Disclosure), (Of(granted, "fr-ofast").Level, Of(granted, "fr-ofast").DecidedBy));
        Assert.Equal(Given.Id, Assert.Single(Of(granted, "fr-ofast").Grants).Request);
        Assert.Empty(Of(granted, "fr-gn").Grants);
        Assert.Empty(Of(granted, "de-bka").Grants);
    }

    [Fact]
    public void sees_no_suspension_no_officer_and_no_client()
    {
        var members = Cast.Registry.Members.Values.Select(member => member.Id != "fr-ofast" ? member : Evolved(member,
            new MemberSuspended("breach"), new OfficerCleared("", "x", Cast.Now.AddDays(1)), new OfficerCleared("officer-7", "x", Cast.Now.AddDays(1)), new OfficerBlocked("officer-7", "x"), new KeyRevoked("fr-ofast", "fr-ofast-1")));
        var registry = new Registry(2, Cast.Registry.Parties.Values, members, Cast.Registry.TaskForces.Values);
        var minor = Given.Submitted(Cast.RecruitedMinor(), Cast.Now);

        Assert.Equal(AtRest.Write(Of(minor, "fr-ofast")), AtRest.Write(Of(minor, "fr-ofast", registry)));
    }

    [Fact]
    public void names_nobody_of_a_task_force_that_the_owner_has_left()
    {
        var left = Cast.RegistryOf([.. Cast.Grimm, new TaskForceLeft("country:SE", Cast.Now.AddDays(-1))]);
        var emptied = Cast.RegistryOf([.. Cast.Grimm, new TaskForceLeft("country:SE", Cast.Now.AddDays(-1)), new TaskForceLeft("country:DE", Cast.Now.AddDays(-1)), new TaskForceJoined("country:IE", Cast.Now.AddDays(-1))]);
        var record = Released("task-force:grimm+", "task-force:grimm", "country:FR");

        Assert.Equal(Level.Full, AccessPolicy.Decide(Cast.Reader(left, "de-bka"), record).Level);
        Assert.Equal(["task-force:grimm", "task-force:grimm+"], Reach.Unnamed(record, left, Cast.Now));
        Assert.Empty(Reach.Unnamed(record, Cast.Registry, Cast.Now));
        foreach (var member in Cast.Everybody)
        {
            Assert.Equal(AtRest.Write(Of(record, member, left)), AtRest.Write(Of(record, member, emptied)));
            Assert.Equal(member is "fr-ofast" or "fr-gn" ? Level.Full : member == "se-noa" ? Level.Full : Level.None, Of(record, member, left).Level);
        }
    }

    [Property(Arbitrary = [typeof(Worlds)], MaxTest = 500)]
    public void is_the_law_itself_where_every_task_force_is_the_owners(Reader reader, Indicator record)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(record);

        // What is between an owner and one officer or one member, explain tells apart.
        var mine = record with
        {
            Grants = [],
            Acknowledgements = [],
            FullSince = record.FullSince.RemoveRange(record.FullSince.Keys.Where(audience => audience.StartsWith("task-force:shamrock", StringComparison.Ordinal))),
            HitSince = record.HitSince.RemoveRange(record.HitSince.Keys.Where(audience => audience.StartsWith("task-force:shamrock", StringComparison.Ordinal))),
        };
        foreach (var role in new[] { Role.Analyst, Role.Feed })
        {
            var asked = Cast.Reader(reader.Member, reader.Purpose, role) with { Cleared = reader.Cleared };
            var reach = Reach.Of(mine, Cast.Registry.Members[reader.Member], new(role, reader.Purpose, reader.Cleared), Cast.Registry, Cast.Now);
            var ruling = AccessPolicy.Decide(asked, mine);
            Assert.Equal((ruling.Level, ruling.DecidedBy), (reach.Level, reach.DecidedBy));
            if (reader.Member != record.Owner)
            {
                Assert.Equal(reach.Walls[Wall.Audience], reach.Full.Count > 0 ? Level.Full : reach.Hit.Count > 0 ? Level.Hit : Level.None);
            }
        }
    }

    private static Member Evolved(Member member, params object[] facts) => facts.Aggregate(member, (current, fact) => Member.Evolve(current, current.Stream, fact));
}
