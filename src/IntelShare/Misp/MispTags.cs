using System.Text.Json;
using IntelShare.Indicators;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>One tag.</summary>
internal sealed record MispTag(string Name, string Colour);

/// <summary>
/// Handling and evaluation as tags: the Traffic Light Protocol, the Admiralty scale, and our own machine tag of each handling code. As with STIX, a
/// colour can bind whoever submits and releases nothing to anybody.
/// </summary>
internal static class MispTags
{
    private const string KindTag = "intelshare:kind=";
    private const string HandlingTag = "intelshare:handling=";
    private const string SourceTag = "admiralty-scale:source-reliability=";
    private const string InformationTag = "admiralty-scale:information-credibility=";
    private const string Plain = "#ffffff";

    private static readonly Dictionary<string, string> Colours = new(StringComparer.Ordinal)
    {
        [Markings.Green.Value] = "#33FF00",
        [Markings.AmberStrict.Value] = "#FFC000",
        [Markings.Red.Value] = "#FF2B2B",
    };

    private static readonly string[] Binding = [Markings.Amber.Name, Markings.AmberStrict.Name, Markings.Red.Name];
    private static readonly string[] Free = [Markings.Green.Name, Markings.Clear.Name, "tlp:white"];

    /// <summary>Of everything that is said of a record. Whom nobody judged is not graded.</summary>
    public static IReadOnlyList<MispTag> Of(Handling handling, Evaluation? evaluation)
    {
        var light = Markings.Light(handling);
        return
        [
            new(light.Name.ToLowerInvariant(), Colours[light.Value]),
            .. (handling.Codes ?? []).Order().Select(code => new MispTag($"{HandlingTag}\"{code.Code()}\"", Plain)),
            .. evaluation is { Assessed: true, Source: { } source, Information: { } information }
                ? new MispTag[] { new($"{SourceTag}\"{Reliability(source)}\"", Plain), new($"{InformationTag}\"{Credibility(information)}\"", Plain) } : [],
        ];
    }

    /// <summary>Of an event: what its records are.</summary>
    public static MispTag OfKind(string kind) => new($"{KindTag}\"{kind}\"", Plain);

    /// <summary>What tags say; H3 cannot be carried, since its words are not in the tag, and neither can grades that our grid lacks.</summary>
    public static ReadTags Read(IEnumerable<string> names)
    {
        var (codes, kind, source, information, whole) = (new HashSet<HandlingCode>(), (string?)null, (SourceCode?)null, (int?)null, true);
        foreach (var name in names)
        {
            if (Binding.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                codes.Add(HandlingCode.H2);
            }
            else if (Value(name, HandlingTag) is { } code && Codes.TryRead<HandlingCode>(code.ToUpperInvariant(), out var handling) && handling != HandlingCode.H3)
            {
                codes.Add(handling);
            }
            else if (Value(name, KindTag) is { } said)
            {
                kind = said;
            }
            else if (Value(name, SourceTag) is { } letter && Source(letter) is { } reliability)
            {
                source = reliability;
            }
            else if (Value(name, InformationTag) is { } digit && Information(digit) is { } credibility)
            {
                information = credibility;
            }
            else if (!Free.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                whole = false;
            }
        }

        return new([.. codes.Order()], kind, source, information, whole);
    }

    // C is a source that was mostly unreliable, which the scale calls "not usually reliable"; X and 4 are no doubt but an absence of judgement.
    private static string Reliability(SourceCode source) => source switch { SourceCode.A => "a", SourceCode.B => "b", SourceCode.C => "d", _ => "f" };

    private static SourceCode? Source(string letter) => letter switch { "a" => SourceCode.A, "b" => SourceCode.B, "d" or "e" => SourceCode.C, "f" => SourceCode.X, _ => null };

    private static int Credibility(int information) => information == 4 ? 6 : information;

    private static int? Information(string digit) => digit switch { "1" => 1, "2" => 2, "3" => 3, "6" => 4, _ => null };

    private static string? Value(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..].Trim('"').ToLowerInvariant() : null;

    public static void Write(Utf8JsonWriter json, IReadOnlyList<MispTag> tags)
    {
        json.WriteStartArray("Tag");
        foreach (var tag in tags)
        {
            json.WriteStartObject();
            json.Say("name", tag.Name);
            json.Say("colour", tag.Colour);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>What tags say.</summary>
/// <param name="Kind">Of our records, where it is said.</param>
/// <param name="Whole">Whether all of them could be carried.</param>
internal sealed record ReadTags(IReadOnlyList<HandlingCode> Codes, string? Kind, SourceCode? Source, int? Information, bool Whole);
