using System.Globalization;
using IntelShare.FaultLab.Work;

namespace IntelShare.FaultLab.Checks;

/// <summary>Holds what a follower heard, in order, against what the owners did: nothing left out, nothing twice, nothing that was not for it.</summary>
internal sealed class FeedChecker(Journal journal, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    /// <summary>Lets a follower hear the rest, which is told within seconds, and judges it.</summary>
    public async Task CheckAsync(Follower follower, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        do
        {
            while (await follower.PageAsync(ct) > 0 && clock.GetElapsedTime(since) < Patience)
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), clock, ct);
        }
        while (Missing(follower).Any() && clock.GetElapsedTime(since) < Patience);

        foreach (var missing in Missing(follower))
        {
            journal.Blame(Check.FeedGaps, $"{follower.Name}: {missing}");
        }

        Judged(follower);
    }

    /// <summary>Lets a follower hear until it hears no more, and says what it was told last of each record by its key; null: that it ended. Null where it did not come to an end.</summary>
    public async Task<Dictionary<string, int?>?> LastAsync(Follower follower, CancellationToken ct)
    {
        var (began, heard) = (clock.GetTimestamp(), clock.GetTimestamp());
        while (clock.GetElapsedTime(heard) < Quiet)
        {
            if (clock.GetElapsedTime(began) > Patience)
            {
                return null;
            }

            if (await follower.PageAsync(ct) is not 0)
            {
                heard = clock.GetTimestamp();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, ct);
        }

        return Last(follower);
    }

    /// <summary>Records whose last word to this follower is not what they are.</summary>
    private IEnumerable<string> Missing(Follower follower)
    {
        var last = Last(follower);
        foreach (var record in journal.Records.Where(follower.Hears))
        {
            var heard = last.TryGetValue(record.Key, out var revision);
            if (record.History.Last?.Tells(follower.Reader) == true ? revision != record.History.Last.Revision : heard && revision is not null)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{record.Key} stands as {record.History.Last}, last heard was {(revision is { } words ? $"revision {words}" : heard ? "its end" : "nothing")}");
            }
        }
    }

    private Dictionary<string, int?> Last(Follower follower) => ByRecord(follower).GroupBy(told => told.Record.Key).ToDictionary(same => same.Key, same => same.Last().Heard[^1].Revision);

    private void Judged(Follower follower)
    {
        foreach (var (record, heard) in ByRecord(follower))
        {
            foreach (var item in heard.Where(item => item.Revision is not null))
            {
                Judge.Observe(journal, record, follower.Reader, item.Revision, item.Began, item.Ended);
            }

            foreach (var same in heard.GroupBy(item => item.Revision))
            {
                var most = same.Key is { } revision ? record.History.Openings(follower.Reader, revision) : record.History.Closings(follower.Reader);
                if (same.Count() > most)
                {
                    journal.Blame(Check.FeedRepeats, $"{follower.Name}: {record.Key}, {(same.Key is null ? "its end" : $"revision {same.Key}")}, {same.Count()} times for {most}");
                }
            }
        }
    }

    /// <summary>What was heard of each record, in order. The end of one that was never told has no name, and is nobody's.</summary>
    private IEnumerable<(LabRecord Record, Heard[] Heard)> ByRecord(Follower follower)
    {
        var (byValue, byId) = (journal.Records.ToDictionary(record => record.Value), journal.Records.Where(record => record.Id is not null).ToDictionary(record => record.Id!));
        return
            from heard in follower.Heard
            group heard by heard.Id into same
            let value = same.FirstOrDefault(item => item.Value is not null)?.Value
            let record = value is not null ? byValue.GetValueOrDefault(value) : byId.GetValueOrDefault(same.Key)
            where record is not null
            select (record, same.ToArray());
    }
}
