using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;

namespace IntelShare.Tests.Access;

/// <summary>A record's place in a reader's list is the fact by which it was last let in or told something new, over random lives.</summary>
[Properties(Arbitrary = [typeof(Worlds)], MaxTest = 1000)]
public sealed class Where_a_reader_finds_a_record
{
    [Property]
    public bool is_a_version_that_the_record_had(Reader reader, Life life) => AccessPolicy.ToldAt(reader, life.Now) is var told && told >= 1 && told <= life.Now.Version;

    [Property]
    public bool is_the_newest_one_for_its_owner(Reader reader, Life life) => AccessPolicy.ToldAt(reader with { Member = life.Now.Owner }, life.Now) == life.Now.Version;

    [Property]
    public bool is_not_moved_by_what_happens_between_its_owner_and_others(Reader reader, Life life)
    {
        var other = reader.Member == "be-fgp" ? "fi-krp" : "be-fgp";
        object[] aside =
        [
            new DisclosureGranted(Guid.Empty, other, Asks.Content, Purpose: null, Fields: null, Secret: null, Cast.On(2027, 1, 1), Cast.Now),
            new HandlingAcknowledged(other, reader.Officer, Cast.Now),
            new HandlingAcknowledged(reader.Member, "somebody else", Cast.Now),
            new ReleaseChanged(life.Now.Release with { Full = [.. life.Now.Release.Full!, "country:AT"] }, Cast.Now),
            new ReleaseChanged(life.Now.Release with { Excluded = [.. life.Now.Release.Excluded!, "country:EE"] }, Cast.Now),
        ];
        return reader.Member == life.Now.Owner || AccessPolicy.Decide(reader, life.Now).Level < Level.Full
            || aside.All(fact => AccessPolicy.ToldAt(reader, Indicator.Evolve(life.Now, Given.Id, fact)) == AccessPolicy.ToldAt(reader, life.Now));
    }

    [Fact]
    public void is_the_grant_that_admits_its_purpose()
    {
        var record = Said.Record("full member-states; granted judicial-use fr-ofast; granted other-purpose fr-ofast for strategic-analysis; granted other-purpose fr-gn for strategic-analysis");
        Assert.Equal(1, AccessPolicy.ToldAt(Said.Reader("fr-ofast"), record));
        Assert.Equal(3, AccessPolicy.ToldAt(Said.Reader("fr-ofast for strategic-analysis"), record));
        Assert.Equal(4, AccessPolicy.ToldAt(Said.Reader("fr-gn for strategic-analysis"), record));
        Assert.Equal(1, AccessPolicy.ToldAt(Said.Reader("fr-ofast for strategic-analysis"), Said.Record("full member-states; purposes cross-checking strategic-analysis; granted other-purpose fr-ofast for strategic-analysis")));
        Assert.Equal(4, AccessPolicy.ToldAt(Said.Reader("fr-ofast for strategic-analysis"), Said.Record("hit member-states; granted content fr-ofast; granted content fr-gn; granted other-purpose fr-ofast for strategic-analysis")));
    }

    [Fact]
    public void is_the_acknowledgement_by_its_officer_while_the_record_is_under_conditions()
    {
        var accepted = Said.Record("full country:FR; H3; acknowledged be-fgp officer-7; acknowledged fr-ofast officer-7");
        Assert.Equal(3, AccessPolicy.ToldAt(Said.Reader("fr-ofast"), accepted));
        Assert.Equal(1, AccessPolicy.ToldAt(Said.Reader("fr-ofast"), accepted with { Handling = new([HandlingCode.H0]) }));
    }

    [Fact]
    public void stays_that_of_a_grant_whatever_its_owner_amends()
    {
        var granted = Said.Record("hit country:FR; granted content fr-ofast");
        var place = AccessPolicy.ToldAt(Said.Reader("fr-ofast"), granted);
        var amended = Indicator.Evolve(granted, Given.Id, new IndicatorReevaluated(new(SourceCode.C, 4), Secret: null, Proposal: null, Cast.Now));

        Assert.Equal(granted.Version, place);
        Assert.Equal(place, AccessPolicy.ToldAt(Said.Reader("fr-ofast"), amended));
    }

    [Fact]
    public void is_the_change_of_release_that_leaves_a_reader_to_its_grant_or_lets_it_in_again()
    {
        var (reader, granted) = (Said.Reader("fr-ofast"), Said.Record("full country:FR; granted content fr-ofast"));
        Indicator Released(Indicator record, Release release) => Indicator.Evolve(record, Given.Id, new ReleaseChanged(release.Settled(personal: false, record.Handling, isProtected: false), Cast.Now));
        var hit = Released(granted, new(Hit: ["country:FR"]));
        var excluded = Released(hit, new(Hit: ["country:FR"], Excluded: ["member:fr-ofast"]));
        var again = Released(excluded, new(Hit: ["country:FR"]));

        Assert.Equal(1, AccessPolicy.ToldAt(reader, granted));
        Assert.Equal(hit.Version, AccessPolicy.ToldAt(reader, hit));
        Assert.Equal(again.Version, AccessPolicy.ToldAt(reader, again));
        Assert.Equal(again.Version, AccessPolicy.ToldAt(reader, Released(again, new(Hit: ["country:FR", "country:DE"]))));
    }

    [Property]
    public bool is_the_fact_by_which_it_was_last_let_in_or_told_anew(Reader reader, Life life)
    {
        if (reader.Member == life.Now.Owner || AccessPolicy.Decide(reader, life.Now).Level < Level.Full
            // Where content was disclosed, the place is that of the disclosure, whatever the release did before or since.
            || life.States.Any(state => AccessPolicy.Decide(reader, state).Grant is not null))
        {
            return true;
        }

        var (seen, place, anew) = ((0, 0), 0, 0);
        foreach (var (before, state) in life.States.Prepend(null).Zip(life.States))
        {
            // An amendment that tells readers is the only fact that leaves no earlier standing behind.
            anew = before is null || (state.Earlier is [] && state.StandsSince == state.Version) ? state.Version : anew;
            var admitted = state.Purposes.Contains(reader.Purpose) ? 0 : state.Grants.Where(grant => grant.Member == reader.Member && grant.Purpose == reader.Purpose && grant.Until > reader.Moment).Sum(grant => grant.Version);
            var now = AccessPolicy.Decide(reader, state).Level == Level.Full ? (anew, admitted) : (0, 0);
            (seen, place) = (now, now != seen ? state.Version : place);
        }

        return AccessPolicy.ToldAt(reader, life.Now) == place;
    }
}
