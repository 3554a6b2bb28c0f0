using System.Globalization;
using System.Text;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Lexicon;
using IntelShare.Members;
using IntelShare.Stix;

namespace IntelShare.Api.Lexicon;

/// <summary>In which form the lexicon is answered: JSON, a page to be printed, or the records behind it as a STIX bundle, under the ids and versions of every other bundle. Beside JSON the next page stands in the header <c>Link</c>.</summary>
internal sealed class LexiconForm(ReadableEntries entries, Records records, Visit visit, Ids ids)
{
    public const string Json = "json";
    private const string Html = "html";

    public static readonly string[] All = [Json, Html, "stix"];

    public async Task<Answer> AnswerAsync(string form, PageOf<HarmonisedTerm> page, IReadOnlyList<ReadableEntry> told, HttpRequest request, CancellationToken ct)
    {
        Told[] named = [.. told.Select(entry => entry.Seen.Told)];
        if (form == Json)
        {
            return Answer.Json(StatusCodes.Status200OK, page, named);
        }

        var answer = form == Html
            ? Answer.Of("text/html; charset=utf-8", ReportPage.Of("Harmonised lexicon", Words(), [Sheet(page.Items)]), named).With("Content-Security-Policy", ReportPage.Policy)
            : Answer.Of("application/stix+json;version=2.1", await BundleAsync(told, ct), named);
        return page.Next is null ? answer : answer.With("Link", $"<{Next(request, page.Next)}>; rel=\"next\"");
    }

    private IEnumerable<string> Words() =>
    [
        $"What {visit.Member.Id} may read in full, on {visit.Now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. A term alone shows nothing; meanings change; never accuse on it.",
        "Each owner's evaluation and handling stands beside its name: H1 is not used in judicial proceedings and H2 not passed on without the owner's permission. Names of emoji: Unicode CLDR, © Unicode, Inc.",
    ];

    private static Sheet Sheet(IEnumerable<HarmonisedTerm> terms) => new(
        "Senses", ["Term", "Names", "Sense", "Countries", "Platforms", "Languages", "First seen", "Last seen", "Agrees", "Disputes", "Evaluation and handling", "In harmless texts", "Sightings by month"],
        [
            .. terms.SelectMany(term => term.Senses.Select(sense => (IReadOnlyList<string?>)
            [
                Listed(term.Spellings), Listed(term.Names.Select(name => $"{name.Key}: {name.Value}")), sense.Concept == Concepts.Other ? sense.Assertions[0].Meaning : sense.Concept,
                Listed(sense.Countries), Listed(sense.Platforms), Listed(sense.Languages), Day(sense.FirstSeen), Day(sense.LastSeen) + (sense.Stale ? " (stale)" : ""), Listed(sense.Agrees), Listed(sense.Disputes),
                Listed(sense.Assertions.Select(word => $"{word.Owner} {Grade(word.Evaluation)} {Handled(word.Handling)}{Wrote(word, sense)}")), Listed(sense.Assertions.Where(word => word.Specificity is not null).Select(word => $"{word.Owner}: {Seldom(word.Specificity!)}")),
                Listed(sense.Sightings.Select(month => $"{month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}: {month.Count.ToString(CultureInfo.InvariantCulture)}")),
            ])),
        ]);

    private static string Grade(Evaluation? grade) => grade switch { null => "", { Assessed: false } => "unassessed", _ => $"{grade.Source}{grade.Information}" };

    private static string Wrote(OwnersAssertion word, Sense sense) => word.Concept == sense.Concept ? "" : $" (wrote {word.Concept})";

    private static string Seldom(Specificity counted) => string.Create(CultureInfo.InvariantCulture, $"{counted.Found} of {counted.Texts} ({counted.Sample})");

    private static string Handled(Handling handling) => string.Join('+', (handling.Codes ?? []).Select(code => code.Code())) + (handling.Conditions is { } conditions ? $" ({conditions})" : "");

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Listed(IEnumerable<string> items) => string.Join(", ", items);

    private async Task<byte[]> BundleAsync(IReadOnlyList<ReadableEntry> told, CancellationToken ct)
    {
        // When a version was told stands with its place in the feeds, which keys do not know.
        var places = (await entries.AllAsync(ct)).ToDictionary(entry => entry.Word.Indicator, entry => entry.At!);
        var moments = await records.MomentsAsync(told.Select(entry => places.GetValueOrDefault(entry.Word.Indicator)).OfType<Walk>(), ct);
        var shared = told.Select(entry => SharedRecord.Of(entry.Seen.Open, entry.Seen.Ruling, ToldAt(entry.Word.Indicator))!).ToList();
        var members = shared.SelectMany(record => new[] { record.Origin.FirstOwner, record.Owner }).Distinct(StringComparer.Ordinal)
            .Select(member => SharedObjects.Identity(member, visit.Registry.Members.GetValueOrDefault(member)?.Name ?? member, StixTime.Created));
        var objects = SharedObjects.Constant.Concat(members).Concat(shared.SelectMany(StixObjects.Of)).Select(one => Encoding.UTF8.GetString(one.Json.Span));
        return Encoding.UTF8.GetBytes($$"""{"type":"bundle","id":"bundle--{{ids.Next(visit.Member.Id)}}","objects":[{{string.Join(',', objects)}}]}""");

        DateTimeOffset ToldAt(Guid record) => places.GetValueOrDefault(record) is { } place ? moments.GetValueOrDefault((place.Xid, place.Pos), visit.Now) : visit.Now;
    }

    private static string Next(HttpRequest request, string cursor)
    {
        var asked = request.Query.Where(one => one.Key != "cursor").Select(one => KeyValuePair.Create<string, string?>(one.Key, one.Value));
        return request.Path + QueryString.Create(asked.Append(new("cursor", cursor))).ToUriComponent();
    }
}
