using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Keeping;

/// <summary>
/// Facts that take something away. A database restored from a backup has lost the last of them, and would trust, admit or show
/// again what was ended since; so they are listed outside of it, and what still takes something away is told anew. Nothing that
/// gives is. Erasures have a list of their own.
/// </summary>
public static class Narrowings
{
    /// <summary>Facts that may take away; which of them do, their stream says.</summary>
    public static FrozenSet<Type> Kinds { get; } = FrozenSet.Create(
        typeof(AgreementConcluded), typeof(AgreementEnded), typeof(TaskForceLeft), typeof(ActRefused),
        typeof(MemberChanged), typeof(MemberSuspended), typeof(MemberWithdrawn), typeof(ClientChanged), typeof(ClientRemoved), typeof(KeyRetired), typeof(KeyRevoked), typeof(TokenRevoked),
        typeof(IssuerTrusted), typeof(IssuerDistrusted), typeof(OfficerCleared), typeof(SuccessorNamed), typeof(SuccessorTakenBack), typeof(MemberKept), typeof(OfficerBlocked), typeof(ClearanceWithdrawn), typeof(StandingAuthorisationRevoked),
        typeof(IndicatorAmended), typeof(ReleaseChanged), typeof(DisclosureGranted), typeof(DisclosureRevoked), typeof(IndicatorRestricted), typeof(IndicatorWithdrawn));

    /// <summary>What a fact that was lost still takes away from a party; null: nothing.</summary>
    public static object? Again(Party party, object fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(party);
        return fact is AgreementConcluded or AgreementEnded && !party.WouldReadMore([fact], now) ? fact : null;
    }

    /// <summary>What it still takes away from a task force.</summary>
    public static object? Again(TaskForce taskForce, object fact)
    {
        ArgumentNullException.ThrowIfNull(taskForce);
        return fact is TaskForceLeft left && taskForce.Participations.Any(one => one.Participant == left.Participant && (one.Until is null || one.Until > left.At)) ? left : null;
    }

    /// <summary>What it still takes away from those who wait to see an act seconded.</summary>
    public static object? Again(PendingAct act, object fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(act);
        return fact is ActRefused && act.StateAt(now) == PendingActState.Proposed ? fact : null;
    }

    /// <summary>What it still takes away from a member.</summary>
    public static object? Again(Member member, object fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(member);
        return fact switch
        {
            MemberSuspended => member.Suspended ? null : fact,
            MemberWithdrawn e => member.Leaving is { } leaving && leaving.EffectiveOn <= e.EffectiveOn ? null : fact,
            MemberChanged e => Narrowed(member, e),
            ClientChanged e => member.Clients.GetValueOrDefault(e.Client) is { Removed: false } client ? Narrowed(client, e) : null,
            ClientRemoved e => member.Clients.GetValueOrDefault(e.Client) is { Removed: false } ? fact : null,
            KeyRetired e => Key(e.Client, e.Kid) is { RevokedAt: null } key && !(key.RetiresAt <= e.At) ? fact : null,
            KeyRevoked e => Key(e.Client, e.Kid) is { RevokedAt: null } ? fact : null,
            TokenRevoked e => member.Clients.GetValueOrDefault(e.Client)?.Tokens.GetValueOrDefault(e.Token) is { RevokedAt: null } ? fact : null,
            IssuerDistrusted e => member.Issuers.ContainsKey(e.Issuer) ? fact : null,
            OfficerBlocked e => member.OfficerOf(e.Officer).Blocked ? null : fact,
            ClearanceWithdrawn e => member.OfficerOf(e.Officer).ClearedUntil is null ? null : fact,
            StandingAuthorisationRevoked e => member.Authorisations.Any(given => given.Party == e.Party && (given.Until is null || given.Until > e.At)) ? fact : null,
            // Read otherwise than the lost row said: perhaps by a key that it dropped.
            IssuerTrusted e => member.Issuers.TryGetValue(e.Issuer.Id, out var issuer) && !issuer.Says(e.Issuer) ? new IssuerDistrusted(e.Issuer.Id, "What was said of it last is lost.") : null,
            OfficerCleared e => member.OfficerOf(e.Officer).ClearedUntil > e.Until ? fact : null,
            SuccessorTakenBack => member.Succession is null ? null : fact,
            // Whoever was to take over was so no more, however the member left afterwards.
            MemberKept => member.Succession is { } ended ? new SuccessorTakenBack(ended.Successor, now) : null,
            SuccessorNamed e => member.Succession is { } named && named.Successor != e.Successor ? new SuccessorTakenBack(named.Successor, now) : null,
            _ => null,
        };

        TrustedKey? Key(string client, string kid) => member.Clients.GetValueOrDefault(client)?.Keys.GetValueOrDefault(kid);
    }

    /// <summary>What it still takes away from a record.</summary>
    public static object? Again(Indicator record, object fact)
    {
        ArgumentNullException.ThrowIfNull(record);
        return fact switch
        {
            _ when record.Status != IndicatorStatus.Active => null,
            IndicatorWithdrawn => fact,
            // Its words were sealed for another place in the stream.
            IndicatorRestricted e => record.Restriction is null ? e with { Secret = null } : null,
            IndicatorAmended e => Narrowed(record, e),
            // Said anew, and less: what stands is taken back, and its owner grants again.
            DisclosureGranted e => record.Grants.FirstOrDefault(grant => grant.IsReplacedBy(e) && (e.Until < grant.Until || (e.Fields is not null && grant.Fields?.Except(e.Fields).Any() != false))) is { } wider ? new DisclosureRevoked(wider.Request, e.At) : null,
            ReleaseChanged e => Narrowed(record.Release, e.Release) is { } narrower ? e with { Release = narrower } : null,
            DisclosureRevoked e => record.Grants.Any(grant => grant.Request == e.Request) ? fact : null,
            _ => null,
        };
    }

    /// <summary>Whom both name, and whom either keeps out: an audience that only the lost one named is for its owner to say again.</summary>
    private static Release? Narrowed(Release stands, Release lost)
    {
        var full = stands.Full!.Intersect(lost.Full!);
        var narrower = new Release([.. full], [.. stands.Full!.Union(stands.Hit!).Intersect(lost.Full!.Union(lost.Hit!)).Except(full)], [.. stands.Excluded!.Union(lost.Excluded!)], stands.Feeds == true && lost.Feeds == true);
        return stands.Widens(narrower) ? narrower : null;
    }

    /// <summary>The stricter of both in handling, purposes and protection; all else as it stands, since what was said anew is its owner's to say again.</summary>
    private static IndicatorAmended? Narrowed(Indicator stands, IndicatorAmended lost)
    {
        var codes = (stands.Handling.Codes ?? []).Union(lost.Handling.Codes ?? []).Where(code => code != HandlingCode.H0).Order().ToArray();
        var handling = new Handling(codes is [] ? [HandlingCode.H0] : codes, lost.Handling.Conditions ?? stands.Handling.Conditions);
        var (purposes, isProtected) = (stands.Purposes.Intersect(lost.Purposes).ToArray(), stands.Protected || lost.Protected);
        return handling.Codes!.All(stands.Handling.Has) && handling.Conditions == stands.Handling.Conditions && purposes.Length == stands.Purposes.Length && isProtected == stands.Protected ? null
            : new(stands.Plain, stands.Secret, isProtected, stands.Evaluation, handling, purposes, [.. stands.CrimeAreas], stands.Retention, TellsReaders: true, lost.At);
    }

    /// <summary>Roles and issuers that both have; name and desk stay.</summary>
    private static MemberChanged? Narrowed(Member member, MemberChanged lost)
    {
        var roles = member.Roles.Intersect(lost.Roles);
        var caps = lost.Issuers is null ? member.IssuerCaps
            : member.IssuerCaps.Where(cap => lost.Issuers.ContainsKey(cap.Key)).ToImmutableDictionary(cap => cap.Key, cap => Math.Min(cap.Value, lost.Issuers[cap.Key]));
        return roles.SetEquals(member.Roles) && caps.Count == member.IssuerCaps.Count && caps.All(cap => member.IssuerCaps[cap.Key] == cap.Value) ? null
            : new(member.Name, member.Desk, [.. roles.Order()], lost.Reason, caps);
    }

    /// <summary>Those of <paramref name="some"/> that lie within one of <paramref name="others"/>.</summary>
    private static IEnumerable<string> Within(IEnumerable<string> some, IEnumerable<string> others) =>
        some.Where(one => IPNetwork.Parse(one) is var inner && others.Select(IPNetwork.Parse).Any(outer => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress)));

    /// <summary>Roles, purposes and networks that both have. Of no network in common, the client is ended: none would mean any.</summary>
    private static object? Narrowed(Client client, ClientChanged lost)
    {
        var (roles, purposes) = (client.Roles.Intersect(lost.Roles), client.Purposes.Intersect(lost.Purposes));
        string[] networks = client.Networks.IsEmpty ? lost.Networks : lost.Networks is [] ? [.. client.Networks] : [.. Within(client.Networks, lost.Networks).Union(Within(lost.Networks, client.Networks))];
        return networks is [] && !(client.Networks.IsEmpty && lost.Networks is []) ? new ClientRemoved(client.Id, "No network was left to it.")
            : roles.SetEquals(client.Roles) && purposes.SetEquals(client.Purposes) && networks.SequenceEqual(client.Networks) ? null
            : new ClientChanged(client.Id, [.. roles.Order()], [.. purposes.Order()], networks, roles.SetEquals([Role.Feed]) && client.Standing is { Purpose: { } standing } && purposes.Contains(standing) ? client.Standing : null) { Posting = roles.Contains(Role.Contributor) ? client.Posting : null };
    }
}
