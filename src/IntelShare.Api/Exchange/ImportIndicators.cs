using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;

namespace IntelShare.Api.Exchange;

/// <summary>Brings in a file of records, a row each. The same key goes on with the same import.</summary>
internal static class ImportIndicatorsEndpoint
{
    [Published(Asks = "Idempotency-Key", Problems = ["idempotency-key-missing", "idempotency-key-reused", "import-running", "import-stopped", "not-utf8", "unknown-column", "body-too-large", "malformed-body", "query-budget-exhausted"])]
    public static async Task<Answer> Post(string? defaults, string? dryRun, ImportFile file, Visit visit, Import import, HttpContext http, CancellationToken ct)
    {
        if (!Idempotency.TryRead(http.Request, out var key))
        {
            return Problems.Of("idempotency-key-missing");
        }

        if (dryRun is not (null or "true" or "false") || !TryRead(defaults, out var unsaid))
        {
            return Problems.Of("malformed-parameter", "defaults: a JSON object with members of a record; dryRun: true or false.");
        }

        if (visit.Member.HasLeft(visit.Now))
        {
            return Problems.Of("member-left");
        }

        Body.Unbind(http);
        var (stopped, result) = await import.RunAsync(http, file.RowsAsync(unsaid, ct), key, dryRun == "true", ct);
        return stopped ?? Answer.Json(StatusCodes.Status200OK, result!);
    }

    private static bool TryRead(string? defaults, out JsonObject? unsaid)
    {
        unsaid = null;
        try
        {
            unsaid = defaults is null ? null : JsonNode.Parse(defaults, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 16 }) as JsonObject;
            return defaults is null || unsaid is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>What became of the rows of an own import, in the file's order.</summary>
internal static class ListImportRowsEndpoint
{
    private const int Longest = 1000;

    public static async Task<Answer> Get(string id, string? cursor, string? limit, string? outcome, Visit visit, ImportRows rows, Vault vault, CancellationToken ct)
    {
        if (!PageLimit.TryRead(limit, out var most, Longest) || (outcome is not null && !ImportOutcome.All.Contains(outcome, StringComparer.Ordinal)))
        {
            return Problems.Of("malformed-parameter", $"limit: 1 to {Longest}; outcome: one of {string.Join(", ", ImportOutcome.All)}.");
        }

        if (!Ids.TryRead(id, out var import) || await rows.FindAsync(import, visit.Member.Id, ct) is null)
        {
            return Problems.NotFound();
        }

        var bound = $"import rows\n{visit.Member.Id}\n{import}\n{outcome}";
        if ((cursor is null ? BitConverter.GetBytes(0L) : vault.OpenToken(bound, cursor)) is not { Length: sizeof(long) } after)
        {
            return Problems.Of("malformed-parameter", "cursor: the next of the page before, with the same filter.");
        }

        var found = await rows.ListAsync(import, BitConverter.ToInt64(after), outcome, most + 1, ct);
        var page = found.Take(most).ToList();
        return Answer.Json(StatusCodes.Status200OK, new PageOf<ImportOutcome>(page, found.Count > most ? vault.SealToken(bound, BitConverter.GetBytes(page[^1].Row)) : null));
    }
}
