using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;

namespace IntelShare.Api.Exchange;

/// <summary>Everything that the caller may read in full, each record once, in one answer that is told while it is made.</summary>
internal static class ExportIndicatorsEndpoint
{
    [Published(AlsoAs = ["text/csv", "application/stix+json;version=2.1", "application/vnd.misp+json"])]
    public static async Task<Answer> Get(string? format, string? kind, string? mine, Visit visit, Export export, Ids ids, CancellationToken ct)
    {
        if ((kind is not null && !Kind.All.ContainsKey(kind)) || mine is not (null or "true" or "false") || ExportForm.Of(format, kind, visit.Registry, () => ids.Next(visit.Member.Id)) is not { } form)
        {
            return Problems.Of("malformed-parameter", $"format: one of {string.Join(", ", ExportForm.Formats)}; kind: one of the kinds, mandatory for a table; mine: true or false.");
        }

        if (visit.Case is null && (kind is null || Kind.All[kind].Personal))
        {
            return Problems.Of("case-missing");
        }

        // Half an export is of no use to anybody, and its records would be spent.
        if (!await export.FitsAsync(kind, mine == "true", ct))
        {
            return Problems.UntilTomorrow("record-budget-exhausted", visit.Now);
        }

        return Answer.Stream(form.MediaType, http => export.TellAsync(http, form, kind, mine == "true")).With("Content-Disposition", $"attachment; filename=\"indicators.{form.Extension}\"");
    }
}
