using System.Collections.Immutable;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>Who asks, for what, when: everything about the reader that the access law may look at.</summary>
/// <param name="Member">Member id.</param>
/// <param name="MemberToken">The audience token of the member.</param>
/// <param name="PartyToken">The audience token of its party.</param>
/// <param name="PartyKind">The kind of its party.</param>
/// <param name="Agreement">The party's level in force at <paramref name="Moment"/>; none for a member that has left.</param>
/// <param name="Roles">Of the token, within the registry's caps.</param>
/// <param name="Purpose">Stated for this request.</param>
/// <param name="Officer">The opaque <c>sub</c> of the token.</param>
/// <param name="Cleared">Whether the officer is individually cleared for protected persons (Article 30(3)) and said why it asks.</param>
/// <param name="Seats">The task forces it takes part in at <paramref name="Moment"/>.</param>
/// <param name="AuthorisedBy">Ids of the members whose standing authorisation lets its party be reached through their task forces.</param>
/// <param name="Moment">When it asks.</param>
public sealed record Reader(
    string Member,
    string MemberToken,
    string PartyToken,
    PartyKind PartyKind,
    AgreementLevel Agreement,
    IReadOnlySet<Role> Roles,
    Purpose Purpose,
    string Officer,
    bool Cleared,
    ImmutableArray<Seat> Seats,
    ImmutableHashSet<string> AuthorisedBy,
    DateTimeOffset Moment)
{
    /// <summary>The ground for which it asks for a record that is kept for one alone; of a single record, never of a list or a search.</summary>
    public RestrictionGround? Ground { get; init; }

    /// <summary>Ids of the members that have left and whose records nobody took over.</summary>
    public ImmutableHashSet<string> Left { get; init; } = [];

    /// <summary>
    /// The audiences of the collection that it looks through, where what it reads is told in several; null: all of them. What reaches it by
    /// another audience alone is a hit here, and a disclosure, which names the member, counts where the member's own name does.
    /// </summary>
    public ImmutableHashSet<string>? Through { get; init; }

    /// <summary>Whichever of its audiences a record came by; or by its name, country and status alone; or by one task force, whose token it is.</summary>
    public string Way => Through is null ? "any"
        : Through.FirstOrDefault(Audience.IsClosedTaskForce) is not { } taskForce ? "name"
        : LooksByName ? "any" : taskForce;

    /// <summary>The reader behind a caller's request.</summary>
    /// <param name="caller">Admitted by <paramref name="registry"/>.</param>
    /// <param name="purpose">Stated for the request.</param>
    /// <param name="justified">Whether the request says why it asks for protected persons; without that they stay out of every answer.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    public static Reader Of(Caller caller, Purpose purpose, bool justified, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(registry);
        return Of(caller.Member, caller.Party, caller.Roles, purpose, caller.Officer, justified && caller.Member.OfficerOf(caller.Officer).IsCleared(now), registry.TaskForces.Values, registry, now);
    }

    /// <summary>
    /// Some officer of a member, supposed to ask. What the registry knows of its officers and clients, and whether it is
    /// suspended, plays no part.
    /// </summary>
    /// <param name="member">Of the registry.</param>
    /// <param name="supposed">In which role and for what.</param>
    /// <param name="among">The task forces in which it may be seen.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="at">The moment supposed.</param>
    public static Reader Supposing(Member member, Supposed supposed, IEnumerable<TaskForce> among, Registry registry, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(supposed);
        ArgumentNullException.ThrowIfNull(registry);
        return Of(member, registry.Parties[member.Party], new HashSet<Role> { supposed.Role }, supposed.Purpose, officer: "", supposed.Cleared, among, registry, at);
    }

    /// <summary>The same as it looks through one of its task forces, or, null, through its name, country and status alone.</summary>
    public Reader LookingThrough(Seat? taskForce) => this with { Through = taskForce is { } seat ? [seat.Closed, seat.Open] : [.. Audiences().Where(audience => !Audience.IsTaskForce(audience))] };

    /// <summary>Every audience that can reach this reader, for the store to narrow by; the law then decides.</summary>
    public string[] Audiences() =>
    [
        MemberToken,
        PartyToken,
        .. PartyKind == PartyKind.MemberState ? [Audience.MemberStates] : Array.Empty<string>(),
        .. PartyKind == PartyKind.SchengenAssociated ? [Audience.SchengenAssociated] : Array.Empty<string>(),
        .. IsByLaw(PartyKind) || !AuthorisedBy.IsEmpty ? Seats.SelectMany(seat => new[] { seat.Closed, seat.Open }) : [],
    ];

    /// <summary>True when one of the audiences, each released at its moment, reaches this reader.</summary>
    internal bool IsAmong(ImmutableDictionary<string, DateTimeOffset> audiences, string owner) => IsAmong(audiences, owner, through: null);

    /// <summary>The same by the audiences that it looks through.</summary>
    internal bool IsAmongThrough(ImmutableDictionary<string, DateTimeOffset> audiences, string owner) => IsAmong(audiences, owner, Through);

    /// <summary>Whether a disclosure to the member counts.</summary>
    internal bool LooksByName => Through?.Contains(MemberToken) != false;

    /// <summary>True when one of the audiences is a task force that reaches this reader.</summary>
    internal bool IsSeatedAmong(ImmutableDictionary<string, DateTimeOffset> audiences, string owner) => IsSeatedAmong(audiences, owner, through: null);

    private bool IsAmong(ImmutableDictionary<string, DateTimeOffset> audiences, string owner, ImmutableHashSet<string>? through)
    {
        return Names(MemberToken) || Names(PartyToken)
            || (PartyKind == PartyKind.MemberState && Names(Audience.MemberStates))
            || (PartyKind == PartyKind.SchengenAssociated && Names(Audience.SchengenAssociated))
            || IsSeatedAmong(audiences, owner, through);

        bool Names(string audience) => through?.Contains(audience) != false && audiences.ContainsKey(audience);
    }

    private bool IsSeatedAmong(ImmutableDictionary<string, DateTimeOffset> audiences, string owner, ImmutableHashSet<string>? through)
    {
        // Third countries, Union bodies and international organisations are reached by their own name, unless the owner let
        // their party be reached through task forces.
        if (!IsByLaw(PartyKind) && !AuthorisedBy.Contains(owner))
        {
            return false;
        }

        foreach (var seat in Seats)
        {
            if (through?.Contains(seat.Open) != false && (audiences.ContainsKey(seat.Open) || (audiences.TryGetValue(seat.Closed, out var since) && seat.Covers(since))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Which of the audiences, each released at its moment, reach this reader.</summary>
    internal IEnumerable<string> ReachedBy(ImmutableDictionary<string, DateTimeOffset> audiences, string owner) => audiences.Keys
        .Where(audience => IsAmong(audiences.Where(other => other.Key == audience).ToImmutableDictionary(), owner)).Order(StringComparer.Ordinal);

    private static Reader Of(Member member, Party party, IReadOnlySet<Role> roles, Purpose purpose, string officer, bool cleared, IEnumerable<TaskForce> among, Registry registry, DateTimeOffset now)
    {
        var token = Audience.Of(member);
        return new(member.Id, token, party.Token, party.Kind, member.HasLeft(now) ? AgreementLevel.None : party.AgreementAt(now), roles, purpose, officer, cleared,
            [
                .. among.Where(taskForce => Audience.Belongs(member, taskForce, now)).OrderBy(taskForce => taskForce.Id, StringComparer.Ordinal)
                    .Select(taskForce => Seat.In(taskForce.Id, [.. taskForce.Participations.Where(p => p.Participant == token || p.Participant == party.Token)])),
            ],
            IsByLaw(party.Kind) ? [] : [.. registry.Members.Values.Where(owner => owner.Authorises(party.Id, now)).Select(owner => owner.Id)],
            now)
        {
            Left = [.. registry.WithoutHeir(now).Select(owner => owner.Id)],
        };
    }

    private static bool IsByLaw(PartyKind kind) => kind is PartyKind.MemberState or PartyKind.SchengenAssociated;
}

/// <summary>In which role, for what, and whether cleared for protected persons, somebody is supposed to ask.</summary>
public sealed record Supposed(Role Role, Purpose Purpose, bool Cleared);

/// <summary>A reader's place in a task force.</summary>
/// <param name="Closed">The audience token of its members at the moment of a release.</param>
/// <param name="Open">The audience token that holds later joiners too.</param>
/// <param name="Periods">When the reader's member or party took part, past and coming periods included.</param>
public sealed record Seat(string Closed, string Open, ImmutableArray<Participation> Periods)
{
    /// <summary>The place in the task force with this id.</summary>
    public static Seat In(string taskForce, params ImmutableArray<Participation> periods) =>
        new(Audience.OfTaskForce(taskForce, open: false), Audience.OfTaskForce(taskForce, open: true), periods);

    /// <summary>True when the reader took part at <paramref name="moment"/>.</summary>
    public bool Covers(DateTimeOffset moment)
    {
        foreach (var period in Periods)
        {
            if (period.Covers(moment))
            {
                return true;
            }
        }

        return false;
    }
}
