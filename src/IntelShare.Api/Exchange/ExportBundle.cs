using System.Text;
using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Stix;

namespace IntelShare.Api.Exchange;

/// <summary>
/// One bundle: the constants, then each record's objects, and before the first that names an agency its identity. An account that several
/// records name stands there once for each, since nothing is kept of what was sent.
/// </summary>
internal sealed class ExportBundle(Guid id, Registry registry) : ExportForm
{
    private readonly HashSet<string> named = new(StringComparer.Ordinal);

    public override string MediaType => "application/stix+json;version=2.1";

    public override string Extension => "json";

    public override bool Dated => true;

    public override byte[] Head() => Encoding.UTF8.GetBytes($$"""{"type":"bundle","id":"bundle--{{id}}","objects":[{{string.Join(',', SharedObjects.Constant.Select(Text))}}""");

    public override byte[] Records(IReadOnlyList<Exported> records) =>
        Encoding.UTF8.GetBytes(string.Concat(records.SelectMany(record => Identities(record).Concat(Objects(record))).Select(one => "," + Text(one))));

    public override byte[] Tail() => "]}"u8.ToArray();

    /// <summary>What its owner took back is told as that.</summary>
    private static IReadOnlyList<StixObject> Objects(Exported record) => record.Seen.Open.Status == IndicatorStatus.Withdrawn
        ? StixObjects.Revoked(RecordOrigin.Of(record.Seen.Open), record.ToldAt)
        : SharedRecord.Of(record.Seen.Open, record.Seen.Ruling, record.ToldAt) is { } shared ? StixObjects.Of(shared) : [];

    private IEnumerable<StixObject> Identities(Exported record) =>
        from member in new[] { RecordOrigin.Of(record.Seen.Open).FirstOwner, record.Seen.Open.Owner }
        where named.Add(member)
        select SharedObjects.Identity(member, registry.Members.GetValueOrDefault(member)?.Name ?? member, StixTime.Created);

    private static string Text(StixObject one) => Encoding.UTF8.GetString(one.Json.Span);
}
