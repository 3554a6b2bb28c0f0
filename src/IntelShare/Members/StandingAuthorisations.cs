namespace IntelShare.Members;

/// <summary>Let a party be reached through the task forces that this member releases to.</summary>
/// <param name="Party">Its id in the registry: <c>US</c>, <c>org:eurojust</c>.</param>
/// <param name="Reason">At most 500 code points.</param>
/// <param name="From">First moment; null: now.</param>
/// <param name="Until">First moment without it; null: until revoked.</param>
public sealed record GiveStandingAuthorisation(string? Party, string? Reason, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Take a standing authorisation back.</summary>
public sealed record RevokeStandingAuthorisation(string? Reason);

/// <content>
/// Whom an owner lets be reached through its task forces. Member States and Schengen-associated States need none; a supervisor
/// or the hub reads nothing that one could open.
/// </content>
public sealed partial record Member
{
    /// <summary>Decides a standing authorisation. A party has one at a time; the next may be said before it begins.</summary>
    public Decision Authorise(GiveStandingAuthorisation command, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        var from = command.From ?? now;
        Refusal[] refusals =
        [
            .. OfParty(command.Party, registry),
            .. Text.Required(command.Reason, "/reason", LongestReason),
            .. from < now ? [new("from-in-the-past", "/from", "What was released before is not opened backwards: now or later.")] : Array.Empty<Refusal>(),
            .. command.Until <= from ? [new("until-before-from", "/until", "An authorisation ends after it begins.")] : Array.Empty<Refusal>(),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : Authorisations.Any(a => a.Party == command.Party && a.Meets(from, command.Until)) ? Decision.Refuse(new Refusal("already-authorised", "", "An authorisation of this party stands in that time; revoke it first."))
            : Decision.Accept(new StandingAuthorisationGiven(command.Party!, command.Reason!, from, command.Until));
    }

    /// <summary>Decides a revocation: of what stands, and of what was to begin later.</summary>
    public Decision Revoke(string party, RevokeStandingAuthorisation command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Reasoned(command.Reason, Authorisations.Any(a => a.Party == party && a.Meets(now, until: null))
            ? Decision.Accept(new StandingAuthorisationRevoked(party, command.Reason!, now))
            : Decision.Refuse(new Refusal("not-authorised", "", "No authorisation of this party stands or is to come.")));
    }

    private static IEnumerable<Refusal> OfParty(string? party, Registry registry) => party is null ? [new("required", "/party", "The id of a party.")]
        : !registry.Parties.TryGetValue(party, out var known) ? Country.Check(party, "/party").Where(refusal => refusal.Code == "country-alias").DefaultIfEmpty(new("unknown-party", "/party", "The id of a party of the registry."))
        : known.IsReachedByName ? []
        : [new("needs-no-authorisation", "/party", "Only third countries, Union bodies and international organisations need one.")];
}
