using System.Runtime.InteropServices;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Scan.Rules;

/// <summary>A place in a text that may serve one of several groups, which are bits.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(int Groups, int First, int Last, int Start, int End, bool IsTerm);

/// <summary>
/// Finds the first window of a text in which a rule holds, each group on tokens of its own. From each place on, for every set of groups the
/// soonest end is kept at which it can be had; places come in their order, so no choice is missed.
/// </summary>
internal sealed class Window
{
    private readonly int[] ends = new int[1 << Rule.MostGroups];
    private readonly int[] chosen = new int[Rule.MostGroups << Rule.MostGroups];

    /// <summary>Windows looked at since the beginning.</summary>
    public long Tries { get; private set; }

    /// <summary>The places by which the rule holds, in the order of the text; null where it does not, or not within the steps that are left.</summary>
    public IReadOnlyList<RulePlace>? Find(BookedRule rule, List<Place> places, ref int steps)
    {
        for (var from = 0; from < places.Count && steps > 0; from++)
        {
            Tries++;
            steps -= rule.None == 0 ? 1 : places.Count;
            if (!IsVetoed(rule, places, places[from].First) && FindFrom(rule, places, from, ref steps) is > 0 and var met)
            {
                return [.. Chosen(met).Select(one => new RulePlace(one.Group, places[one.Place].Start, places[one.Place].End, places[one.Place].IsTerm))];
            }
        }

        return null;
    }

    private int FindFrom(BookedRule rule, List<Place> places, int from, ref int steps)
    {
        var sets = 1 << rule.Groups;
        ends.AsSpan(0, sets).Fill(int.MaxValue);
        ends[0] = -1;
        var end = places[from].First + rule.Rule.Within!.Value;
        for (var at = from; at < places.Count && places[at].First < end; at++)
        {
            var place = places[at];
            for (var groups = place.Last < end ? place.Groups & ~rule.None : 0; groups != 0; groups &= groups - 1)
            {
                var group = int.TrailingZeroCount(groups);
                steps -= sets;
                for (var before = 0; before < sets; before++)
                {
                    if (ends[before] >= place.First || ((before >> group) & 1) != 0 || !rule.MayFollow(before, group) || place.Last >= ends[before | (1 << group)])
                    {
                        continue;
                    }

                    var set = before | (1 << group);
                    ends[set] = place.Last;
                    Array.Copy(chosen, before * Rule.MostGroups, chosen, set * Rule.MostGroups, Rule.MostGroups);
                    chosen[(set * Rule.MostGroups) + group] = at;
                    if (rule.IsMetBy(set))
                    {
                        return set;
                    }
                }
            }

            // A window begins with the place it is tried from.
            ends[0] = int.MaxValue;
        }

        return 0;
    }

    private static bool IsVetoed(BookedRule rule, List<Place> places, int first)
    {
        var within = rule.Rule.Within!.Value;
        return rule.None != 0 && places.Exists(place => (place.Groups & rule.None) != 0 && place.First < first + within && place.Last > first - within);
    }

    private IEnumerable<(int Group, int Place)> Chosen(int set) =>
        Enumerable.Range(0, Rule.MostGroups).Where(group => ((set >> group) & 1) != 0).Select(group => (Group: group, Place: chosen[(set * Rule.MostGroups) + group])).OrderBy(one => one.Place);
}
