using IntelShare.Disclosure;
using IntelShare.Indicators;

namespace IntelShare.Tests.Disclosure;

public sealed class The_figures_of_requests
{
    private static readonly DateTimeOffset Asked = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void count_what_became_of_each()
    {
        DisclosureRequest[] requests =
        [
            Request(new DisclosureAnswered(Granted: true, null, [], null, null, Late: false, null, Asked.AddHours(2))),
            Request(new DisclosureAnswered(Granted: true, null, [], null, null, Late: true, null, Asked.AddHours(200)), new DisclosureTakenBack(null, Asked.AddHours(300))),
            Request(new DisclosureAnswered(Granted: false, RefusalGround.NotAvailable, [], null, null, Late: false, null, Asked.AddHours(5))),
            Request(),
        ];
        var figures = DisclosureFigures.Of(requests, Asked.AddDays(30));

        Assert.Equal((4, 2, 1, 1, 2, 5.0), (figures.Requests, figures.Granted, figures.Refused, figures.Unanswered, figures.Late, figures.MedianHours));
        Assert.Equal([new RefusalCount(RefusalGround.NotAvailable, 1)], figures.Grounds);
        Assert.Equal(1, DisclosureFigures.Of(requests, Asked.AddDays(1)).Late);
    }

    [Fact]
    public void have_no_median_where_nothing_was_answered_and_the_mean_of_two_where_their_number_is_even()
    {
        Assert.Null(DisclosureFigures.Of([Request()], Asked).MedianHours);
        Assert.Equal(3.5, DisclosureFigures.Of([Answered(2), Answered(5)], Asked).MedianHours);

        static DisclosureRequest Answered(int hours) => Request(new DisclosureAnswered(Granted: true, null, [], null, null, Late: false, null, Asked.AddHours(hours)));
    }

    private static DisclosureRequest Request(params object[] facts) =>
        facts.Prepend(new DisclosureRequested("fr-ofast", "se-noa", Asks.Content, null, [], null, default, Asked.AddDays(7), null, Asked)).Aggregate((DisclosureRequest?)null, (state, fact) => DisclosureRequest.Evolve(state, Guid.Empty, fact))!;
}
