using System.Globalization;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>Two worlds as one reader observed them.</summary>
internal static class Comparison
{
    /// <summary>The first request that was answered otherwise, and both answers around the difference; null where there is none.</summary>
    public static string? Difference(IReadOnlyList<Answered> first, IReadOnlyList<Answered> second, int seed)
    {
        for (var i = 0; i < Math.Min(first.Count, second.Count); i++)
        {
            if (first[i].Observed != second[i].Observed)
            {
                var at = first[i].Observed.Zip(second[i].Observed).TakeWhile(both => both.First == both.Second).Count();
                return string.Create(CultureInfo.InvariantCulture, $"seed {seed}, request {i}: {first[i].Asked}\n{Around(first[i].Observed, at)}\n--- and ---\n{Around(second[i].Observed, at)}");
            }
        }

        return first.Count == second.Count ? null : string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {first.Count} and {second.Count} requests");
    }

    private static string Around(string observed, int at) => observed[Math.Max(0, at - 300)..Math.Min(observed.Length, at + 300)];
}
