using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

public sealed class Acknowledging_conditions
{
    private const string Words = "Ask Uppsala first.";
    private static readonly Indicator Restricted = Given.Submitted(Cast.Slang() with { Handling = new([HandlingCode.H3], Words) });

    private static string? Shown(string member, Indicator record, Purpose purpose = Purpose.CrossChecking, params Role[] roles) => Acknowledging.ConditionsFor(Cast.Reader(member, purpose, roles), record);

    [Fact]
    public void shows_them_where_no_other_wall_stands()
    {
        Assert.Equal(Words, Shown("fr-ofast", Restricted));
        Assert.Null(Shown("de-bka", Restricted));
        Assert.Null(Shown("se-noa", Restricted));
        Assert.Null(Shown("fr-ofast", Restricted, Purpose.StrategicAnalysis));
        Assert.Null(Shown("fr-ofast", Restricted, Purpose.CrossChecking, Role.Contributor));
        Assert.Null(Shown("fr-ofast", Given.Submitted(Cast.Slang())));
        Assert.Null(Shown("fr-ofast", Given.Submitted(Cast.Slang() with { Handling = new([HandlingCode.H3], Words), Release = new(Hit: ["country:FR"]) })));
        Assert.Null(Shown("fr-ofast", Restricted.When(record => record.Withdraw(new("x"), Cast.Now)).Then()));
    }

    [Fact]
    public void gives_one_officer_the_record_until_the_words_change()
    {
        var reader = Cast.Reader("fr-ofast");
        var accepted = Restricted.When(record => Acknowledging.Acknowledge(new(Words), reader, record)).Then();

        Assert.Equal(Level.Full, AccessPolicy.Decide(reader, accepted).Level);
        Assert.Equal(Level.Hit, AccessPolicy.Decide(reader with { Officer = "another" }, accepted).Level);
        Assert.Equal(Words, Shown("fr-ofast", accepted));
        Assert.Same(Decision.AlreadySo, Acknowledging.Acknowledge(new(Words), reader, accepted));
        var amended = new IndicatorAmended(accepted.Content, accepted.Secret, Protected: false, accepted.Evaluation, new([HandlingCode.H3], "Ask Stockholm."), [.. accepted.Purposes], [.. accepted.CrimeAreas], accepted.Retention, TellsReaders: true, Cast.Now);
        Assert.Equal(Level.Hit, AccessPolicy.Decide(reader, Indicator.Evolve(accepted, Given.Id, amended)).Level);
    }

    [Theory]
    [InlineData("Ask Uppsala first. ")]
    [InlineData("ask uppsala first.")]
    [InlineData("")]
    [InlineData(null)]
    public void takes_them_word_by_word(string? words) => Restricted.When(record => Acknowledging.Acknowledge(new(words), Cast.Reader("fr-ofast"), record)).ThenRefused("conditions-changed ");

    [Fact]
    public void tells_whoever_may_not_know_of_the_record_nothing_of_its_words() => Restricted.When(record => Acknowledging.Acknowledge(new(Words), Cast.Reader("de-bka"), record)).ThenRefused("not-found ");

    [Property(Arbitrary = [typeof(Worlds)], MaxTest = 500)]
    public void opens_nothing_where_it_was_not_the_last_wall(Reader reader, Indicator record)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(record);
        var worded = record with { Handling = record.Handling with { Conditions = Words } };
        var accepted = Indicator.Evolve(worded, worded.Id, new HandlingAcknowledged(reader.Member, reader.Officer, Cast.Now));
        var (before, after) = (AccessPolicy.Decide(reader, worded), AccessPolicy.Decide(reader, accepted));
        Assert.Equal(before.DecidedBy == Wall.Handling, before.Level != after.Level);
        Assert.Equal(Acknowledging.ConditionsFor(reader, worded) is not null, worded.Handling.Has(HandlingCode.H3) && after.Level == Level.Full && reader.Member != worded.Owner);
    }
}
