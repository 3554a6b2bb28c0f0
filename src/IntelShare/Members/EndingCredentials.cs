namespace IntelShare.Members;

/// <summary>How near the end of a credential is when its agency is told.</summary>
public enum EndStage
{
    /// <summary>14 days.</summary>
    Fortnight,

    /// <summary>3 days.</summary>
    LastDays,
}

/// <summary>A key or long token that ends soon, and that nothing stands in for.</summary>
/// <param name="Client">Whose it is.</param>
/// <param name="Id">The key's <c>kid</c> or the token's <c>jti</c>.</param>
/// <param name="IsKey">A key that is to retire, not a token.</param>
/// <param name="EndsAt">First moment without it.</param>
/// <param name="Stage">The last one that it has come to.</param>
public sealed record EndingCredential(string Client, string Id, bool IsKey, DateTimeOffset EndsAt, EndStage Stage);

/// <content>Which of the member's own credentials end soon.</content>
public sealed partial record Member
{
    private static readonly TimeSpan Fortnight = TimeSpan.FromDays(14);
    private static readonly TimeSpan LastDays = TimeSpan.FromDays(3);

    private sealed record Lasting(string Id, DateTimeOffset? Since, DateTimeOffset? Until, bool IsTrusted);

    /// <summary>
    /// Trusted keys and long tokens in their last 14 days. What came in those days and lasts longer stands in for one of them, the
    /// first to end: a client's machines are as many as its tokens, and one new token says nothing of the others.
    /// </summary>
    public IEnumerable<EndingCredential> EndingSoon(DateTimeOffset now) => Clients.Values.Where(client => !client.Removed).OrderBy(client => client.Id, StringComparer.Ordinal).SelectMany(client => Array.Empty<EndingCredential>()
        .Concat(Ending([.. client.Keys.Select(key => new Lasting(key.Key, key.Value.AddedAt, key.Value.RetiresAt, key.Value.IsTrusted(now)))], now)
            .Select(key => new EndingCredential(client.Id, key.Id, IsKey: true, key.Until!.Value, StageOf(key.Until.Value, now))))
        .Concat(Ending([.. client.Tokens.Select(token => new Lasting(token.Key, token.Value.RegisteredAt, token.Value.ExpiresAt, client.MayCarryTokens && token.Value.IsTrusted(now)))], now)
            .Select(token => new EndingCredential(client.Id, token.Id, IsKey: false, token.Until!.Value, StageOf(token.Until.Value, now)))));

    private static EndStage StageOf(DateTimeOffset end, DateTimeOffset now) => end - now <= LastDays ? EndStage.LastDays : EndStage.Fortnight;

    /// <summary>Of one client's credentials of one sort. Those that ended, or were revoked, keep what came in their place.</summary>
    private static List<Lasting> Ending(IReadOnlyList<Lasting> all, DateTimeOffset now)
    {
        var fresh = all.Where(one => one.IsTrusted && one.Since is not null).OrderBy(one => one.Since).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();
        var ending = new List<Lasting>();
        foreach (var one in all.Where(one => one.Until - now <= Fortnight).OrderBy(one => one.Until).ThenBy(one => one.Id, StringComparer.Ordinal))
        {
            var successor = fresh.Find(other => other.Since >= one.Until - Fortnight && other.Since < one.Until && other.Since > one.Since.GetValueOrDefault() && !(other.Until <= one.Until));
            if (successor is not null)
            {
                fresh.Remove(successor);
            }
            else if (one.IsTrusted)
            {
                ending.Add(one);
            }
        }

        return ending;
    }
}
