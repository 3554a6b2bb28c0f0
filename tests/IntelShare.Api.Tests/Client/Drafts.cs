using IntelShare.Api.Tests.Cast;
using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

/// <summary>What a partner's engineer writes with the library.</summary>
internal static class Drafts
{
    public static readonly Why Why = new(Purpose.CrossChecking, "K-1");

    /// <summary>A client of the cast, on the hub's clock; it waits for nothing before it tries again.</summary>
    public static IntelShareClient Library(this TestHub hub, string client, HttpMessageHandler? transport = null, params string[] roles) =>
        new(hub.Address, hub.Key(client), roles is [] ? null : roles, officer: null, new() { Clock = hub.Clock, Transport = transport, Retries = new() { First = TimeSpan.Zero } });

    public static SubmitIndicator Term(string term, params string[] full) => Of(new LexiconEntry { Term = term, Concept = "drug.cocaine", Language = "und", Ambiguous = true, Sources = ["test"] }, full);

    public static SubmitIndicator Account(string handle, params string[] full) =>
        Of(new AccountHandle { Platform = "tiktok", Handle = handle, Role = AccountRole.Recruiter }, full) with { Subject = new([SubjectCategory.Suspect], Age.Adult) };

    private static SubmitIndicator Of(IndicatorContent content, string[] full) => new()
    {
        Content = content,
        Evaluation = new(SourceCode.B, 2),
        Handling = Handling.Of(HandlingCode.H0),
        Release = new() { Full = full, Feeds = true },
        Purposes = [Purpose.CrossChecking],
        CrimeAreas = [CrimeArea.DrugTrafficking],
        Retention = new(new DateOnly(2027, 11, 30), "national police law"),
    };
}
