using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;

namespace IntelShare.Tests.Access;

/// <summary>A collection of a feed holds what reaches its reader by some audiences; all collections together hold what reaches it at all.</summary>
[Properties(Arbitrary = [typeof(Worlds)])]
public sealed class Looking_through_a_collection
{
    [Property]
    public bool never_gives_more_than_the_law_gives_anyway(Reader reader, Indicator record) =>
        Collections(reader).All(through => AccessPolicy.Decide(through, record).Level <= AccessPolicy.Decide(reader, record).Level);

    [Property]
    public bool leaves_nothing_out_that_the_law_gives_in_full(Reader reader, Indicator record) =>
        AccessPolicy.Decide(reader, record).Level != Level.Full || Collections(reader).Any(through => AccessPolicy.Decide(through, record).Level == Level.Full);

    [Property]
    public bool of_a_task_force_shows_what_reaches_it_by_that_alone(Reader reader, Indicator record) =>
        reader.Member == record.Owner || Collections(reader).Skip(1).All(through => AccessPolicy.Decide(through, record).Level != Level.Full || record.FullSince.Keys.Any(through.Through!.Contains));

    private static IEnumerable<Reader> Collections(Reader reader) =>
    [
        reader.LookingThrough(null),
        .. reader.Seats.Select(seat => reader.LookingThrough(seat)),
    ];
}
