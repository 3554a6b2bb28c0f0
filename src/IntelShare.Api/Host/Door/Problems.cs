using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace IntelShare.Api.Host.Door;

/// <summary>RFC 9457 problem with a stable <c>code</c>; <c>problems</c> lists every refusal of a body.</summary>
internal sealed record Problem(string Type, string Title, int Status, string Code, string? Detail, IReadOnlyList<Refusal>? Problems)
{
    /// <summary>Where a malformed body stopped making sense; only with <c>malformed-body</c>.</summary>
    [JsonPropertyName("pointer")]
    public string? Pointer { get; init; }
}

/// <summary>The closed list of problem codes. A code is never renamed; partners switch on it.</summary>
internal static class Problems
{
    public static readonly FrozenDictionary<string, (int Status, string Title)> All = new Dictionary<string, (int, string)>
    {
        ["malformed-body"] = (400, "The body is not the JSON this operation takes."),
        ["malformed-parameter"] = (400, "A query parameter or header cannot be read."),
        ["purpose-missing"] = (400, "The header Intel-Purpose must state one of the caller's purposes."),
        ["case-missing"] = (400, "The header Intel-Case must state the member's own case reference: the answer may hold personal data."),
        ["idempotency-key-missing"] = (400, "The header Idempotency-Key is mandatory here: 1 to 64 printable ASCII characters."),
        ["unauthenticated"] = (401, "A valid token is needed."),
        ["role-missing"] = (403, "The token lacks the role for this operation."),
        ["discloser-needed"] = (403, "Letting others read more takes the role discloser."),
        ["decides-for-itself"] = (403, "An officer does not clear or unblock itself; another agency-admin does."),
        ["proposed-it-itself"] = (403, "Another administrator, at another client, seconds an act."),
        ["seconds-its-own"] = (403, "A deputy does not second what concerns its own agency or party."),
        ["judicial-use-missing"] = (403, "The record comes under H1: use in proceedings takes its owner's permission. Ask for disclosure as judicial-use."),
        ["not-found"] = (404, "There is no such thing."),
        ["method-not-allowed"] = (405, "This address does not take that method."),
        ["not-acceptable"] = (406, "This address answers in application/taxii+json, version 2.1."),
        ["already-withdrawn"] = (409, "The record was withdrawn; that is final."),
        ["restricted"] = (409, "The record is kept for one ground alone: name it to read it, as a cleared officer who says why; lift the restriction to change the record."),
        ["not-restricted"] = (409, "The record is not restricted."),
        ["conditions-changed"] = (409, "These are not the conditions in force; read them again."),
        ["not-cleared"] = (409, "This officer is not cleared."),
        ["not-blocked"] = (409, "This officer is not blocked."),
        ["already-authorised"] = (409, "A standing authorisation of this party stands in that time; revoke it first."),
        ["not-authorised"] = (409, "No standing authorisation of this party stands or is to come."),
        ["member-left"] = (409, "The membership has ended."),
        ["not-leaving"] = (409, "The member is not to leave."),
        ["hub-stays"] = (409, "The hub's own member does not leave."),
        ["already-enrolled"] = (409, "The registry has one of this id already."),
        ["published-concept"] = (409, "What is published with the product keeps its labels."),
        ["too-many-concepts"] = (409, "The list takes 2,000 concepts beside the published ones."),
        ["already-merged"] = (409, "The concept is read as another already; part them first."),
        ["not-merged"] = (409, "The concept stands for itself."),
        ["act-waits"] = (409, "Such an act waits for this subject; second or refuse it first."),
        ["act-decided"] = (409, "The act was decided; that is final."),
        ["act-lapsed"] = (409, "Nobody seconded the act within 14 days; propose it anew."),
        ["not-suspended"] = (409, "The member is not suspended."),
        ["no-agreement"] = (409, "No agreement of this party is in force then or to come."),
        ["reads-nothing"] = (409, "Supervisor and hub never read content, whatever is agreed."),
        ["takes-part"] = (409, "It takes part already."),
        ["takes-no-part"] = (409, "It takes no part."),
        ["administers-itself"] = (409, "The member has an agency-admin, who adds its clients and keys."),
        ["client-taken"] = (409, "The member has, or had, a client of this id."),
        ["client-removed"] = (409, "The client was ended; that is final."),
        ["hub-closed"] = (503, "The hub was restored from a backup, and is closed until its administrators have opened it."),
        ["issuer-taken"] = (409, "Another issuer of the member says how its tokens are read."),
        ["not-a-feed"] = (409, "Only a client with the one role feed, and networks of its own, carries long tokens."),
        ["token-taken"] = (409, "A token of this id is, or was, registered."),
        ["too-many-tokens"] = (409, "The client has as many tokens as it may have at a time."),
        ["token-not-trusted"] = (409, "The client has no such token that is trusted."),
        ["key-not-trusted"] = (409, "The client has no such key that is trusted."),
        ["no-successor"] = (409, "No successor is named."),
        ["succession-accepted"] = (409, "The successor has accepted; that is final."),
        ["succession-not-open"] = (409, "The member is not asked to succeed any more, or could not own every record."),
        ["proposal-open"] = (409, "The agency has an open proposal for this record; its owner answers it first."),
        ["proposal-decided"] = (409, "The owner has answered the proposal; that is final."),
        ["already-answered"] = (409, "The request was answered; that is final."),
        ["already-forwarded"] = (409, "The request was forwarded; that is final."),
        ["outcome-pending"] = (409, "The outcome cannot be read yet; the person is answered after that."),
        ["outcome-fixed"] = (409, "The outcome can be read by now; what was not answered counts as withheld."),
        ["answer-stands"] = (409, "The agency has answered the recall; only deletion may follow."),
        ["import-running"] = (409, "The agency brings in another file; one at a time."),
        ["import-stopped"] = (409, "The caller's authority changed meanwhile, or another file of the agency took the turn; what was decided stands, and the same file goes on."),
        ["not-sealed-yet"] = (409, "The entry is on record and will be in the log within a second."),
        ["nothing-granted"] = (409, "The request was not granted, or it was taken back already."),
        ["erased"] = (410, "The record was erased; its content is gone for good."),
        ["leaves-gone"] = (410, "These entries were dropped after their three years; later proofs still hold."),
        ["cursor-restart"] = (410, "What the caller may see has changed; start again without a cursor."),
        ["version-mismatch"] = (412, "The record has changed since; read it again."),
        ["body-too-large"] = (413, "The body is larger than this operation takes."),
        ["wrong-media-type"] = (415, "The body must be application/json in UTF-8."),
        ["not-utf8"] = (422, "The file is not UTF-8."),
        ["unknown-column"] = (422, "The table has a column that no record has."),
        ["refused"] = (422, "The request is incomplete or against the law of the system; see problems."),
        ["idempotency-key-reused"] = (422, "This Idempotency-Key was used with another body."),
        ["query-budget-exhausted"] = (429, "The officer, or its agency, has asked for as many values as one day allows; see Retry-After."),
        ["record-budget-exhausted"] = (429, "The officer, or its agency, was told of as many records as one day allows; see Retry-After."),
        ["too-many-requests"] = (429, "The officer, its agency or this address asks faster than it is served; see Retry-After."),
        ["version-missing"] = (428, "The header If-Match is mandatory here: the owner's ETag."),
        ["internal-error"] = (500, "The operation failed; nothing was told."),
        ["audit-unavailable"] = (503, "The operation cannot be put on record now, so it did not happen or is not told."),
        ["outcome-unknown"] = (503, "The write may or may not have happened; repeat it with the same Idempotency-Key, or read the record again."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Answer Of(string code, string? detail = null, string? pointer = null)
    {
        var (status, title) = All[code];
        return Answer.Problem(status, code, new Problem("urn:intelshare:problem:" + code, title, status, code, detail, Problems: null) { Pointer = pointer });
    }

    /// <summary>A refusal of the law: as itself where its code is a state conflict or a missing role, else 422 with all of them.</summary>
    public static Answer Refused(IReadOnlyList<Refusal> refusals)
    {
        if (refusals is [var single] && All.ContainsKey(single.Code))
        {
            return Of(single.Code);
        }

        var (status, title) = All["refused"];
        return Answer.Problem(status, "refused", new Problem("urn:intelshare:problem:refused", title, status, "refused", Detail: null, refusals));
    }

    /// <summary>A budget that begins anew at midnight (UTC).</summary>
    public static Answer UntilTomorrow(string code, DateTimeOffset now)
    {
        var midnight = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1).ToDateTime(TimeOnly.MinValue);
        return Of(code).With("Retry-After", Math.Ceiling((midnight - now.UtcDateTime).TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Hidden, unknown and impossible ids are answered with these bytes.</summary>
    public static Answer NotFound() => Of("not-found");
}
