using System.Collections.Immutable;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>
/// What the registry lets a member read of what others share, apart from its seats, which have feeds of their own. Where it
/// grows, records open that stand before the places up to which the member's machines have read.
/// </summary>
/// <param name="Agreement">Of its party.</param>
/// <param name="AuthorisedBy">The owners whose standing authorisation reaches it, in the order of their ids.</param>
public sealed record Authority(AgreementLevel Agreement, ImmutableArray<string> AuthorisedBy)
{
    private static readonly Purpose[] Purposes = Enum.GetValues<Purpose>();

    /// <summary>That of a member's readers at their moment.</summary>
    public static Authority Of(Reader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(reader.Agreement, [.. reader.AuthorisedBy.Order(StringComparer.Ordinal)]);
    }

    /// <inheritdoc />
    public bool Equals(Authority? other) => other is not null && Agreement == other.Agreement && AuthorisedBy.SequenceEqual(other.AuthorisedBy, StringComparer.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Agreement, AuthorisedBy.Length);

    /// <summary>Whether it may open a record that <paramref name="earlier"/> did not.</summary>
    public bool Exceeds(Authority earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return (Agreement != earlier.Agreement && earlier.Agreement != AgreementLevel.Full && Agreement is AgreementLevel.Full or AgreementLevel.NonPersonal)
            || AuthorisedBy.Except(earlier.AuthorisedBy, StringComparer.Ordinal).Any();
    }

    /// <summary>Where a record is told anew: in each way of looking that is open now and was closed under <paramref name="earlier"/>, the version by which it is told.</summary>
    /// <param name="member">Any of the member's readers, through all of its audiences.</param>
    /// <param name="earlier">The authority up to which the member was told.</param>
    /// <param name="record">As it stands.</param>
    public static IEnumerable<(string Way, int Version)> Opened(Reader member, Authority earlier, Indicator record)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(record);
        Reader[] ways = [member, member.LookingThrough(null), .. member.Seats.Select(seat => member.LookingThrough(seat))];
        string[] officers = [member.Officer, .. record.Acknowledgements.Where(one => one.Member == member.Member).Select(one => one.Officer)];
        return
        (
            from way in ways
            from role in (Role[])[Role.Analyst, Role.Feed]
            from purpose in Purposes
            from officer in officers
            let now = way with { Roles = ImmutableHashSet.Create(role), Purpose = purpose, Officer = officer, Cleared = true }
            where Reads(now) && !Reads(now with { Agreement = earlier.Agreement, AuthorisedBy = [.. earlier.AuthorisedBy] })
            select (now.Way, AccessPolicy.ToldAt(now, record))
        ).Distinct();

        bool Reads(Reader reader) => AccessPolicy.Decide(reader, record).Level == Level.Full;
    }
}
