using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>An agency of a party.</summary>
/// <param name="Id">What notices of it are about.</param>
/// <param name="Member">Its id.</param>
/// <param name="Party">Id of its party.</param>
/// <param name="Name">Its name.</param>
/// <param name="Desk">Where it is asked.</param>
/// <param name="Suspended">Whether it may neither read nor write now.</param>
/// <param name="Roles">What its clients may ever hold; to administrators of the hub and to itself.</param>
/// <param name="Issuers">The identity providers whose tokens it may bring; to the same.</param>
internal sealed record MemberView(Guid Id, string Member, string Party, string Name, Desk Desk, bool Suspended, IReadOnlyList<Role>? Roles, IReadOnlyList<IssuerCap>? Issuers)
{
    public static MemberView Of(Member member, Visit visit)
    {
        var whole = visit.Caller.Roles.Contains(Role.HubAdmin) || visit.Member.Id == member.Id;
        return new(
            Registered.StreamOf(RegistryRoom.Member, member.Id), member.Id, member.Party, member.Name, member.Desk, member.Suspended, whole ? [.. member.Roles.Order()] : null,
            whole ? [.. member.IssuerCaps.OrderBy(cap => cap.Key, StringComparer.Ordinal).Select(cap => new IssuerCap(cap.Key, cap.Value))] : null);
    }
}

/// <summary>The agencies of this hub, and what its administrators decide of them. What an agency's own machines may do, it says itself.</summary>
internal static class AdministerMembersEndpoint
{
    public static Answer ListMembers(Visit visit) => Answer.Json(StatusCodes.Status200OK, new PageOf<MemberView>(
        [.. visit.Registry.Members.Values.OrderBy(member => member.Id, StringComparer.Ordinal).Select(member => MemberView.Of(member, visit))], Next: null));

    public static Answer GetMember(string member, Visit visit) =>
        visit.Registry.Members.TryGetValue(member, out var named) ? Answer.Json(StatusCodes.Status200OK, MemberView.Of(named, visit)) : Problems.NotFound();

    [Published(Problems = ["already-enrolled", "act-waits"])]
    public static Task<Answer> EnrolMember(string member, Body<EnrolMember> body, Visit visit, RegistryDesk desk, CancellationToken ct) =>
        desk.DoAsync(member, body.Command, visit, registry => MemberView.Of(registry.Members[member], visit), ct);

    [Published(Problems = ["act-waits"])]
    public static Task<Answer> ChangeMember(string member, Body<ChangeMember> body, Visit visit, RegistryDesk desk, CancellationToken ct) => ChangeAsync(member, body.Command, visit, desk, ct);

    [Published(Problems = ["hub-stays"])]
    public static Task<Answer> SuspendMember(string member, Body<SuspendMember> body, Visit visit, RegistryDesk desk, CancellationToken ct) => ChangeAsync(member, body.Command, visit, desk, ct);

    [Published(Problems = ["not-suspended", "act-waits"])]
    public static Task<Answer> ReadmitMember(string member, Body<ReadmitMember> body, Visit visit, RegistryDesk desk, CancellationToken ct) => ChangeAsync(member, body.Command, visit, desk, ct);

    [Published(Problems = ["administers-itself", "client-taken", "member-left", "act-waits"])]
    public static Task<Answer> IntroduceClient(string member, Body<IntroduceClient> body, Visit visit, RegistryDesk desk, CancellationToken ct) => ChangeAsync(member, body.Command, visit, desk, ct);

    private static Task<Answer> ChangeAsync(string member, RegistryAct act, Visit visit, RegistryDesk desk, CancellationToken ct) => visit.Registry.Members.ContainsKey(member)
        ? desk.DoAsync(member, act, visit, registry => MemberView.Of(registry.Members[member], visit), ct)
        : Task.FromResult(Problems.NotFound());
}
