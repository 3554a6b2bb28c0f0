using IntelShare.Members;

namespace IntelShare.Indicators;

/// <summary>
/// Whom the owner lets read (<see cref="Full"/>), whom it lets know that a match exists (<see cref="Hit"/>), and whom it
/// keeps out whatever else is said (<see cref="Excluded"/>: parties or members). All empty is legal: nobody.
/// </summary>
/// <param name="Full">Audience tokens, at most 100.</param>
/// <param name="Hit">Audience tokens, at most 100.</param>
/// <param name="Excluded">Party or member tokens, at most 100.</param>
/// <param name="Feeds">Whether machine feeds may carry the record; by default yes for kinds without personal data, no for personal kinds.</param>
public sealed record Release(string[]? Full = null, string[]? Hit = null, string[]? Excluded = null, bool? Feeds = null)
{
    /// <summary>The same release with every member said: empty lists for absent ones, the default of <see cref="Feeds"/>.</summary>
    public Release Settled(bool personal, Handling handling, bool isProtected) => new(Full ?? [], Hit ?? [], Excluded ?? [],
        Feeds ?? (!personal && !isProtected && !handling.Has(HandlingCode.H3)));

    /// <summary>True when this release admits somebody or something that <paramref name="earlier"/> did not: that takes a discloser. Both settled.</summary>
    public bool Widens(Release earlier) =>
        Full!.Except(earlier.Full!).Any()
        || Hit!.Except(earlier.Hit!).Except(earlier.Full!).Any()
        || earlier.Excluded!.Except(Excluded!).Any()
        || (Feeds == true && earlier.Feeds != true);

    /// <summary>
    /// Refusals, relative to <c>release</c>. What <paramref name="earlier"/> already allowed may stay though it could not be
    /// said anew: an owner that left a task force must still be able to narrow what it released there.
    /// </summary>
    public IEnumerable<Refusal> Check(Member owner, Party ownerParty, Handling handling, bool isProtected, Registry registry, DateTimeOffset now, Release? earlier = null)
    {
        string[] full = earlier?.Full ?? [], hit = earlier?.Hit ?? [], excluded = earlier?.Excluded ?? [];
        foreach (var refusal in Tokens(Full, "/full", full).Concat(Tokens(Hit, "/hit", [.. full, .. hit])).Concat(Tokens(Excluded, "/excluded", excluded)))
        {
            yield return refusal;
        }

        foreach (var (token, i) in (Excluded ?? []).Select((token, i) => (token, i)))
        {
            if (token is not null && Audience.IsGroup(token))
            {
                yield return new("excludes-a-group", $"/excluded/{i}", "Exclude a party or a member by its own name.");
            }

            if (token == ownerParty.Token || token == Audience.Of(owner))
            {
                yield return new("excludes-the-owner", $"/excluded/{i}", "An owner cannot exclude itself or its own party.");
            }
        }

        if (handling.Has(HandlingCode.H2) && (Full ?? []).Any(token => token is not null && Audience.IsGroup(token)))
        {
            yield return new("restricted-without-addressees", "/full", "H2 needs named addressees: countries, organisations or members, not groups.");
        }

        if (Feeds == true && (handling.Has(HandlingCode.H3) || isProtected))
        {
            yield return new("feeds-not-allowed", "/feeds", "A feed has no officer: it carries neither H3 nor protected persons.");
        }

        IEnumerable<Refusal> Tokens(string[]? tokens, string pointer, string[] standing)
        {
            if (tokens is not null && tokens.Distinct().Count() != tokens.Length)
            {
                yield return new("repeated", pointer, "Each audience once.");
            }

            foreach (var refusal in (tokens ?? []).SelectMany((token, i) => standing.Contains(token) ? [] : Audience.Check(token, $"{pointer}/{i}", owner, registry, now)))
            {
                yield return refusal;
            }
        }
    }
}
