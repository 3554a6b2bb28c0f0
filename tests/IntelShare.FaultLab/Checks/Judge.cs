using System.Text.Json.Nodes;
using IntelShare.FaultLab.Work;

namespace IntelShare.FaultLab.Checks;

/// <summary>Holds what a reader was told of a record, or was not, against what its owner had made of it then.</summary>
internal static class Judge
{
    /// <summary>One record and one reader.</summary>
    /// <param name="journal">Is told of what must not be.</param>
    /// <param name="record">Asked for.</param>
    /// <param name="reader">Who asked.</param>
    /// <param name="revision">Of the words that were told; null: nothing was told.</param>
    /// <param name="began">When it was asked.</param>
    /// <param name="ended">When it was answered.</param>
    public static void Observe(Journal journal, LabRecord record, string reader, int? revision, long began, long ended)
    {
        var possible = record.History.Possible(began, ended);
        if (revision is null)
        {
            if (possible.All(stand => stand?.Tells(reader) == true))
            {
                journal.Blame(Check.AcknowledgedLost, $"{record.Key} was not told to {reader}");
            }
        }
        else if (possible.All(stand => stand?.Ending == Ending.Erased))
        {
            journal.Blame(Check.ErasedFound, $"{record.Key} was told to {reader}");
        }
        else if (!possible.Any(stand => stand?.Tells(reader) == true))
        {
            journal.Blame(Check.PolicyViolations, $"{record.Key} was told to {reader}");
        }
        else if (!possible.Any(stand => stand?.Tells(reader) == true && stand.Revision == revision))
        {
            journal.Blame(Check.AcknowledgedLost, $"{record.Key} was told to {reader} as revision {revision}, not {possible[^1]?.Revision}");
        }
    }

    /// <summary>Each record of a search with its result.</summary>
    public static void Observe(Journal journal, IReadOnlyList<LabRecord> records, string reader, Exchange search)
    {
        if (search.Reply is not { Outcome: Outcome.Ok, Body: { } body })
        {
            return;
        }

        foreach (var (record, result) in records.Zip(body["results"]!.AsArray()))
        {
            var found = result!["indicators"]?.AsArray() ?? [];
            if (found.Count > 1)
            {
                journal.Blame(Check.Duplicates, $"{record.Key} was found {found.Count} times");
            }

            Observe(journal, record, reader, found.Count == 0 ? null : LabRecord.Told(found[0]!["content"]).Revision ?? 0, search.Began, search.Ended);
        }
    }

    /// <summary>Each record of a scan with what was found in its text.</summary>
    public static void ObserveScan(Journal journal, IReadOnlyList<LabRecord> records, string reader, Exchange scan)
    {
        if (scan.Reply is not { Outcome: Outcome.Ok, Body: { } body })
        {
            return;
        }

        var views = body["indicators"]!.AsArray().ToDictionary(view => (string)view!["id"]!, view => LabRecord.Told(view!["content"]));
        var asked = records.Select(record => record.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (value, revision) in views.Values.Where(told => !asked.Contains(told.Value!)))
        {
            // What is written alike is told by the same law.
            if (journal.Records.FirstOrDefault(record => record.Value == value) is { } other)
            {
                Observe(journal, other, reader, revision ?? 0, scan.Began, scan.Ended);
            }
        }

        foreach (var (record, result) in records.Zip(body["results"]!.AsArray()))
        {
            var found = result!["matches"]!.AsArray().SelectMany(match => match!["indicators"]!.AsArray()).Select(id => (string)id!).Distinct()
                .Select(id => views[id]).Where(told => told.Value == record.Value).ToArray();
            if (found.Length > 1)
            {
                journal.Blame(Check.Duplicates, $"{record.Key} was found {found.Length} times in a text");
            }

            Observe(journal, record, reader, found is [var told, ..] ? told.Revision ?? 0 : null, scan.Began, scan.Ended);
        }
    }

    /// <summary>A record that was read by its id.</summary>
    public static void Observe(Journal journal, LabRecord record, string reader, Exchange read)
    {
        if (read.Reply.Outcome == Outcome.Ok || read.Reply.Status == 404)
        {
            Observe(journal, record, reader, read.Reply.Outcome == Outcome.Ok ? LabRecord.Told(read.Reply.Body!["content"]).Revision ?? 0 : null, read.Began, read.Ended);
        }
    }

    /// <summary>What an owner is told of its record: which revision, for whom, how it ended.</summary>
    public static Stand StandOf(JsonNode view)
    {
        var full = view["release"]!["full"]!.AsArray().Select(audience => (string?)audience).ToArray();
        return new(
            LabRecord.Told(view["content"]).Revision ?? 0,
            (full.Contains("country:FR") ? Audience.France : Audience.Nobody) | (full.Contains("country:NL") ? Audience.Netherlands : Audience.Nobody),
            (string?)view["status"] == "withdrawn" ? Ending.Withdrawn : Ending.Open);
    }
}
