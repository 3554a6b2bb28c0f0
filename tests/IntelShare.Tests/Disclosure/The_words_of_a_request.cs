using IntelShare.Disclosure;
using IntelShare.Indicators;

namespace IntelShare.Tests.Disclosure;

public sealed class The_words_of_a_request
{
    private static readonly Indicator Hidden = Dossier.Submitted(Dossier.Hidden);
    private static readonly DisclosureRequest Asked = Dossier.Received(Dossier.ForHit, Hidden);
    private static readonly DisclosureRequest Deferred = Asked.Decide(Dossier.Defer, [Hidden], Cast.Now).After(Asked);
    private static readonly DisclosureRequest Granted = Deferred.Decide(Dossier.Grant, [Hidden], Cast.Now).After(Deferred);
    private static readonly DisclosureRequest TakenBack = Granted.Revoke(new("Sent to the wrong desk."), Cast.Now).After(Granted);

    [Fact]
    public void are_opened_one_by_one_and_only_where_something_was_said()
    {
        Assert.Equal(["Recruiter of the Lyon case."], Opened(Asked));
        Assert.Equal(["Recruiter of the Lyon case.", "A judge decides."], Opened(Deferred));
        Assert.Equal(["Recruiter of the Lyon case.", "A judge decides.", "Same network."], Opened(Granted));
        Assert.Equal(["Recruiter of the Lyon case.", "A judge decides.", "Same network.", "Sent to the wrong desk."], Opened(TakenBack));
    }

    [Fact]
    public void stand_where_they_were_opened()
    {
        var opened = TakenBack.Opened(words => words! with { Version = 7 });
        Assert.All([opened.Asked, opened.Deferred!.Secret, opened.Answered!.Secret, opened.TakenBack!.Secret], words => Assert.Equal(7, words!.Version));
        Assert.Null(Asked.Opened(words => words).Deferred);
        Assert.Null(Asked.Opened(words => words).Answered);
        Assert.Null(Asked.Opened(words => words).TakenBack);
    }

    [Fact]
    public void are_not_in_what_a_request_is_called() => Assert.Equal($"Disclosure request {Dossier.Id}, version 4", TakenBack.ToString());

    private static List<string> Opened(DisclosureRequest request)
    {
        var said = new List<string>();
        request.Opened(words =>
        {
            said.Add(words!.Open!.Justification ?? words.Open.Reason!);
            return words;
        });
        return said;
    }
}
