namespace IntelShare.Disclosure;

/// <summary>How often requests were refused on one ground.</summary>
public sealed record RefusalCount(RefusalGround Ground, int Requests);

/// <summary>What became of requests for disclosure, in numbers; each counts for the time in which it was asked.</summary>
/// <param name="Requests">Asked.</param>
/// <param name="Urgent">Of these, urgent.</param>
/// <param name="Granted">Granted, whole or narrowed, taken back later or not.</param>
/// <param name="Refused">Refused.</param>
/// <param name="Grounds">Refusals by ground, the most frequent first.</param>
/// <param name="Unanswered">Neither granted nor refused at the moment of counting.</param>
/// <param name="Late">Answered after a limit then in force, or unanswered beyond it.</param>
/// <param name="MedianHours">Between asking and answer, over those answered; null where none was. Of an even number, the mean of the middle two.</param>
public sealed record DisclosureFigures(int Requests, int Urgent, int Granted, int Refused, IReadOnlyList<RefusalCount> Grounds, int Unanswered, int Late, double? MedianHours)
{
    /// <summary>Counts.</summary>
    public static DisclosureFigures Of(IReadOnlyCollection<DisclosureRequest> requests, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var answered = requests.Where(request => request.Answered is not null).ToArray();
        var hours = answered.Select(request => (request.Answered!.At - request.AskedAt).TotalHours).Order().ToArray();
        return new(
            requests.Count,
            requests.Count(request => request.Urgent is not null),
            answered.Count(request => request.Answered!.Granted),
            answered.Count(request => !request.Answered!.Granted),
            [.. answered.Select(request => request.Answered!.Ground).OfType<RefusalGround>().CountBy(ground => ground).OrderByDescending(ground => ground.Value).ThenBy(ground => ground.Key).Select(ground => new RefusalCount(ground.Key, ground.Value))],
            requests.Count - answered.Length,
            requests.Count(request => request.Answered?.Late ?? (request.WasLate || request.Due <= now)),
            hours.Length == 0 ? null : Math.Round((hours[(hours.Length - 1) / 2] + hours[hours.Length / 2]) / 2, 1));
    }
}
