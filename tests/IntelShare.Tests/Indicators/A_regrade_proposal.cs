using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class A_regrade_proposal
{
    private static readonly Guid Id = Guid.Parse("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c09");
    private static readonly Evaluation Doubt = new(SourceCode.C, 4);
    private static readonly Indicator Record = Given.Submitted(Cast.Slang());

    private static RegradeProposal Open => RegradeProposal.Evolve(null, Id, RegradeProposal.Propose(new(Doubt, "Our source withdrew it."), Record, "fr-ofast", Cast.Now).Facts[0]);

    private static Decision Decide(RegradeProposal proposal, RegradeAnswer? answer, Indicator record, string? reason = "Thank you.") => proposal.Decide(new(answer, reason), record, Cast.Now);

    [Fact]
    public void takes_the_one_place_of_its_member_and_record_while_it_is_open()
    {
        Assert.Equal($"{Given.Id:N}/fr-ofast", Open.Place);
        Assert.Null(RegradeProposal.Evolve(Open, Id, Decide(Open, RegradeAnswer.Refuse, Record).Facts[0]).Place);
    }

    [Fact]
    public void that_is_accepted_is_a_fact_of_its_own_and_one_of_the_record()
    {
        var facts = Decide(Open, RegradeAnswer.Accept, Record).Facts;
        Assert.IsType<RegradeAccepted>(facts[0]);
        Assert.Equal((Id, Doubt), facts[1] is IndicatorReevaluated regraded ? (regraded.Proposal!.Value, regraded.Evaluation) : default);
        Assert.Equal(2, facts.Count);
        Assert.Equal(RegradeAnswer.Accept, RegradeProposal.Evolve(Open, Id, facts[0]).Decided!.Answer);
    }

    [Fact]
    public void that_is_refused_leaves_the_record_alone() => Assert.IsType<RegradeRefused>(Assert.Single(Decide(Open, RegradeAnswer.Refuse, Record).Facts));

    [Fact]
    public void that_the_owner_overtook_is_accepted_alone() => Assert.IsType<RegradeAccepted>(Assert.Single(Decide(Open, RegradeAnswer.Accept, Record with { Evaluation = Doubt }).Facts));

    [Fact]
    public void is_decided_once() =>
        Refused(Decide(RegradeProposal.Evolve(Open, Id, Decide(Open, RegradeAnswer.Refuse, Record).Facts[0]), RegradeAnswer.Accept, Record), "proposal-decided ");

    [Fact]
    public void is_not_accepted_for_a_withdrawn_record()
    {
        Refused(Decide(Open, RegradeAnswer.Accept, Record with { Status = IndicatorStatus.Withdrawn }), "already-withdrawn ");
        Refused(Decide(Open, RegradeAnswer.Accept, Record with { Status = IndicatorStatus.Withdrawn, Evaluation = Doubt }), "already-withdrawn ");
        Assert.True(Decide(Open, RegradeAnswer.Refuse, Record with { Status = IndicatorStatus.Withdrawn }).IsAccepted);
    }

    [Fact]
    public void needs_an_answer_and_a_reason() => Refused(Decide(Open, answer: null, Record, reason: null), "required /decision", "required /reason");

    [Fact]
    public void is_refused_for_every_fault_at_once() => Refused(RegradeProposal.Propose(new(Record.Evaluation, new string('x', 501)), Record, "se-noa", Cast.Now),
        "proposes-to-itself ", "evaluation-stands /evaluation", "too-long /reason");

    [Fact]
    public void keeps_no_words_in_the_clear()
    {
        foreach (var thing in new object[] { Open, Decide(Open, RegradeAnswer.Accept, Record).Facts[0], Decide(Open, RegradeAnswer.Refuse, Record).Facts[0] })
        {
            var written = AtRest.Write(thing);
            Assert.DoesNotContain("source withdrew", written, StringComparison.Ordinal);
            Assert.DoesNotContain("Thank you", written, StringComparison.Ordinal);
        }
    }

    private static void Refused(Decision decision, params string[] refusals) => Assert.Equal(refusals, decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}"));
}
