using IntelShare.Access;

namespace IntelShare.Tests.Access;

public sealed class Telling_of_a_correction
{
    [Theory]
    [InlineData("full country:FR", true)]
    [InlineData("nothing", true)]
    [InlineData("hit country:FR; granted content fr-ofast", true)]
    [InlineData("hit country:FR; granted content fr-ofast fields details", false)]
    [InlineData("hit country:FR; granted judicial-use fr-ofast", true)]
    [InlineData("hit country:FR; granted content fr-gn fields details", true)]
    [InlineData("full country:FR; granted content fr-ofast fields details", true)]
    [InlineData("full country:FR; not member:fr-ofast; granted content fr-ofast fields details", false)]
    [InlineData("full country:FR; H3; granted content fr-ofast fields details", false)]
    public void reaches_whoever_had_the_record_unless_a_narrowed_grant_withholds_a_part(string record, bool tells) =>
        Assert.Equal(tells, AccessPolicy.TellsOfCorrection(Said.Reader("fr-ofast"), Said.Record(record)));
}
