using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Indicators.Kinds;
using IntelShare.Lexicon;
using IntelShare.Scan;
using IntelShare.Scan.Rules;

namespace IntelShare.Tests.Scan;

/// <summary>Patterns made of public descriptions, with offers and harmless posts that were written for these tests.</summary>
public sealed class The_starter_patterns
{
    private static readonly Dictionary<string, RecruitmentPattern> All = File.ReadLines(Path.Combine(House.Root, "deploy/recruitment-patterns.ndjson"))
        .Select(line => JsonNode.Parse(line)!).ToDictionary(row => row["reference"]!.GetValue<string>()["starter-".Length..], row => row["content"].Deserialize<RecruitmentPattern>(Samples.Wire)!);

    [Fact]
    public void are_accepted_as_they_are()
    {
        Assert.True(All.Count >= 12);
        Assert.All(All, pattern => Assert.Equal((pattern.Key, ""), (pattern.Key, string.Join(", ", pattern.Value.Refusals()))));
        Assert.Superset(new HashSet<string>(["fr", "sv", "de", "nl", "en"]), All.Values.SelectMany(pattern => pattern.Languages!).ToHashSet());
    }

    [Theory]
    [InlineData("Nouvelle mission ce soir, 500€ cash, écris en privé", "fr-mission")]
    [InlineData("taf facile 💸💸 ajoute moi", "fr-mission")]
    [InlineData("On recrute un guetteur, 120 la journée", "fr-point-de-deal")]
    [InlineData("Level up ce soir: nouvelle mission, récompense 2k", "en-mission", "fr-jeu", "fr-mission")]
    [InlineData("Jappning ikväll, 25 000 kr direkt", "sv-jappning", "und-vaas")]
    [InlineData("VEM ÄR REDO? jobb ikväll 💸", "sv-redo")]
    [InlineData("Du är 14 år? Uppdrag finns, 20k", "sv-straffri")]
    [InlineData("Hämta paket i stan, inga frågor, 2000kr", "sv-kurir")]
    [InlineData("Auftrag heute Nacht, 1.500 € bar auf die Hand", "de-auftrag")]
    [InlineData("Geldautomat am Wochenende, Fahrer gesucht", "de-automat")]
    [InlineData("Klusje vanavond, snel geld 💶", "nl-klus")]
    [InlineData("Uithalers gezocht, 5.000 euro per nacht", "nl-uithaler")]
    [InlineData("New mission tonight. quick cash, dm me", "en-mission", "fr-mission")]
    [InlineData("Easy job: do it, film it, you get paid", "en-proof")]
    [InlineData("Only clean record, quick job, $500", "en-record")]
    [InlineData("£300 for easy work, minors only", "en-record")]
    [InlineData("🏃🔪 500€", "und-vaas")]
    public void find_an_offer(string text, params string[] patterns) => Assert.Equal(patterns, Found(text));

    [Theory]
    [InlineData("Offre d'emploi: mission de trois mois, 1 800 € brut")]
    [InlineData("La mission de la sonde coûte plus que prévu")]
    [InlineData("Je cherche une nourrice pour mon bébé")]
    [InlineData("Nouveau niveau débloqué, quel jeu, mission 12 terminée")]
    [InlineData("Vem är redo för match i morgon? Roligt jobb av laget, 100 kr i inträde")]
    [InlineData("Min son är 14 år och söker sommarjobb, lönen är 90 kr i timmen")]
    [InlineData("Hämta paket på posten före kl 18")]
    [InlineData("Wir suchen Handwerker für einen Auftrag, Rechnung über 1.500 €")]
    [InlineData("Der Geldautomat ist kaputt")]
    [InlineData("Klus in de badkamer gezocht, offerte rond 800 euro")]
    [InlineData("Rondvaart door de haven, wie wil mee? 500 euro voor de groep, cash")]
    [InlineData("Our mission statement, and a charity run for $500")]
    [InlineData("Film it and send the video for our competition, job done, $500 prize")]
    [InlineData("Babysitting job, clean record please, 200 pounds a week")]
    [InlineData("Running 🏃 with friends, 500€ for new shoes")]
    [InlineData("I bought bread and milk today")]
    public void find_none_in_a_harmless_post(string text) => Assert.Empty(Found(text));

    private static string[] Found(string text)
    {
        var book = new RuleBook([.. All.Values.Select(pattern => new BookedRule(pattern.Rule!, Policy: 0))]);
        var index = new ScanIndex(7);
        index.Apply([.. book.Since(RuleBook.Empty), .. StarterLexicon.Entries.Select((entry, i) => new TermChange(Term.Of(entry.Content.Term!, single: true), i, Policy: 0))]);
        var (reader, firings) = (new RuleReader(book, new(0), entry => StarterLexicon.Entries[entry].Content.Concept), new List<Firing>());
        new Scanner().Scan(Encoding.UTF8.GetBytes(text), index.Pin(), new(0), new(), reader);
        reader.Tell(firings);
        return [.. firings.Select(firing => All.Keys.ElementAt(firing.Rule)).Order(StringComparer.Ordinal)];
    }
}
