using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;

namespace IntelShare.Api.Indicators;

internal static class GetIndicatorEndpoint
{
    public static async Task<Answer> Get(string id, Visit visit, Records records, Sight sight, ETags etags, CancellationToken ct)
    {
        // The kind is not known before the look-up, so a case is always asked for.
        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var record)
            || await records.FindAsync(record, ct) is not { } stored
            || sight.Full(visit.Reader(), stored) is not var (view, told))
        {
            return Problems.NotFound();
        }

        var answer = Answer.Json(StatusCodes.Status200OK, view, told);
        return answer.With("ETag", view is OwnerView ? etags.Of(stored.Record) : etags.Of(answer.Body));
    }
}
