using IntelShare.Indicators;
using IntelShare.Keeping;

namespace IntelShare.Tests.Keeping;

public sealed class Answering_a_recall
{
    private const string France = "fr-ofast";
    private static readonly Guid Id = Guid.Parse("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c0a");

    private static Recall Issued => Recall.Evolve(null, Id,
        new RecallIssued("se-noa", RecallReason.WrongContent, [Given.Id], [new("dk-nsk", [Given.Id]), new(France, [Given.Id])], Cast.Now.AddHours(48), Cast.Now));

    [Fact]
    public void is_for_those_who_are_asked()
    {
        Assert.True(Issued.Asks(France));
        Assert.False(Issued.Asks("se-noa"));
        Assert.False(Issued.Asks("de-bka"));
    }

    [Theory]
    [InlineData(RecallAnswer.Deleted, null)]
    [InlineData(RecallAnswer.Restricted, null)]
    [InlineData(RecallAnswer.Kept, "Article 12, evidence.")]
    public void counts_for_its_own_agency_alone(RecallAnswer answer, string? basis)
    {
        var after = After(Issued, answer, basis);
        Assert.Equal((answer, false, 2), (after.Answers[France].Answer, after.Answers[France].Late, after.Version));
        Assert.Equal(basis, after.Answers[France].Secret?.Open?.Words);
        Assert.False(after.IsOverdue(France, after.Due));
        Assert.True(after.IsOverdue("dk-nsk", after.Due));
        Assert.False(after.IsOverdue("dk-nsk", after.Due.AddTicks(-1)));
    }

    [Theory]
    [InlineData(RecallAnswer.Restricted, null)]
    [InlineData(RecallAnswer.Kept, "Article 12, evidence.")]
    public void may_be_followed_by_deletion(RecallAnswer answer, string? basis)
    {
        var after = After(After(Issued, answer, basis), RecallAnswer.Deleted, basis: null);
        Assert.Equal(RecallAnswer.Deleted, after.Answers[France].Answer);
        Assert.Null(after.Answers[France].Secret);
    }

    [Theory]
    [InlineData(RecallAnswer.Deleted, RecallAnswer.Restricted)]
    [InlineData(RecallAnswer.Deleted, RecallAnswer.Kept)]
    [InlineData(RecallAnswer.Restricted, RecallAnswer.Kept)]
    [InlineData(RecallAnswer.Kept, RecallAnswer.Restricted)]
    public void goes_no_other_way(RecallAnswer first, RecallAnswer second) =>
        Refused(After(Issued, first, Basis(first)).Answer(new(second, Basis(second)), France, Cast.Now), "answer-stands ");

    [Theory]
    [InlineData(RecallAnswer.Deleted)]
    [InlineData(RecallAnswer.Restricted)]
    [InlineData(RecallAnswer.Kept)]
    public void again_the_same_is_no_fact(RecallAnswer answer)
    {
        var again = After(Issued, answer, Basis(answer)).Answer(new(answer, Basis(answer)), France, Cast.Now.AddDays(9));
        Assert.True(again.IsAccepted);
        Assert.Empty(again.Facts);
    }

    [Fact]
    public void on_another_basis_is_another_answer() =>
        Refused(After(Issued, RecallAnswer.Kept, "One.").Answer(new(RecallAnswer.Kept, "Another."), France, Cast.Now), "answer-stands ");

    [Fact]
    public void is_late_from_the_moment_it_is_due_and_stays_so()
    {
        Assert.False(Fact(Issued, RecallAnswer.Restricted, Issued.Due.AddTicks(-1)).Late);
        var late = Fact(Issued, RecallAnswer.Restricted, Issued.Due);
        Assert.True(late.Late);
        Assert.True(Fact(Recall.Evolve(Issued, Id, late), RecallAnswer.Deleted, Issued.Due.AddDays(1)).Late);
        Assert.False(Fact(Recall.Evolve(Issued, Id, Fact(Issued, RecallAnswer.Restricted, Cast.Now)), RecallAnswer.Deleted, Issued.Due.AddDays(1)).Late);
    }

    [Fact]
    public void says_what_was_done_and_on_what_basis_only_what_was_kept()
    {
        Refused(Issued.Answer(new(Answer: null, Basis: null), France, Cast.Now), "required /answer");
        Refused(Issued.Answer(new(RecallAnswer.Kept, Basis: null), France, Cast.Now), "required /basis");
        Refused(Issued.Answer(new(RecallAnswer.Kept, " \n"), France, Cast.Now), "required /basis");
        Refused(Issued.Answer(new(RecallAnswer.Kept, new string('x', 501)), France, Cast.Now), "too-long /basis");
        Refused(Issued.Answer(new(RecallAnswer.Deleted, "why"), France, Cast.Now), "basis-with-kept /basis");
        Assert.True(Issued.Answer(new(RecallAnswer.Kept, string.Concat(Enumerable.Repeat("🔒", 500))), France, Cast.Now).IsAccepted);
    }

    [Fact]
    public void keeps_no_words_in_the_clear()
    {
        var kept = After(Issued, RecallAnswer.Kept, "Article 12, evidence.");
        foreach (var thing in new object[] { kept, kept.Answers[France] })
        {
            Assert.DoesNotContain("evidence", AtRest.Write(thing), StringComparison.Ordinal);
            Assert.DoesNotContain("evidence", thing.ToString()!, StringComparison.Ordinal);
        }

        Assert.Equal("opened", kept.Opened(_ => Confidential.Saying("opened")).Answers[France].Secret!.Open!.Words);
    }

    [Fact]
    public void follows_an_issue_and_nothing_else()
    {
        Assert.Throws<InvalidOperationException>(() => Recall.Evolve(null, Id, Fact(Issued, RecallAnswer.Deleted, Cast.Now)));
        Assert.Throws<InvalidOperationException>(() => Recall.Evolve(Issued, Id, new IndicatorWithdrawn("x", Cast.Now)));
    }

    private static string? Basis(RecallAnswer answer) => answer == RecallAnswer.Kept ? "Article 12, evidence." : null;

    private static Recall After(Recall recall, RecallAnswer answer, string? basis) => Recall.Evolve(recall, Id, Assert.Single(recall.Answer(new(answer, basis), France, Cast.Now).Facts));

    private static RecallAnswered Fact(Recall recall, RecallAnswer answer, DateTimeOffset at) => (RecallAnswered)recall.Answer(new(answer, Basis(answer)), France, at).Facts[0];

    private static void Refused(Decision decision, params string[] refusals)
    {
        Assert.Equal(refusals, decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}"));
        Assert.Empty(decision.Facts);
    }
}
