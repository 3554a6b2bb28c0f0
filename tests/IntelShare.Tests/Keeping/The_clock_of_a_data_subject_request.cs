using IntelShare.Keeping;

namespace IntelShare.Tests.Keeping;

public sealed class The_clock_of_a_data_subject_request
{
    [Theory]
    [InlineData("2026-05-12", "2026-06-13", "2026-08-13")]
    [InlineData("2026-01-31", "2026-03-01", "2026-05-01")]
    [InlineData("2027-11-30", "2027-12-31", "2028-03-01")]
    public void ends_with_the_day_of_the_same_number(string received, string forwardBy, string answerBy) =>
        Assert.Equal((At(forwardBy), At(answerBy)), (SubjectClock.ForwardBy(Day(received)), SubjectClock.AnswerBy(Day(received))));

    [Theory]
    // Forwarded at once: 60 days.
    [InlineData("2026-05-12", "2026-05-12", "2026-07-11")]
    // On the last day: a week before the person must be answered.
    [InlineData("2026-05-12", "2026-06-12", "2026-08-06")]
    // Far too late: owners have 14 days all the same.
    [InlineData("2026-05-12", "2026-08-10", "2026-08-24")]
    [InlineData("2026-05-12", "2027-01-01", "2027-01-15")]
    public void gives_every_outcome_one_moment(string received, string forwarded, string outcome) =>
        Assert.Equal(At(outcome), SubjectClock.OutcomeAt(At(forwarded), SubjectClock.AnswerBy(Day(received))));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", null);

    private static DateTimeOffset At(string day) => new(Day(day), TimeOnly.MinValue, TimeSpan.Zero);
}
