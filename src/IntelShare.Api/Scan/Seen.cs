using IntelShare.Access;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;

namespace IntelShare.Api.Scan;

/// <summary>What a scan may tell its reader.</summary>
internal static class Seen
{
    /// <summary>What is in use and the law gives in full with its details: what is found may be what a disclosure withholds.</summary>
    public static bool By(Reader reader, Indicator record) => record.IsInUse && AccessPolicy.Decide(reader, record) is { Level: Level.Full } ruling && ruling.Shows(FieldGroup.Details);

    /// <summary>These records as they stand now: what was taken away since they were found is not among them.</summary>
    public static async Task<SortedDictionary<Guid, (string Kind, object View, Told Told)>> NowAsync(Records records, Sight sight, Reader reader, IEnumerable<Guid> found, CancellationToken ct)
    {
        var told = new SortedDictionary<Guid, (string Kind, object View, Told Told)>();
        foreach (var stored in await records.FindAsync([.. found.Distinct()], ct))
        {
            if (By(reader, stored.Record) && sight.Full(reader, stored) is var (view, line))
            {
                told[stored.Record.Id] = (stored.Record.Kind, view, line);
            }
        }

        return told;
    }
}
