using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Disclosure;

/// <summary>What the specification of disclosure starts from: a Swedish account of which France may learn that it is known, and what France asks about it.</summary>
internal static class Dossier
{
    public const string Case = "OFAST-4471";
    public static readonly Guid Id = Guid.Parse("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c02");

    public static readonly SubmitIndicator Hidden = Cast.Account() with { Release = new(Hit: ["country:FR", "schengen-associated", "country:DK"]) };

    public static readonly RequestDisclosure ForHit = new("reference", Indicator: null, Asks.Content, Purpose: null, "Recruiter of the Lyon case.", new Urgent(Ground: null));

    public static readonly RequestDisclosure Urgently = ForHit with { Urgent = new(UrgentGround.ThreatToLifeOrIntegrity) };

    public static readonly DecideDisclosure Grant = new(Verdict.Grant, "Same network.", Cast.Now.AddDays(30), Indicators: null, Fields: null, Conditions: null, Ground: null, To: null, Expected: null);

    public static readonly DecideDisclosure Refuse = new(Verdict.Refuse, "A trial runs.", Until: null, Indicators: null, Fields: null, Conditions: null, RefusalGround.InvestigationOrSafety, To: null, Expected: null);

    public static readonly DecideDisclosure Defer = new(Verdict.Defer, "A judge decides.", Until: null, Indicators: null, Fields: null, Conditions: null, Ground: null, DeferredTo.JudicialAuthorisation, Cast.Now.AddDays(20));

    public static Guid Record(int number) => Guid.Parse($"00000000-0000-4000-8000-00000000000{number}");

    public static Indicator Submitted(SubmitIndicator command, int number = 1) => Given.Submitted(command) with { Id = Record(number) };

    /// <summary>The record behind a reading: released to France in full, under all of H0, H1 and H2.</summary>
    public static Indicator Readable(params HandlingCode[] codes) => Submitted(Cast.Slang() with { Handling = new([HandlingCode.H0, .. codes]) });

    public static Indicator Granted(this Indicator record, Asks asks, FieldGroup[]? fields = null, Purpose? purpose = null, string member = "fr-ofast") =>
        Indicator.Evolve(record, record.Id, new DisclosureGranted(Guid.Empty, member, asks, purpose, fields, Secret: null, Cast.Now.AddDays(1), Cast.Now.AddDays(-1)));

    public static Decision Ask(this RequestDisclosure command, params IEnumerable<Indicator> found) => command.AskAs("fr-ofast", found);

    public static Decision AskAs(this RequestDisclosure command, string member, params IEnumerable<Indicator> found) =>
        DisclosureRequest.Ask(command, Case, found, Cast.Reader(member), Cast.Registry);

    /// <summary>The request as it stands after it was received.</summary>
    public static DisclosureRequest Received(RequestDisclosure command, params IEnumerable<Indicator> found) => command.Ask(found).After(current: null);

    public static DisclosureRequest After(this Decision decision, DisclosureRequest? current)
    {
        Assert.Empty(decision.Refusals);
        return DisclosureRequest.Evolve(current, Id, Assert.Single(decision.Facts));
    }

    public static IEnumerable<string> Codes(this Decision decision)
    {
        Assert.Equal(decision.IsAccepted, decision.Facts.Count > 0);
        Assert.All(decision.Refusals, refusal => Assert.EndsWith(".", refusal.Reason, StringComparison.Ordinal));
        return decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}");
    }
}
