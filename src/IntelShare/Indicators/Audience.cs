using IntelShare.Members;

namespace IntelShare.Indicators;

/// <summary>
/// Audience tokens: <c>member-states</c>, <c>schengen-associated</c>, <c>country:FR</c>, <c>org:eurojust</c>,
/// <c>member:fr-ofast</c>, <c>task-force:grimm</c> (its members at the moment of that release) and
/// <c>task-force:grimm+</c> (also those who join later). There is no <c>all</c>.
/// </summary>
public static class Audience
{
    public const string MemberStates = "member-states";
    public const string SchengenAssociated = "schengen-associated";
    private const string TaskForcePrefix = "task-force:";
    private const string MemberPrefix = "member:";
    private const string CountryPrefix = "country:";
    private const string OrganisationPrefix = "org:";

    /// <summary>The token of one member.</summary>
    public static string Of(Member member) => member.Token;

    /// <summary>The token of the member with this id.</summary>
    public static string OfMember(string id) => MemberPrefix + id;

    /// <summary>The token of a task force as it stood at the release, or (<paramref name="open"/>) with later joiners.</summary>
    public static string OfTaskForce(string id, bool open) => TaskForcePrefix + id + (open ? "+" : "");

    /// <summary>True for audiences of a group; false for a party or member reached by its own name.</summary>
    public static bool IsGroup(string token) => token is MemberStates or SchengenAssociated || IsTaskForce(token);

    /// <summary>True for both spellings of a task force.</summary>
    public static bool IsTaskForce(string token) => token.StartsWith(TaskForcePrefix, StringComparison.Ordinal);

    /// <summary>True for a task force as it stood at the release.</summary>
    public static bool IsClosedTaskForce(string token) => IsTaskForce(token) && !token.EndsWith('+');

    /// <summary>
    /// Refusals when <paramref name="owner"/> may not address the token. A task force the owner does not belong to is answered
    /// like one that does not exist.
    /// </summary>
    public static IEnumerable<Refusal> Check(string? token, string pointer, Member owner, Registry registry, DateTimeOffset now)
    {
        if (token is not null && Suffix(token, CountryPrefix) is { } code)
        {
            return Country.Check(code, pointer);
        }

        var known = token switch
        {
            null => false,
            MemberStates or SchengenAssociated => true,
            _ when Suffix(token, OrganisationPrefix) is not null => registry.Parties.ContainsKey(token),
            _ when Suffix(token, MemberPrefix) is { } id => registry.Members.ContainsKey(id),
            _ when Suffix(token, TaskForcePrefix) is { } id => registry.TaskForces.TryGetValue(id.TrimEnd('+'), out var taskForce)
                && token == OfTaskForce(taskForce.Id, open: id.EndsWith('+')) && Belongs(owner, taskForce, now),
            _ => false,
        };
        return known ? [] : [new("unknown-audience", pointer, "A group, country, organisation, member or own task force of the registry, by its token.")];
    }

    /// <summary>True while the member itself or its party takes part.</summary>
    public static bool Belongs(Member member, TaskForce taskForce, DateTimeOffset moment) =>
        taskForce.Participations.Any(p => p.Covers(moment) && (p.Participant == Of(member) || p.Participant == PartyToken(member)));

    private static string PartyToken(Member member) => member.Party.StartsWith(OrganisationPrefix, StringComparison.Ordinal) ? member.Party : CountryPrefix + member.Party;

    private static string? Suffix(string token, string prefix) => token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : null;
}
