using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Members;

/// <summary>What an agency said of one of its officers.</summary>
internal sealed record OfficerView(string Officer, bool Cleared, DateTimeOffset? ClearedUntil, string? ClearanceReason, bool Blocked, string? BlockReason)
{
    public static OfficerView Of(Officer officer, DateTimeOffset now) =>
        new(officer.Id, officer.IsCleared(now), officer.ClearedUntil, officer.ClearanceReason, officer.Blocked, officer.BlockReason);
}

/// <summary>
/// An agency's officers, in the hands of its own agency-admins. Another agency's id is answered like one that does not exist.
/// </summary>
internal static class OfficersEndpoint
{
    public static Answer ListOfficers(string member, Visit visit) => member != visit.Member.Id
        ? Problems.NotFound()
        : Answer.Json(StatusCodes.Status200OK, new PageOf<OfficerView>(
            [.. visit.Member.Officers.Values.OrderBy(officer => officer.Id, StringComparer.Ordinal).Select(officer => OfficerView.Of(officer, visit.Now))], Next: null));

    [Published(Problems = ["decides-for-itself"])]
    public static Task<Answer> ClearOfficer(string member, string officer, Body<ClearOfficer> body, Visit visit, StandingMember own, HttpContext http, CancellationToken ct) =>
        ChangeAsync(member, visit, own, http, (agency, named) => agency.Clear(named, body.Command, visit.Caller.Officer, visit.Now), ct);

    [Published(Problems = ["not-cleared"])]
    public static Task<Answer> WithdrawClearance(string member, string officer, Body<WithdrawClearance> body, Visit visit, StandingMember own, HttpContext http, CancellationToken ct) =>
        ChangeAsync(member, visit, own, http, (agency, named) => agency.Withdraw(named, body.Command, visit.Now), ct);

    public static Task<Answer> BlockOfficer(string member, string officer, Body<BlockOfficer> body, Visit visit, StandingMember own, HttpContext http, CancellationToken ct) =>
        ChangeAsync(member, visit, own, http, (agency, named) => agency.Block(named, body.Command), ct);

    [Published(Problems = ["decides-for-itself", "not-blocked"])]
    public static Task<Answer> UnblockOfficer(string member, string officer, Body<UnblockOfficer> body, Visit visit, StandingMember own, HttpContext http, CancellationToken ct) =>
        ChangeAsync(member, visit, own, http, (agency, named) => agency.Unblock(named, body.Command, visit.Caller.Officer), ct);

    private static async Task<Answer> ChangeAsync(string member, Visit visit, StandingMember own, HttpContext http, Func<Member, string, Decision> decide, CancellationToken ct) =>
        member != visit.Member.Id ? Problems.NotFound()
        : !PathText.TryRead(http, "officer", Member.LongestOfficer, out var named) ? Problems.Of("malformed-parameter", "officer: as in its tokens, percent-encoded UTF-8, at most 128 code points.")
        : await own.ChangeOwnAsync(visit, agency => decide(agency, named), agency => OfficerView.Of(agency.OfficerOf(named), visit.Now), ct);
}
