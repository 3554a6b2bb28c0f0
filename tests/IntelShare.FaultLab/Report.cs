using System.Globalization;
using IntelShare.FaultLab.Checks;
using IntelShare.FaultLab.Faults;
using IntelShare.FaultLab.Work;

namespace IntelShare.FaultLab;

/// <summary>What a run came to, as a page that can be kept.</summary>
internal static class Report
{
    private const int Examples = 5;

    public static string Write(RunPlan plan, Journal journal, IReadOnlyList<Struck> faults, LogFigures logs, TimeSpan worked, int answered)
    {
        var page = new List<string> { $"seed {plan.Seed}, {plan.Faults.TotalSeconds:F0} s of faults, {plan.Partners} partners, 2 nodes, sabotage: {plan.Sabotage.Name}", "" };
        page.AddRange(["| check | found |", "|---|---:|"]);
        page.AddRange(Enum.GetValues<Check>().Select(check => $"| {NameOf(check)} | {journal.Findings.Count(finding => finding.Check == check)} |"));
        page.AddRange(["", "| operation | ok | failed | unknown | ok p50 ms | ok p99 ms |", "|---|---:|---:|---:|---:|---:|"]);
        page.AddRange(
            from exchange in journal.Exchanges
            group exchange by exchange.Operation into same
            orderby same.Key
            let times = same.Where(one => one.Reply.Outcome == Outcome.Ok).Select(one => TimeProvider.System.GetElapsedTime(one.Began, one.Ended).TotalMilliseconds).Order().ToArray()
            select $"| {same.Key} | {times.Length} | {same.Count(one => one.Reply.Outcome == Outcome.Failed)} | {same.Count(one => one.Reply.Outcome == Outcome.Unknown)} | {At(times, 50):F0} | {At(times, 99):F0} |");
        page.AddRange(["", "| fault | times | lasted s | answered well a second meanwhile | recovery p50 s | max s |", "|---|---:|---:|---:|---:|---:|"]);
        page.AddRange(
            from fault in faults
            group fault by fault.Name into same
            orderby same.Key
            let recoveries = same.Select(one => one.Recovery.TotalSeconds).Order().ToArray()
            let lasted = same.Sum(one => one.Lasted.TotalSeconds)
            select $"| {same.Key} | {recoveries.Length} | {lasted:F1} | {same.Sum(one => one.Answered) / Math.Max(lasted, 0.1):F0} | {At(recoveries, 50):F2} | {recoveries[^1]:F2} |");
        var records = journal.Records.ToArray();
        page.AddRange(
        [
            "",
            string.Create(CultureInfo.InvariantCulture, $"Goodput {answered / worked.TotalSeconds:F1} requests answered well a second, {(answered - faults.Sum(fault => fault.Answered)) / (worked - TimeSpan.FromTicks(faults.Sum(fault => fault.Lasted.Ticks))).TotalSeconds:F1} outside of faults. {records.Length} records, of which {records.Count(record => record.WasUnknown)} were once unknown and sent again under their own key; {records.Count(record => record.History.Last?.Ending == Ending.Erased)} erased, {records.Count(record => record.History.Last?.Ending == Ending.Withdrawn)} withdrawn."),
            $"{logs}",
        ]);
        page.AddRange(RunPlan.Skipped.Select(skipped => $"Skipped: {skipped}."));
        page.AddRange(journal.Findings.GroupBy(finding => finding.Check).SelectMany(same => same.Take(Examples).Select(finding => $"- {NameOf(same.Key)}: {finding.What}")));
        return string.Join('\n', page);
    }

    /// <summary>"acknowledged lost".</summary>
    public static string NameOf(Check check) => string.Concat(check.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static double At(double[] ordered, int percent) => ordered.Length == 0 ? 0 : ordered[Math.Min(ordered.Length - 1, ordered.Length * percent / 100)];
}
