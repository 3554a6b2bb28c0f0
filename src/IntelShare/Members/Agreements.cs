namespace IntelShare.Members;

/// <summary>Let a party's agencies read at a level, for a time.</summary>
/// <param name="LegalBasis">Article 25(1), (4a) or 19 as it applies, or the instrument's name; at most 200 code points.</param>
/// <param name="Level">How far they read.</param>
/// <param name="From">First moment in force; null: now.</param>
/// <param name="Until">First moment out of force; null: until ended.</param>
public sealed record ConcludeAgreement(string? LegalBasis, AgreementLevel? Level, DateTimeOffset? From, DateTimeOffset? Until) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Party;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var from = From ?? now;
        Refusal[] refusals =
        [
            .. Text.Required(LegalBasis, "/legalBasis", LongestName),
            .. Level is null ? [new("required", "/level", "none, non-personal, hit-only or full.")] : Array.Empty<Refusal>(),
            .. from < now ? [new("from-in-the-past", "/from", "Now or later: what was read before was read under another.")] : Array.Empty<Refusal>(),
            .. Until <= from ? [new("until-before-from", "/until", "An agreement ends after it begins.")] : Array.Empty<Refusal>(),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : registry.Parties[subject].Kind is PartyKind.Supervisor or PartyKind.Hub ? Decision.Refuse(new Refusal("reads-nothing", "", "Supervisor and hub never read content, whatever is agreed."))
            : Decision.Accept(new AgreementConcluded(LegalBasis!, Level!.Value, from, Until));
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => registry.Parties[subject].WouldReadMore(Decide(subject, registry, now).Facts, now);
}

/// <summary>End a party's agreements: the one in force, and those to come.</summary>
/// <param name="Reason">At most 500 code points.</param>
/// <param name="At">First moment without them; null: now.</param>
public sealed record EndAgreement(string? Reason, DateTimeOffset? At) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Party;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var at = At ?? now;
        Refusal[] refusals =
        [
            .. Text.Required(Reason, "/reason", LongestReason),
            .. at < now ? [new("at-in-the-past", "/at", "Now or later.")] : Array.Empty<Refusal>(),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : !registry.Parties[subject].Agreements.Any(agreement => agreement.Until is null || agreement.Until > at) ? Decision.Refuse(new Refusal("no-agreement", "", "No agreement of this party is in force then or to come."))
            : Decision.Accept(new AgreementEnded(Reason!, at));
    }

    /// <summary>Where an agreement held a party below what it reads by law, its end lets it read more.</summary>
    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => registry.Parties[subject].WouldReadMore(Decide(subject, registry, now).Facts, now);
}

/// <content>What a change of agreements does.</content>
public sealed partial record Party
{
    /// <summary>Whether, from now on, there is a moment at which the party would read what it would not have.</summary>
    internal bool WouldReadMore(IEnumerable<object> facts, DateTimeOffset now)
    {
        var after = facts.Aggregate(this, (party, fact) => Evolve(party, Stream, fact));
        return Agreements.Concat(after.Agreements).SelectMany(agreement => new[] { agreement.From, agreement.Until }).OfType<DateTimeOffset>().Append(now).Where(moment => moment >= now)
            .Any(moment => !after.AgreementAt(moment).IsWithin(AgreementAt(moment)));
    }
}
