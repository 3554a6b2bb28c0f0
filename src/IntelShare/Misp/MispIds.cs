using System.Globalization;
using IntelShare.Indicators;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>UUIDs of what MISP holds of records: made of what never changes, neither by an amendment nor by a hand-over.</summary>
public static class MispIds
{
    /// <summary>Ours: UUIDv5 of <c>urn:intelshare:misp</c> in the namespace of URLs.</summary>
    private static readonly Guid Ours = new("6a66c0b3-7be1-5d27-a454-9cf87c38951f");

    /// <summary>An agency as MISP's organisation.</summary>
    /// <param name="member">Member id.</param>
    public static Guid Organisation(string member) => Uuid5.Of(Ours, $"organisation|{member}");

    /// <summary>The event that holds what an agency submitted first, of one kind, in one month of UTC.</summary>
    public static Guid Event(EventKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Uuid5.Of(Ours, string.Create(CultureInfo.InvariantCulture, $"event|{key.FirstOwner}|{key.Kind}|{key.Month:yyyy-MM}"));
    }

    /// <summary>The object that holds a record.</summary>
    public static Guid Object(RecordOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return Uuid5.Of(Ours, $"object|{origin.FirstOwner}|{origin.Record}");
    }

    /// <summary>All that was ever made of a record, the object first; known without its content, for removals.</summary>
    public static IReadOnlyList<Guid> All(RecordOrigin origin) => [Object(origin), .. MispTemplate.Of(origin).Relations.Select(relation => Attribute(origin, relation))];

    internal static Guid Attribute(RecordOrigin origin, string relation) => Uuid5.Of(Ours, $"attribute|{origin.FirstOwner}|{origin.Record}|{relation}");

    internal static Guid Template(string name) => Uuid5.Of(Ours, $"template|{name}");
}

/// <summary>What an event holds the records of.</summary>
/// <param name="FirstOwner">Id of the member that submitted them, whoever owns them now.</param>
/// <param name="Kind">Wire name of the kind.</param>
/// <param name="Month">Its first day, in UTC.</param>
public sealed record EventKey(string FirstOwner, string Kind, DateOnly Month)
{
    /// <summary>The event of a record, open or sealed.</summary>
    public static EventKey Of(Indicator record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var origin = RecordOrigin.Of(record);
        return new(origin.FirstOwner, origin.Kind, new(record.SubmittedAt.UtcDateTime.Year, record.SubmittedAt.UtcDateTime.Month, 1));
    }
}
