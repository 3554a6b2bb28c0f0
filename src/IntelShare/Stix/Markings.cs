using IntelShare.Indicators;

namespace IntelShare.Stix;

/// <summary>One colour of the Traffic Light Protocol.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="Value">Of <c>tlp_2_0</c>.</param>
/// <param name="Id">Of its marking, the same for all producers.</param>
internal sealed record TrafficLight(string Name, string Value, string Id);

/// <summary>
/// How handling codes and the Traffic Light Protocol meet. TLP says how far a text may travel and names nobody: it can bind whoever
/// submits, and never releases anything to anybody.
/// </summary>
internal static class Markings
{
    /// <summary>The extension by which STIX 2.1 carries TLP 2.0.</summary>
    public const string TlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

    public static readonly TrafficLight Clear = new("TLP:CLEAR", "clear", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487");
    public static readonly TrafficLight Green = new("TLP:GREEN", "green", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb");
    public static readonly TrafficLight Amber = new("TLP:AMBER", "amber", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421");
    public static readonly TrafficLight AmberStrict = new("TLP:AMBER+STRICT", "amber+strict", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003");
    public static readonly TrafficLight Red = new("TLP:RED", "red", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1");

    public static readonly IReadOnlyList<TrafficLight> All = [Clear, Green, Amber, AmberStrict, Red];

    /// <summary>What each code says (Council document 6243/18).</summary>
    public static readonly IReadOnlyDictionary<HandlingCode, string> Statements = new Dictionary<HandlingCode, string>
    {
        [HandlingCode.H0] = "H0: only for preventing and combating crime.",
        [HandlingCode.H1] = "H1: not to be disclosed in judicial proceedings without the provider's permission.",
        [HandlingCode.H2] = "H2: not to be disseminated without the provider's permission.",
        [HandlingCode.H3] = "H3: other restrictions, which the record states in the provider's own words.",
    };

    // H2 asks for named addressees and so do amber and red; green is the community, which H0 is already. Markings of TLP 1.0 beside those of 2.0.
    private static readonly HashSet<string> Limiting =
    [
        Amber.Id, AmberStrict.Id, Red.Id, "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
    ];

    private static readonly Dictionary<HandlingCode, string> Ids = Enum.GetValues<HandlingCode>().ToDictionary(code => code, StixIds.Marking);

    private static readonly Dictionary<string, HandlingCode> Codes = Ids.ToDictionary(code => code.Value, code => code.Key, StringComparer.Ordinal);

    /// <summary>
    /// The markings of a record: the colour, then each code's statement. The judicial axis (H1) has no colour; the owner's own words (H3) may forbid
    /// anything, so they travel as red. Never clear: whatever the hub holds is for the law-enforcement community.
    /// </summary>
    public static IReadOnlyList<string> Of(Handling handling) => [Light(handling).Id, .. (handling.Codes ?? []).Order().Select(code => Ids[code])];

    /// <summary>The colour of a record.</summary>
    public static TrafficLight Light(Handling handling) => handling.Has(HandlingCode.H3) ? Red : handling.Has(HandlingCode.H2) ? AmberStrict : Green;

    /// <summary>The codes that markings amount to, and whether all of them could be carried. H3 cannot: its words are not in the marking.</summary>
    public static (HandlingCode[] Codes, bool Whole) Read(IReadOnlyList<string> markings)
    {
        var known = markings.Select(id => Limiting.Contains(id) ? HandlingCode.H2 : Codes.TryGetValue(id, out var code) && code != HandlingCode.H3 ? code : (HandlingCode?)null).ToList();
        return ([.. known.OfType<HandlingCode>().Distinct().Order()], !known.Contains(null));
    }
}
