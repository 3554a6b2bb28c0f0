using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class An_audience
{
    private static IEnumerable<string> Check(string? token) => Audience.Check(token, "/x", Cast.Sweden, Cast.Registry, Cast.Now).Select(refusal => refusal.Code);

    [Theory]
    [InlineData("member-states", true)]
    [InlineData("schengen-associated", true)]
    [InlineData("task-force:grimm", true)]
    [InlineData("task-force:grimm+", true)]
    [InlineData("country:FR", false)]
    [InlineData("country:JP", false)]
    [InlineData("org:eurojust", false)]
    [InlineData("member:fr-ofast", false)]
    public void has_one_spelling(string token, bool isGroup)
    {
        Assert.Empty(Check(token));
        Assert.Equal(isGroup, Audience.IsGroup(token));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("Member-States")]
    [InlineData("third-countries")]
    [InlineData("FR")]
    [InlineData("org:olaf")]
    [InlineData("org:")]
    [InlineData("org:FR")]
    [InlineData("member:FR-OFAST")]
    [InlineData("member:fr-nobody")]
    [InlineData("task-force:grimm++")]
    [InlineData("task-force:GRIMM")]
    [InlineData("task-force:shamrock")]
    [InlineData("task-force:+")]
    [InlineData(" country:FR")]
    [InlineData("")]
    [InlineData(null)]
    public void is_refused_in_any_other(string? token) => Assert.Equal(["unknown-audience"], Check(token));

    [Theory]
    [InlineData("country:UK", "country-alias")]
    [InlineData("country:EL", "country-alias")]
    [InlineData("country:fr", "unknown-country")]
    [InlineData("country:FRA", "unknown-country")]
    [InlineData("country:", "unknown-country")]
    public void names_a_country_by_its_iso_code(string token, string refusal) => Assert.Equal([refusal], Check(token));

    [Theory]
    [InlineData("se-noa", "member:se-noa", "country:SE", "member-states", "task-force:grimm", "task-force:grimm+")]
    [InlineData("be-fgp", "member:be-fgp", "country:BE", "member-states", "task-force:grimm", "task-force:grimm+", "task-force:shamrock", "task-force:shamrock+")]
    [InlineData("no-kripos", "member:no-kripos", "country:NO", "schengen-associated", "task-force:grimm", "task-force:grimm+")]
    [InlineData("nl-dlio", "member:nl-dlio", "country:NL", "member-states")]
    [InlineData("us-dea", "member:us-dea", "country:US")]
    [InlineData("eurojust", "member:eurojust", "org:eurojust")]
    [InlineData("interpol", "member:interpol", "org:interpol")]
    [InlineData("hub", "member:hub", "org:hub")]
    public void reaches_a_reader_by_its_name_its_party_and_its_groups(string member, params string[] audiences) => Assert.Equal(audiences, Cast.Reader(member).Audiences());
}
