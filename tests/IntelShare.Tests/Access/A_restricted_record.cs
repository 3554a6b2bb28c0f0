using IntelShare.Access;
using IntelShare.Indicators;

namespace IntelShare.Tests.Access;

public sealed class A_restricted_record
{
    [Theory]
    [InlineData("fr-ofast; cleared officer-7 until 2026-06-01; ground evidence", Level.Full)]
    [InlineData("fr-ofast; cleared officer-7 until 2026-06-01; ground accuracy-contested", Level.None)]
    [InlineData("fr-ofast; cleared officer-7 until 2026-06-01", Level.None)]
    [InlineData("fr-ofast; ground evidence", Level.None)]
    [InlineData("fr-ofast; cleared officer-7 until 2026-06-01; unjustified; ground evidence", Level.None)]
    [InlineData("se-noa; cleared officer-7 until 2026-06-01; ground evidence", Level.Full)]
    [InlineData("se-noa; ground evidence", Level.None)]
    [InlineData("be-fgp; cleared officer-7 until 2026-06-01; ground evidence", Level.None)]
    public void is_read_for_its_ground_alone_by_cleared_officers_who_say_why(string reader, Level level) =>
        Assert.Equal(level, AccessPolicy.Decide(Said.Reader(reader), Said.Record("full country:FR; restricted evidence")).Level);

    [Fact]
    public void is_read_by_nobody_once_it_was_erased() =>
        Assert.Equal(Level.None, AccessPolicy.Decide(Said.Reader("se-noa; cleared officer-7 until 2026-06-01; ground evidence"), Said.Record("full country:FR; restricted evidence; erased")).Level);

    [Theory]
    [InlineData(Level.Full, null, true)]
    [InlineData(Level.Full, new[] { FieldGroup.Details }, true)]
    [InlineData(Level.Full, new[] { FieldGroup.Evaluation }, false)]
    [InlineData(Level.Full, new[] { FieldGroup.Evaluation, FieldGroup.Details }, true)]
    [InlineData(Level.Hit, null, false)]
    [InlineData(Level.None, null, false)]
    public void or_any_other_shows_a_part_in_full_where_no_grant_withholds_it(Level level, FieldGroup[]? fields, bool shown)
    {
        var grant = fields is null ? null : new Grant(Guid.Empty, "fr-ofast", Asks.Content, Purpose: null, fields, Conditions: null, Cast.Now.AddDays(1), Version: 2);
        Assert.Equal(shown, new Ruling(level, DecidedBy: null, [], grant).Shows(FieldGroup.Details));
    }
}
