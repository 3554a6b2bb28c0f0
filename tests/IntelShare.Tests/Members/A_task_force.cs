using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class A_task_force
{
    private static readonly TaskForce Grimm = Cast.Registry.TaskForces["grimm"];

    private static bool Has(string member, DateTimeOffset moment) => Audience.Belongs(Cast.Registry.Members[member], Grimm, moment);

    [Fact]
    public void has_a_member_from_the_moment_it_joins()
    {
        Assert.False(Has("fi-krp", Cast.FinlandJoined.AddTicks(-1)));
        Assert.True(Has("fi-krp", Cast.FinlandJoined));
        Assert.True(Has("fi-krp", Cast.Now));
    }

    [Fact]
    public void has_a_member_until_the_moment_it_leaves()
    {
        Assert.True(Has("nl-dlio", Cast.DenmarkAndTheNetherlandsLeft.AddTicks(-1)));
        Assert.False(Has("nl-dlio", Cast.DenmarkAndTheNetherlandsLeft));
    }

    [Fact]
    public void remembers_both_periods_of_one_that_came_back()
    {
        Assert.True(Has("dk-nsk", Cast.Released));
        Assert.False(Has("dk-nsk", Cast.FinlandJoined));
        Assert.True(Has("dk-nsk", Cast.DenmarkCameBack));
        Assert.Equal(2, Grimm.Participations.Count(period => period.Participant == "country:DK"));
    }

    [Fact]
    public void has_every_agency_of_a_country_that_takes_part() => Assert.True(Has("se-tull", Cast.Now));

    [Fact]
    public void has_a_single_agency_that_takes_part_by_its_own_name()
    {
        var shamrock = Cast.Registry.TaskForces["shamrock"];
        Assert.True(Audience.Belongs(Cast.Registry.Members["be-fgp"], shamrock, Cast.Now));
        Assert.False(Audience.Belongs(Cast.Registry.Members["se-noa"], shamrock, Cast.Now));
    }

    [Fact]
    public void closes_the_open_period_alone()
    {
        var task = Cast.Life<TaskForce>(TaskForce.Evolve, new TaskForceFounded("x", "x"), new TaskForceJoined("country:DK", Cast.Founded), new TaskForceLeft("country:DK", Cast.Released),
            new TaskForceJoined("country:DK", Cast.FinlandJoined), new TaskForceJoined("country:SE", Cast.Founded), new TaskForceLeft("country:DK", Cast.Now));
        Assert.Equal(
            [new("country:DK", Cast.Founded, Cast.Released), new("country:DK", Cast.FinlandJoined, Cast.Now), new Participation("country:SE", Cast.Founded, null)],
            task.Participations);
    }

    [Fact]
    public void cannot_begin_twice_or_in_the_middle()
    {
        Assert.Throws<InvalidOperationException>(() => Cast.Life<TaskForce>(TaskForce.Evolve, new TaskForceFounded("x", "x"), new TaskForceFounded("x", "x")));
        Assert.Throws<InvalidOperationException>(() => Cast.Life<TaskForce>(TaskForce.Evolve, new TaskForceJoined("country:SE", Cast.Founded)));
        Assert.Throws<InvalidOperationException>(() => Cast.Life<TaskForce>(TaskForce.Evolve, new TaskForceLeft("country:SE", Cast.Founded)));
    }
}
