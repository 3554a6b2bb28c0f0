using System.Text.Json;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Disclosure;

/// <summary>One record that went to one member by one request: who received what, when, under which case, until when.</summary>
internal sealed record DisclosureLine(
    Guid Indicator, Guid Request, string Member, string? Case, Asks Asks, Purpose? Purpose, IReadOnlyList<FieldGroup>? Fields, string? Conditions, DateTimeOffset At, DateTimeOffset Until, DateTimeOffset? ReplacedAt, DateTimeOffset? RevokedAt);

/// <summary>The owner's ledger, newest first. It holds no content of records, so its auditors read it too.</summary>
internal static class ListDisclosuresEndpoint
{
    private sealed record Place(DateTimeOffset At, Guid Request, Guid Indicator);

    public static async Task<Answer> Get(string? indicator, string? cursor, string? limit, Visit visit, Disclosures disclosures, Vault vault, CancellationToken ct)
    {
        var record = Guid.TryParseExact(indicator, "D", out var read) ? read : (Guid?)null;
        if (!PageLimit.TryRead(limit, out var most) || (indicator is not null && record is null))
        {
            return Problems.Of("malformed-parameter", "limit: 1 to 100; indicator: an id.");
        }

        var bound = $"disclosures\n{visit.Member.Id}\n{record}";
        Place? below = new(DateTimeOffset.MaxValue, Guid.AllBitsSet, Guid.AllBitsSet);
        if (cursor is not null)
        {
            below = vault.OpenToken(bound, cursor) is { } opened ? JsonSerializer.Deserialize<Place>(opened) : null;
            if (below is null)
            {
                return Problems.Of("malformed-parameter", "cursor: as answered in next, with the same filters.");
            }
        }

        var found = await disclosures.LedgerAsync(visit.Estate, record, (below.At, below.Request, below.Indicator), most + 1, ct);
        var next = found.Count > most ? vault.SealToken(bound, JsonSerializer.SerializeToUtf8Bytes(new Place(found[most - 1].At, found[most - 1].Stored.Request.Id, found[most - 1].Indicator))) : null;
        return Answer.Json(StatusCodes.Status200OK, new PageOf<DisclosureLine>([.. found.Take(most).Select(View)], next));

        DisclosureLine View(LedgerLine line)
        {
            var request = vault.Open(line.Stored.Request, line.Stored.WrappedKey);
            var granted = request.Answered!;
            return new(line.Indicator, request.Id, request.Asker, request.Asked?.Open?.Case, request.Asks, request.Purpose, granted.Fields, granted.Secret?.Open?.Conditions, granted.At, granted.Until!.Value, line.ReplacedAt, request.TakenBack?.At);
        }
    }
}
