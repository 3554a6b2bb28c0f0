using IntelShare.Indicators;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

public sealed class A_sighting_in_stix
{
    private static readonly Sighting Seen = new(
        Guid.Parse("77777777-3c1e-4c57-9d6e-2a1f6f4b8c01"), Given.Id, "se-noa", "fr-ofast", new(2026, 11, 20), Count: 3, "tiktok", "FR", Confidential.Saying("In two stories 👀."), Shared.ToldAt);

    [Fact]
    public void is_of_the_indicator_by_an_agency() => Assert.Equal(
        $$$$"""{"type":"sighting","spec_version":"2.1","id":"{{{{StixIds.Of(Seen)}}}}","created_by_ref":"{{{{StixIds.Identity("fr-ofast")}}}}","created":"2026-11-01T00:00:00.000Z","modified":"2026-12-01T12:30:15.123456Z","description":"In two stories 👀.","first_seen":"2026-11-20T00:00:00.000Z","last_seen":"2026-11-20T00:00:00.000Z","count":3,"sighting_of_ref":"indicator--ed5ec748-e837-5d1a-8031-27f57955fb2d","where_sighted_refs":["{{{{StixIds.Identity("fr-ofast")}}}}"],"extensions":{"extension-definition--1c1127d2-b131-527d-a624-11e85c689cf8":{"extension_type":"property-extension","record":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01","platform":"tiktok","country":"FR"}}}""",
        StixObjects.Of(Seen, Shared.Account.Origin).Text());

    [Fact]
    public void comes_back_as_a_report()
    {
        var sighted = Assert.IsType<Sighted>(Assert.Single(Shared.Read(StixObjects.Of(Seen, Shared.Account.Origin))));
        Assert.Equal("""{"seenAt":"2026-11-20","platform":"tiktok","country":"FR","note":"In two stories 👀.","count":3}""", sighted.Body.ToJsonString().Replace(@"\uD83D\uDC40", "👀", StringComparison.Ordinal));
        Assert.Equal(StixIds.Carrier(Shared.Account.Origin), sighted.Of);
        Assert.Empty(sighted.Lost);
    }

    [Fact]
    public void of_another_producer_says_the_last_day_and_loses_the_first()
    {
        var sighted = Assert.IsType<Sighted>(Assert.Single(Shared.Read("""
            {"type":"sighting","spec_version":"2.1","id":"sighting--ee20065d-2555-424f-ad9e-0f8428623c75","created":"2026-04-06T20:08:31.000Z","modified":"2026-04-06T20:08:31.000Z",
            "first_seen":"2026-03-01T10:00:00Z","last_seen":"2026-03-05T10:00:00Z","count":50,"sighting_of_ref":"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","where_sighted_refs":["identity--b67d30ff-02ac-498a-92f9-32f845f448ff"]}
            """)));
        Assert.Equal("""{"seenAt":"2026-03-05","count":50}""", sighted.Body.ToJsonString());
        Assert.Equal(["first_seen", "where_sighted_refs"], sighted.Lost);
    }

    [Fact]
    public void is_refused_when_it_is_of_nothing() => Assert.Equal(["required /objects/0/sighting_of_ref"], Shared.Read(
        """{"type":"sighting","spec_version":"2.1","id":"sighting--ee20065d-2555-424f-ad9e-0f8428623c75","created":"2026-04-06T20:08:31.000Z","modified":"2026-04-06T20:08:31.000Z"}""").Refusals());
}
