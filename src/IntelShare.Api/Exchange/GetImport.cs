using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;

namespace IntelShare.Api.Exchange;

/// <summary>An own import as it stands.</summary>
/// <param name="Id">Names it as a set of records.</param>
/// <param name="DryRun">Whether everything was decided and nothing done.</param>
/// <param name="At">When its file was first sent.</param>
/// <param name="EndedAt">When the last file under its key had been read; null while none was read to its end.</param>
internal sealed record ImportView(Guid Id, bool DryRun, DateTimeOffset At, DateTimeOffset? EndedAt, long Rows, long Submitted, long Amended, long Same, long Withdrawn, long PassedOver, long Refused)
{
    public static ImportView Of(StoredImport import, IReadOnlyDictionary<string, long> rows) => new(
        import.Id, import.DryRun, import.At, import.EndedAt, rows.Values.Sum(),
        rows[ImportOutcome.Submitted], rows[ImportOutcome.Amended], rows[ImportOutcome.Same], rows[ImportOutcome.Withdrawn], rows[ImportOutcome.PassedOver], rows[ImportOutcome.Refused]);
}

/// <summary>Reads an own import.</summary>
internal static class GetImportEndpoint
{
    public static async Task<Answer> Get(string id, Visit visit, ImportRows rows, CancellationToken ct) =>
        Ids.TryRead(id, out var import) && await rows.FindAsync(import, visit.Member.Id, ct) is { } found
            ? Answer.Json(StatusCodes.Status200OK, ImportView.Of(found, await rows.CountAsync(import, ct)))
            : Problems.NotFound();
}
