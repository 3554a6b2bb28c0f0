using IntelShare.Indicators;
using IntelShare.Keeping;

namespace IntelShare.Tests.Keeping;

public sealed class Recalling_records
{
    private static readonly Guid One = Record(1), Two = Record(2), Stranger = Record(3);
    private static readonly RecallRecipient[] Had = [new("fr-ofast", [One]), new("dk-nsk", [One, Two])];

    [Fact]
    public void asks_everybody_who_had_them_and_is_due_in_48_hours()
    {
        var issued = Assert.IsType<RecallIssued>(Assert.Single(Issue([Two, One]).Facts));
        Assert.Equal(("se-noa", RecallReason.WrongContent, Cast.Now.AddHours(48), Cast.Now), (issued.Owner, issued.Reason, issued.Due, issued.At));
        Assert.Equal([One, Two], issued.Indicators);
        Assert.Equal(["dk-nsk", "fr-ofast"], issued.Recipients.Select(one => one.Member));
        Assert.Equal(Cast.Now.AddHours(24), Recall.ReminderOf(issued.At));
    }

    [Fact]
    public void stands_also_where_nobody_had_them() => Assert.True(Recall.Issue(new([One], RecallReason.ErasedAtSource), [Of(One)], [], "se-noa", Cast.Now).IsAccepted);

    [Fact]
    public void withdraws_those_that_are_active()
    {
        var issued = (RecallIssued)Issue([One]).Facts[0];
        Assert.Equal(new IndicatorWithdrawn("Recalled: wrong-content.", Cast.Now), Recall.OnRecord(issued, Of(One)));
        Assert.Null(Recall.OnRecord(issued, Of(One) with { Status = IndicatorStatus.Withdrawn }));
    }

    [Fact]
    public void does_not_tell_an_unknown_record_from_another_s_or_a_repeated_one()
    {
        var others = Recall.Issue(new([One, Stranger], RecallReason.WrongContent), [Of(One), Of(Stranger) with { Owner = "fr-ofast" }], [], "se-noa", Cast.Now);
        var unknown = Recall.Issue(new([One, Stranger], RecallReason.WrongContent), [Of(One)], [], "se-noa", Cast.Now);
        var repeated = Recall.Issue(new([One, One], RecallReason.WrongContent), [Of(One)], [], "se-noa", Cast.Now);
        foreach (var refused in new[] { others, unknown, repeated })
        {
            Assert.Equal(others.Refusals, refused.Refusals);
            Refused(refused, "not-own-records /indicators");
        }
    }

    [Fact]
    public void needs_records_and_a_reason()
    {
        Refused(Recall.Issue(new(Indicators: null, Reason: null), [], [], "se-noa", Cast.Now), "records-or-import /indicators", "required /reason");
        Refused(Recall.Issue(new([], RecallReason.WrongContent), [], [], "se-noa", Cast.Now), "records-or-import /indicators");
        Refused(Recall.Issue(new([.. Enumerable.Repeat(One, 101)], RecallReason.WrongContent), [Of(One)], [], "se-noa", Cast.Now), "too-many /indicators");
        Guid[] most = [.. Enumerable.Range(0, 100).Select(Record)];
        Assert.True(Recall.Issue(new(most, RecallReason.WrongContent), [.. most.Select(Of)], [], "se-noa", Cast.Now).IsAccepted);
    }

    [Fact]
    public void takes_all_own_records_of_an_import()
    {
        var import = new IssueRecall(Indicators: null, RecallReason.WrongContent) { Import = Record(900) };
        Indicator[] found = [Of(Two), Of(One), Of(Stranger) with { Owner = "fr-ofast" }, Of(Record(4)) with { Status = IndicatorStatus.Erased }];
        Assert.Equal([One, Two], Assert.IsType<RecallIssued>(Assert.Single(Recall.Issue(import, found, Had, "se-noa", Cast.Now).Facts)).Indicators);
        Refused(Recall.Issue(import, found[2..], [], "se-noa", Cast.Now), "not-own-records /import");
        Refused(Recall.Issue(import with { Indicators = [One] }, found, [], "se-noa", Cast.Now), "records-or-import /import");
        Refused(Recall.Issue(new([One], RecallReason.WrongContent) { After = Record(901) }, found[..1], [], "se-noa", Cast.Now), "records-or-import /after");
        var thousand = Assert.IsType<RecallIssued>(Assert.Single(Recall.Issue(import, [.. Enumerable.Range(0, 1001).Reverse().Select(i => Of(Record(i)))], [], "se-noa", Cast.Now).Facts));
        Assert.Equal(Enumerable.Range(0, 1000).Select(Record), thousand.Indicators);
    }

    private static Decision Issue(Guid[] ids) => Recall.Issue(new(ids, RecallReason.WrongContent), [.. ids.Select(Of)], Had, "se-noa", Cast.Now);

    private static Guid Record(int number) => Guid.Parse($"00000000-0000-4000-8000-{number:D12}");

    private static Indicator Of(Guid id) => Given.Submitted(Cast.Slang()) with { Id = id };

    private static void Refused(Decision decision, params string[] refusals)
    {
        Assert.Equal(refusals, decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}"));
        Assert.Empty(decision.Facts);
    }
}
