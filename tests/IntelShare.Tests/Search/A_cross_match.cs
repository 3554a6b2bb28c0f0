using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Search;

namespace IntelShare.Tests.Search;

/// <summary>France holds a value; Sweden's records under it change.</summary>
public sealed class A_cross_match
{
    private static readonly Reader France = CrossMatch.ReaderOf(Cast.Registry.Members["fr-ofast"], Cast.Registry, Cast.Now);
    private static readonly Indicator Hidden = Of(new());
    private static readonly Indicator Hit = Of(new(Hit: ["country:FR"]));
    private static readonly Indicator Full = Of(new(Full: ["country:FR"]));

    [Fact]
    public void is_told_of_a_record_that_shows_for_the_first_time()
    {
        Assert.True(CrossMatch.Rises(France, [(null, Full)]));
        Assert.True(CrossMatch.Rises(France, [(null, Hit)]));
        Assert.True(CrossMatch.Rises(France, [(Hidden, Full)]));
        Assert.True(CrossMatch.Rises(France, [(Hit, Full)]));
        Assert.True(CrossMatch.Rises(France, [(Full, Full), (null, Full)]));
        Assert.True(CrossMatch.Rises(France, [(Hidden, Hit)]));
    }

    [Fact]
    public void is_not_told_of_what_shows_nothing_new()
    {
        Assert.False(CrossMatch.Rises(France, [(null, Hidden)]));
        Assert.False(CrossMatch.Rises(France, [(Full, Full)]));
        Assert.False(CrossMatch.Rises(France, [(Full, Hit)]));
        Assert.False(CrossMatch.Rises(France, [(Full, null)]));
        Assert.False(CrossMatch.Rises(France, []));
    }

    [Fact]
    public void is_not_told_of_a_second_record_behind_a_hit_nor_of_one_that_takes_its_place()
    {
        Assert.False(CrossMatch.Rises(France, [(Hit, Hit), (null, Hit)]));
        Assert.False(CrossMatch.Rises(France, [(Hit, null), (null, Hit)]));
        Assert.False(CrossMatch.Rises(France, [(Full, Full), (null, Hit)]));
    }

    [Fact]
    public void shows_what_an_analyst_without_clearance_may_see_when_cross_checking()
    {
        Assert.True(CrossMatch.Shows(France, [Hidden, Hit]));
        Assert.False(CrossMatch.Shows(France, [Hidden]));
        Assert.False(CrossMatch.Shows(France, [Given.Submitted(Cast.RecruitedMinor() with { Retention = new(new(2026, 12, 1), "Polisdatalagen") })]));
        Assert.False(CrossMatch.Shows(France, [Given.Submitted(Cast.Slang() with { Purposes = [Purpose.InformationExchange] })]));
    }

    private static Indicator Of(Release release) => Given.Submitted(Cast.Slang() with { Release = release });
}
