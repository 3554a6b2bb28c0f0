using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Search;

/// <summary>
/// When the holder of a value is told of what another owner has under it: when a search for the value would show more than
/// before. What a search would not show tells nothing, and neither does a second record behind a hit that already stands.
/// </summary>
public static class CrossMatch
{
    /// <summary>Who a member is told as: an analyst who cross-checks, not cleared for protected persons.</summary>
    public static Reader ReaderOf(Member member, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return Reader.Supposing(member, new(Role.Analyst, Purpose.CrossChecking, Cleared: false), registry.TaskForces.Values, registry, now);
    }

    /// <summary>Whether anything of the other owner's records under the value shows at all.</summary>
    /// <param name="reader">The holder of the value.</param>
    /// <param name="now">The other owner's records under it.</param>
    public static bool Shows(Reader reader, IEnumerable<Indicator> now)
    {
        ArgumentNullException.ThrowIfNull(now);
        return now.Any(record => AccessPolicy.Decide(reader, record).Level > Level.None);
    }

    /// <summary>Whether more shows than before: a record in full that was not, or a hit where there was nothing.</summary>
    /// <param name="reader">The holder of the value.</param>
    /// <param name="steps">Of each of the other owner's records under the value: as it was, and as it is; null while it did not have the value.</param>
    public static bool Rises(Reader reader, IEnumerable<(Indicator? Before, Indicator? Now)> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var (before, now) = (Level.None, Level.None);
        foreach (var step in steps)
        {
            var (was, level) = (LevelOf(step.Before), LevelOf(step.Now));
            if (level == Level.Full && was < Level.Full)
            {
                return true;
            }

            (before, now) = (was > before ? was : before, level > now ? level : now);
        }

        return before == Level.None && now > Level.None;

        Level LevelOf(Indicator? record) => record is null ? Level.None : AccessPolicy.Decide(reader, record).Level;
    }
}
