using System.Collections.Frozen;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Lexicon;

/// <summary>One row of the starter lexicon.</summary>
/// <param name="Content">Passes its own check.</param>
/// <param name="Sensitive">True when the entry touches minors or abuse: whoever loads it chooses its readers one by one.</param>
public sealed record StarterEntry(LexiconEntry Content, bool Sensitive);

/// <summary>The coded language that public authorities have documented, for a hub that begins empty: facts with their sources, one row one sense, never evidence.</summary>
public static class StarterLexicon
{
    private const string Caveat = "A term alone shows nothing; meanings change; never accuse on it.";

    private static readonly FrozenDictionary<string, string> Sources = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DEA"] = "DEA, Emoji Drug Code Decoded, 2021, as reprinted in the press",
        ["ONIC"] = "Ohio Narcotics Intelligence Center, bulletin",
        ["SUR"] = "Surrey Police, December 2022",
        ["DEP"] = "German police, as quoted in the press",
        ["WTHR"] = "WTHR, report on the DEA guide",
        ["WDRB"] = "WDRB, report on the DEA guide",
        ["SDSU"] = "San Diego State University, trafficking advertisements",
        ["NCR"] = "National Capital Region centre, trafficking advertisements",
        ["BLUE"] = "US agency report, 2020, as quoted in the press",
        ["SEED"] = "Press article on coded language of drug and child-abuse networks, 2025",
        ["DOC"] = "Swedish police and court reporting, document.dk, 10 April 2024",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All rows in the order of the table; emoji have language <c>und</c>.</summary>
    public static readonly IReadOnlyList<StarterEntry> Entries = [.. Csv.Embedded(typeof(StarterLexicon), "lexicon-starter.csv").Select(Read)];

    private static StarterEntry Read(Dictionary<string, string> row) => new(
        new LexiconEntry(row["term"], row["concept"], row["meaning"], row["language"], List(row["countries"]), Platforms: [], List(row["variants"]),
            Diacritics.Exact, Ambiguous: row["ambiguous"] == "yes", Caveat, ObservedFrom: null, ObservedTo: null, [.. List(row["sources"]).Select(code => Sources[code])]),
        Sensitive: row["note"].StartsWith("sensitive", StringComparison.Ordinal));

    private static string[] List(string cell) => cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
