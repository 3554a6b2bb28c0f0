using IntelShare.Members;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// What this node has drawn of its officers' budgets ahead of their requests, so that most of them spend without the
/// database. What a node did not hand out by the end of the day, or of its own, is lost to the officer: never more than it drew once.
/// </summary>
internal sealed class Purses
{
    private const int Most = 20;
    private const int OneIn = 250;

    private readonly Dictionary<(string Member, string Officer), int> left = [];
    private readonly Lock counting = new();
    private DateOnly day;

    /// <summary>How many values are drawn at once of a day's budget; one of a small budget, which then is spent to the last value.</summary>
    public static int Draw(int budget) => Math.Clamp(budget / OneIn, 1, Most);

    /// <summary>Takes <paramref name="values"/>, or what is there of them.</summary>
    /// <returns>How many are missing.</returns>
    public int Take(Caller whose, DateOnly today, int values)
    {
        lock (counting)
        {
            var has = On(today).GetValueOrDefault((whose.Member.Id, whose.Officer));
            var taken = Math.Min(has, values);
            left[(whose.Member.Id, whose.Officer)] = has - taken;
            return values - taken;
        }
    }

    /// <summary>Keeps what was drawn beyond the need, or taken and not spent.</summary>
    public void Put(Caller whose, DateOnly today, int values)
    {
        lock (counting)
        {
            On(today)[(whose.Member.Id, whose.Officer)] = left.GetValueOrDefault((whose.Member.Id, whose.Officer)) + values;
        }
    }

    private Dictionary<(string Member, string Officer), int> On(DateOnly today)
    {
        if (day != today)
        {
            day = today;
            left.Clear();
        }

        return left;
    }
}
