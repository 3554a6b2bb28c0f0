using System.Text.Json;
using IntelShare.Members;

namespace IntelShare.Tests.Members;

/// <summary>What the administrators of the hub do, and who they are.</summary>
internal static class Administering
{
    public const string Kid = "us-1";

    /// <summary>The key of RFC 7515, Appendix A.3.</summary>
    public static readonly JsonElement Jwk = Json("""{"kty":"EC","crv":"P-256","kid":"us-1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""");

    public static readonly Administrator Anna = new("hub", "hub", "anna");
    public static readonly Administrator Bo = new("hub", "hub-2", "bo");

    public static readonly EnrolMember Agency = new("IE", "An agency", new("desk@ie-new.example", "urgent@ie-new.example"), [Role.Analyst, Role.AgencyAdmin]);

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    public static IEnumerable<string> Codes(this Decision decision) => decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}".TrimEnd());

    public static Decision On(this RegistryAct act, string subject, Registry? registry = null) => act.Decide(subject, registry ?? Cast.Registry, Cast.Now);

    public static bool Widens(this RegistryAct act, string subject, Registry? registry = null) => act.Widens(subject, registry ?? Cast.Registry, Cast.Now);

    /// <summary>The registry after an act that may happen.</summary>
    public static Registry Done(this RegistryAct act, string subject, Registry? registry = null)
    {
        var decision = act.On(subject, registry);
        Assert.Empty(decision.Codes());
        return (registry ?? Cast.Registry).After(act.Room(), subject, decision.Facts);
    }

    public static PendingAct Proposed(this RegistryAct act, string subject, Administrator? by = null, Registry? registry = null)
    {
        var decision = PendingAct.Propose(subject, act, by ?? Anna, registry ?? Cast.Registry, Cast.Now);
        Assert.Empty(decision.Codes());
        return PendingAct.Evolve(current: null, Guid.Empty, Assert.Single(decision.Facts));
    }
}
