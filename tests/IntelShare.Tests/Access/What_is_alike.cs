using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;

namespace IntelShare.Tests.Access;

/// <summary>Records that are alike in what the law looks at are ruled alike.</summary>
[Properties(Arbitrary = [typeof(Worlds)], MaxTest = 1000)]
public sealed class What_is_alike
{
    [Property]
    public bool is_ruled_as_the_record_itself(Reader reader, Indicator record)
    {
        var (one, two) = (AccessPolicy.Decide(reader, record), AccessPolicy.Decide(reader, Likeness.Of(record)));
        return (one.Level, one.DecidedBy, one.Grant) == (two.Level, two.DecidedBy, two.Grant) && one.Obligations.SequenceEqual(two.Obligations);
    }

    [Property]
    public bool says_nothing_of_what_a_record_holds(Indicator record) =>
        Likeness.Of(record) is { Plain: null, Secret: null, Handling.Conditions: null } alike && alike.Id == Guid.Empty && alike.Retention.Basis is null;
}
