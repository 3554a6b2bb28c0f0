using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Misp;
using IntelShare.Stix;

namespace IntelShare.Api.Exchange;

/// <summary>
/// Events of MISP, as its own exports have them. An event stands there once, or a MISP would take the first of its parts alone; so all of them are written behind
/// the last batch, and what was put on record as told leaves only then.
/// </summary>
internal sealed class ExportEvents(Registry registry) : ExportForm
{
    private readonly Dictionary<EventKey, List<(MispObject Object, long Stamp)>> events = [];

    public override string MediaType => "application/vnd.misp+json";

    public override string Extension => "json";

    public override bool Dated => true;

    public override byte[] Records(IReadOnlyList<Exported> records)
    {
        foreach (var record in records)
        {
            var (key, stamp) = (EventKey.Of(record.Seen.Open), record.ToldAt.ToUnixTimeSeconds());
            if (Object(record, stamp) is { } made)
            {
                events.TryAdd(key, []);
                events[key].Add((made, stamp));
            }
        }

        return [];
    }

    public override byte[] Tail()
    {
        using var all = new MemoryStream();
        all.Write("{\"response\":["u8);
        foreach (var (i, (key, objects)) in events.Index())
        {
            all.Write(i > 0 ? ","u8 : []);
            all.Write(MispEvents.Event(new(key, registry.Members.GetValueOrDefault(key.FirstOwner)?.Name ?? key.FirstOwner, objects.Max(one => one.Stamp)), objects.Select(one => one.Object)));
        }

        all.Write("]}"u8);
        return all.ToArray();
    }

    /// <summary>What its owner took back is told as that.</summary>
    private static MispObject? Object(Exported record, long stamp) => record.Seen.Open.Status == IndicatorStatus.Withdrawn
        ? MispObjects.Gone(RecordOrigin.Of(record.Seen.Open), stamp)
        : SharedRecord.Of(record.Seen.Open, record.Seen.Ruling, record.ToldAt) is { } shared ? MispObjects.Of(shared, stamp) : null;
}
