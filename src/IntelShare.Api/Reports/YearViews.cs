using IntelShare.Disclosure;

namespace IntelShare.Api.Reports;

/// <summary>Searches answered, the distinct values of each added up, and how many of those had an outcome.</summary>
internal sealed record SearchFigures(long Searches, long Values, long WithOutcome);

/// <summary>Records erased: by their owner, and because nobody had decided their review in time.</summary>
internal sealed record ErasureFigures(long ByOwner, long ByReview);

/// <summary>Recalls on either side.</summary>
internal sealed record RecallFigures(long Issued, long Received);

/// <summary>How often records were read in full by agencies of a party outside, under which legal basis.</summary>
internal sealed record TransferFigures(string Party, string LegalBasis, long Records);

/// <summary>The figures of a year, without personal data.</summary>
/// <param name="Member">The agency whose own they are; absent for the totals of all that a supervisor watches over.</param>
internal sealed record YearReport(
    int Year, string? Member, DateTimeOffset Until, long Submissions, SearchFigures Searches, DisclosureFigures? Asked, DisclosureFigures Received, RecallFigures Recalls, ErasureFigures Erasures, long PersonsRequests, long ProbingAlarms, IReadOnlyList<TransferFigures> Transfers)
{
    /// <summary>The same as tables.</summary>
    public IEnumerable<Sheet> Sheets() =>
    [
        new("Figures", ["figure", "number"],
        [
            Row("submissions", Submissions), Row("searches", Searches.Searches), Row("values searched", Searches.Values), Row("values with an outcome", Searches.WithOutcome),
            Row("recalls issued", Recalls.Issued), Row("recalls received", Recalls.Received), Row("records erased by their owner", Erasures.ByOwner), Row("records erased at their review", Erasures.ByReview),
            Row("requests of persons taken in", PersonsRequests), Row("probing alarms", ProbingAlarms),
        ]),
        .. Asked is null ? [] : new[] { Requests("Disclosure asked", Asked) },
        Requests(Asked is null ? "Disclosure" : "Disclosure received", Received),
        new("Transfers", ["party", "legal basis", "records read in full"], [.. Transfers.Select(one => (string?[])[one.Party, one.LegalBasis, Cell.Of(one.Records)])]),
    ];

    private static Sheet Requests(string name, DisclosureFigures figures) => new(name, ["figure", "number"],
    [
        Row("requests", figures.Requests), Row("of these urgent", figures.Urgent), Row("granted", figures.Granted), Row("refused", figures.Refused),
        .. figures.Grounds.Select(ground => Row($"refused as {ground.Ground.Code()}", ground.Requests)),
        Row("unanswered", figures.Unanswered), Row("late", figures.Late), ["median hours until the answer", Cell.Of(figures.MedianHours)],
    ]);

    private static string?[] Row(string figure, long number) => [figure, Cell.Of(number)];
}
