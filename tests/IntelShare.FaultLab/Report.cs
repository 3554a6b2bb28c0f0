namespace IntelShare.FaultLab;

/// <summary>The table at the end of a run.</summary>
internal static class Report
{
    public static bool Print(int seed, int seconds, Journal journal, IReadOnlyList<(string Fault, TimeSpan Recovery)> faults, Findings findings)
    {
        Console.WriteLine($"seed {seed}, {seconds} s of faults");
        foreach (var path in journal.Entries.GroupBy(entry => entry.Path).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{path.Key,-16} ok {Count(path, Outcome.Ok),6}   failed {Count(path, Outcome.Failed),5}   unknown {Count(path, Outcome.Unknown),5}");
        }

        Console.WriteLine($"submissions      {journal.Submissions.Count}, of which {journal.Submissions.Count(submission => submission.WasUnknown)} were once unknown and settled under the same key");
        foreach (var fault in faults.GroupBy(fault => fault.Fault).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var recoveries = fault.Select(f => f.Recovery.TotalSeconds).Order().ToArray();
            Console.WriteLine($"kill {fault.Key,-20} {recoveries.Length,3} times   recovery p50 {recoveries[recoveries.Length / 2]:F2} s   max {recoveries[^1]:F2} s");
        }

        Console.WriteLine($"acknowledged writes lost {findings.Lost}, duplicates {findings.Duplicates}, unsettled {findings.Unsettled}, audit entries missing {findings.AuditMissing}, writes torn {findings.Torn}, wrong answers {journal.Violations.Count}");
        foreach (var violation in journal.Violations.GroupBy(violation => violation).Take(20))
        {
            Console.WriteLine($"  {violation.Count()} times: {violation.Key}");
        }

        return findings.Clean && journal.Violations.IsEmpty;
    }

    private static int Count(IEnumerable<(string Officer, string Path, Reply Reply)> entries, Outcome outcome) => entries.Count(entry => entry.Reply.Outcome == outcome);
}
