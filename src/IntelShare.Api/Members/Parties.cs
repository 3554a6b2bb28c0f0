using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>An agreement of a party and when it is in force.</summary>
internal sealed record AgreementView(string LegalBasis, AgreementLevel Level, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>A country or organisation.</summary>
/// <param name="Id">What notices of it are about.</param>
/// <param name="Party">ISO 3166-1 alpha-2 code, or org: and an organisation.</param>
/// <param name="Token">The audience that names it alone.</param>
/// <param name="Kind">What it is in law.</param>
/// <param name="Name">Its name.</param>
/// <param name="Over">Of a supervisor: the country that it watches over.</param>
/// <param name="Agreement">How far its agencies may read now; to administrators of the hub and to its own agencies.</param>
/// <param name="Agreements">In the order in which they were concluded; to the same.</param>
internal sealed record PartyView(Guid Id, string Party, string Token, PartyKind Kind, string Name, string? Over, AgreementLevel? Agreement, IReadOnlyList<AgreementView>? Agreements)
{
    public static PartyView Of(Party party, Visit visit)
    {
        var tells = visit.Caller.Roles.Contains(Role.HubAdmin) || visit.Member.Party == party.Id;
        return new(
            Registered.StreamOf(RegistryRoom.Party, party.Id), party.Id, party.Token, party.Kind, party.Name, party.Over,
            tells ? party.AgreementAt(visit.Now) : null, tells ? [.. party.Agreements.Select(one => new AgreementView(one.LegalBasis, one.Level, one.From, one.Until))] : null);
    }
}

/// <summary>Countries and organisations, and under which agreement each reads.</summary>
internal static class PartiesEndpoint
{
    public static Answer ListParties(Visit visit) => Answer.Json(StatusCodes.Status200OK, new PageOf<PartyView>(
        [.. visit.Registry.Parties.Values.OrderBy(party => party.Id, StringComparer.Ordinal).Select(party => PartyView.Of(party, visit))], Next: null));

    [Published(Problems = ["already-enrolled", "act-waits"])]
    public static Task<Answer> EnrolParty(string party, Body<EnrolParty> body, Visit visit, RegistryDesk desk, CancellationToken ct) =>
        desk.DoAsync(party, body.Command, visit, registry => PartyView.Of(registry.Parties[party], visit), ct);

    [Published(Problems = ["act-waits", "reads-nothing"])]
    public static Task<Answer> ConcludeAgreement(string party, Body<ConcludeAgreement> body, Visit visit, RegistryDesk desk, CancellationToken ct) => ChangeAsync(party, body.Command, visit, desk, ct);

    [Published(Problems = ["act-waits", "no-agreement"])]
    public static Task<Answer> EndAgreement(string party, Body<EndAgreement> body, Visit visit, RegistryDesk desk, CancellationToken ct) => ChangeAsync(party, body.Command, visit, desk, ct);

    private static Task<Answer> ChangeAsync(string party, RegistryAct act, Visit visit, RegistryDesk desk, CancellationToken ct) => visit.Registry.Parties.ContainsKey(party)
        ? desk.DoAsync(party, act, visit, registry => PartyView.Of(registry.Parties[party], visit), ct)
        : Task.FromResult(Problems.NotFound());
}
