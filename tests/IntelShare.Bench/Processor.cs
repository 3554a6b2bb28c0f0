using System.Globalization;

namespace IntelShare.Bench;

/// <summary>Processor time of a process and its children. On a shared machine it says more than the clock: others cannot add to it.</summary>
internal static class Processor
{
    /// <summary>The kernel counts in hundredths of a second.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>What the trees used since <paramref name="before"/>; a process that ended meanwhile is left out.</summary>
    public static TimeSpan Since(Dictionary<int, long> before, params int[] trees) =>
        Of(trees).Sum(process => process.Value - before.GetValueOrDefault(process.Key)) * Tick;

    /// <summary>Ticks so far, by process.</summary>
    public static Dictionary<int, long> Of(params int[] trees)
    {
        var ticks = new Dictionary<int, long>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[6])))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (trees.Contains(Number(folder[6..])) || trees.Contains(Number(fields[1])))
                {
                    ticks[Number(folder[6..])] = Number(fields[11]) + Number(fields[12]);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return ticks;
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
