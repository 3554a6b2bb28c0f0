using System.Collections.Immutable;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>Who asks, for what: everything about the reader that the access law may look at.</summary>
/// <param name="Member">Member id.</param>
/// <param name="MemberToken">The audience token of the member.</param>
/// <param name="PartyToken">The audience token of its party.</param>
/// <param name="PartyKind">The kind of its party.</param>
/// <param name="Agreement">The party's level in force now.</param>
/// <param name="Roles">Of the token, within the registry's caps.</param>
/// <param name="Purpose">Stated for this request.</param>
/// <param name="Cleared">Whether the officer is individually cleared for protected persons (Article 30(3)).</param>
/// <param name="TaskForces">Task forces it takes part in now, with all its periods in each.</param>
public sealed record Reader(
    string Member,
    string MemberToken,
    string PartyToken,
    PartyKind PartyKind,
    AgreementLevel Agreement,
    IReadOnlySet<Role> Roles,
    Purpose Purpose,
    bool Cleared,
    IReadOnlyDictionary<string, ImmutableArray<Participation>> TaskForces)
{
    /// <summary>The reader behind a caller's request.</summary>
    public static Reader Of(Caller caller, Purpose purpose, Registry registry, DateTimeOffset now)
    {
        var member = Audience.Of(caller.Member);
        return new(caller.Member.Id, member, caller.Party.Token, caller.Party.Kind, caller.Party.Agreement, caller.Roles, purpose, Cleared: false,
            registry.TaskForces.Values.Where(taskForce => Audience.Belongs(caller.Member, taskForce, now)).ToDictionary(
                taskForce => taskForce.Id,
                taskForce => taskForce.Participations.Where(p => p.Participant == member || p.Participant == caller.Party.Token).ToImmutableArray()));
    }

    /// <summary>Every audience that can reach this reader, for the store to narrow by; the law then decides.</summary>
    public string[] Audiences() =>
    [
        MemberToken,
        PartyToken,
        .. PartyKind == PartyKind.MemberState ? [Audience.MemberStates] : Array.Empty<string>(),
        .. PartyKind == PartyKind.SchengenAssociated ? [Audience.SchengenAssociated] : Array.Empty<string>(),
        .. (ByLaw ? TaskForces.Keys : []).Order(StringComparer.Ordinal).SelectMany(id => new[] { Audience.OfTaskForce(id, open: false), Audience.OfTaskForce(id, open: true) }),
    ];

    /// <summary>True when the reader is in the audience, released at <paramref name="since"/>.</summary>
    public bool IsIn(string audience, DateTimeOffset since) => audience switch
    {
        Audience.MemberStates => PartyKind == PartyKind.MemberState,
        Audience.SchengenAssociated => PartyKind == PartyKind.SchengenAssociated,
        _ when audience == MemberToken || audience == PartyToken => true,
        _ when Audience.IsTaskForce(audience) => ByLaw && TaskForces.Any(taskForce =>
            audience == Audience.OfTaskForce(taskForce.Key, open: true)
            || (audience == Audience.OfTaskForce(taskForce.Key, open: false) && taskForce.Value.Any(period => period.Covers(since)))),
        _ => false,
    };

    /// <summary>Third countries, Union bodies and international organisations are reached by their own name alone, in a task force too.</summary>
    private bool ByLaw => PartyKind is PartyKind.MemberState or PartyKind.SchengenAssociated;
}
