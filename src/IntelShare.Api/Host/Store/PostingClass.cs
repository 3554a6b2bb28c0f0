using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// What the walls ask of a posting and what is the same for many: rows of one class reach the same readers. Made from the
/// record as it stands, so a change that the law looks at moves the record's rows to other classes, each at its place.
/// </summary>
/// <param name="Audience">Whose list it is.</param>
/// <param name="Month">Of the release to a closed task force, its first day; else the smallest day.</param>
/// <param name="Kind">Wire name.</param>
/// <param name="Personal">Whether an agreement for non-personal kinds leaves it out.</param>
/// <param name="Purposes">One of them is asked; empty: none is.</param>
/// <param name="Feeds">Whether a machine feed may carry it.</param>
/// <param name="Protected">Whether it takes a cleared officer.</param>
/// <param name="Excluded">Whom the release keeps out.</param>
/// <param name="Projects">Task forces of the release, where a purpose is operational analysis.</param>
/// <param name="Via">Who lets a reader in: <paramref name="Audience"/> while the release names it, else the release's audiences, which may be none.</param>
internal sealed record PostingClass(
    string Audience, DateOnly Month, string Kind, bool Personal, string[] Purposes, bool Feeds, bool Protected, string[] Excluded, string[] Projects, string[] Via)
{
    /// <summary>Of the owner's row: the law asks its owner for nothing that a row could tell.</summary>
    public static PostingClass OfOwner(Indicator record) =>
        new(IndicatorRows.Owner(record.Owner), DateOnly.MinValue, record.Kind, Personal: false, [], Feeds: true, Protected: false, [], [], [IndicatorRows.Owner(record.Owner)]);

    /// <summary>Of a row of a reader to whom the owner disclosed the record: beyond audience, purpose and project, never beyond the other walls.</summary>
    public static PostingClass OfGrant(Indicator record, string member) =>
        Of(record, IndicatorRows.Granted(member), DateTimeOffset.MinValue) with { Purposes = [], Projects = [], Via = [IndicatorRows.Granted(member)] };

    /// <summary>Of a row by which the feeds tell of a record anew. It asks for nothing: no change of the record moves it, and the law decides.</summary>
    public static PostingClass OfAnew(Indicator record, string audience) => OfOwner(record) with { Audience = audience, Via = [audience] };

    /// <summary>Of a row of an audience that the release names, named, or no longer excludes.</summary>
    /// <param name="record">As it stands.</param>
    /// <param name="audience">Its token.</param>
    /// <param name="since">The moment of the release to a closed task force; else the smallest.</param>
    public static PostingClass Of(Indicator record, string audience, DateTimeOffset since) => new(
        audience,
        since == DateTimeOffset.MinValue ? DateOnly.MinValue : MonthOf(since),
        record.Kind,
        IntelShare.Indicators.Kind.All[record.Kind].Personal,
        [.. Admitted(record).Select(purpose => purpose.Code()).Order(StringComparer.Ordinal)],
        record.Release.Feeds == true,
        record.Protected,
        Sorted(record.Release.Excluded!),
        Admitted(record).Contains(Purpose.OperationalAnalysis) ? Sorted(record.Release.Full!.Where(token => IntelShare.Indicators.Audience.IsTaskForce(token))) : [],
        record.Release.Full!.Contains(audience) ? [audience] : Sorted(record.Release.Full!));

    /// <summary>The first day of the month in UTC.</summary>
    public static DateOnly MonthOf(DateTimeOffset moment) => new(moment.UtcDateTime.Year, moment.UtcDateTime.Month, 1);

    /// <summary>A digest of all of it: the same class has the same id in every transaction, so nobody needs to look it up.</summary>
    public long Id() => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)));

    /// <summary>A purpose admitted for one member opens the record to it in the rows of its audiences too; to others the law does not.</summary>
    private static IEnumerable<Purpose> Admitted(Indicator record) => record.Purposes.Union(record.Grants.Select(grant => grant.Purpose).OfType<Purpose>());

    private static string[] Sorted(IEnumerable<string> tokens) => [.. tokens.Order(StringComparer.Ordinal)];
}
