using System.Collections.Immutable;
using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>A record is told anew where the registry opens it to a machine or an officer, in the way of looking by which it was closed, and nowhere else.</summary>
[Properties(Arbitrary = [typeof(Worlds)], MaxTest = 500)]
public sealed class What_a_greater_authority_opens
{
    private static readonly Authority Least = new(AgreementLevel.None, []);

    [Property]
    public bool is_told_to_whoever_reads_it_and_did_not(Reader reader, Indicator record, AgreementLevel earlier, bool authorised)
    {
        var (before, narrowed) = Earlier(reader, earlier, authorised);
        return Ways(reader).All(now => !Reads(now, record) || Reads(narrowed(now), record)
            || Authority.Opened(reader, before, record).Contains((now.Way, AccessPolicy.ToldAt(now, record))));
    }

    [Property]
    public bool is_nothing_where_nothing_grew(Reader reader, Indicator record, AgreementLevel earlier, bool authorised)
    {
        var (before, _) = Earlier(reader, earlier, authorised);
        return Authority.Of(reader).Exceeds(before) || !Authority.Opened(reader, before, record).Any();
    }

    [Property]
    public bool is_never_told_where_it_was_open_to_everybody_of_the_member(Reader reader, Indicator record) =>
        !Authority.Opened(reader, Authority.Of(reader), record).Any() && Authority.Of(reader).Equals(Authority.Of(reader)) && !Authority.Of(reader).Exceeds(Authority.Of(reader));

    [Property]
    public bool is_never_told_of_an_owners_own(Reader reader, Indicator record) =>
        reader.Member != record.Owner || !Authority.Opened(reader, Least, record).Any();

    private static (Authority, Func<Reader, Reader>) Earlier(Reader reader, AgreementLevel level, bool authorised)
    {
        ImmutableHashSet<string> owners = authorised ? reader.AuthorisedBy : [];
        return (new(level, [.. owners.Order(StringComparer.Ordinal)]), now => now with { Agreement = level, AuthorisedBy = owners });
    }

    /// <summary>As the feeds look: through everything, by name, and by each task force; with a role that they know.</summary>
    private static IEnumerable<Reader> Ways(Reader reader) =>
        from role in new[] { Role.Analyst, Role.Feed }
        from way in (Reader[])[reader, reader.LookingThrough(null), .. reader.Seats.Select(seat => reader.LookingThrough(seat))]
        select way with { Roles = ImmutableHashSet.Create(role) };

    private static bool Reads(Reader reader, Indicator record) => AccessPolicy.Decide(reader, record).Level == Level.Full;
}
