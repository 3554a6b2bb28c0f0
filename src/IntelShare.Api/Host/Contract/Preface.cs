using System.Text;
using IntelShare.Api.Host.Door;
using Microsoft.OpenApi;

namespace IntelShare.Api.Host.Contract;

/// <summary>The first page of the contract: the rules that hold for every operation, and the closed list of problems.</summary>
internal static class Preface
{
    /// <summary>Of the contract: a member removed or narrowed is a new major, an addition a new minor. See <c>openapi/CHANGELOG.md</c>.</summary>
    public const string Version = "1.0.0";

    private const string Rules =
        """
        What police agencies know of how children and young people are recruited into drug crime, shared record by record, each under its owner's own terms.

        * **Who asks** is said by a token that the member signs itself: `Authorization: Bearer …`, one scheme for all operations. What it must say is told at `/.well-known/oauth-protected-resource`; `GET /v1/me` shows what the hub sees of it; machines that know only names and passwords send the client's id and the token (`Authorization: Basic …`). `x-roles` names the roles of an operation, any one of which is enough; none named, everybody's. `x-act` is its name in the trail.
        * **Why** is said by `Intel-Purpose` on every read of content, and **for which case** by `Intel-Case` wherever the answer may hold personal data. Both are asked for before anything is looked up.
        * **Bodies are strict JSON** in UTF-8, at most 256 KiB and 16 levels deep: unknown and repeated members, comments, trailing commas and numbers in quotes are refused. A member that is null is read as absent, except where its schema takes null. Answers may gain members with time; pass over those you do not know.
        * **Codes** (kinds, roles, purposes, crime areas, handling codes and all other closed lists) are spelled exactly as published here. Concepts and platforms are registry data that grow: see `/v1/concepts` and `/v1/platforms`.
        * **Times** are RFC 3339 in UTC, days `YYYY-MM-DD`, lengths in code points.
        * **Submissions are repeatable**: `Idempotency-Key` names the write, and the same key with the same body gives the same answer for 30 days.
        * **Changes name the version they change**: `If-Match` with the owner's ETag, or 412 and 428.
        * **Pages** are `items` and `next`; give `next` back as `cursor` with the same filters until it is null. A cursor is sealed and only yours.
        * **What you may not read does not exist**: 404, in the same words as for an id that was never given.
        * **Problems** are `application/problem+json` (RFC 9457) with a stable `code`; switch on that. `refused` lists in `problems` everything that is wrong with a body, each with a code and a JSON pointer.

        """;

    public static OpenApiInfo Info()
    {
        var page = new StringBuilder(Rules).Append("\n| code | status | title |\n|---|---|---|\n");
        foreach (var (code, (status, title)) in Problems.All.OrderBy(problem => problem.Value.Status).ThenBy(problem => problem.Key, StringComparer.Ordinal))
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{code}` | {status} | {title} |\n");
        }

        return new() { Title = "IntelShare", Version = Version, Description = page.ToString() };
    }
}
