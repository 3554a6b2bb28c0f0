using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Lexicon;
using IntelShare.Members;

namespace IntelShare.Api.Lexicon;

/// <summary>
/// What a term stands for, what stands for a concept, or what an emoji of a name stands for: of all that the caller may read in full, and of nothing else. A term is looked
/// for by its keys; a concept by a walk through the readable entries, so that the time says nothing of what is hidden.
/// </summary>
internal static class ReadLexiconEndpoint
{
    private const int LongestTerm = 64;
    private const int LongestName = 100;

    [Published(Problems = ["cursor-restart"], AlsoAs = ["text/html", "application/stix+json;version=2.1"])]
    public static async Task<Answer> Get(
        string? term, string? concept, string? country, string? name, string? cursor, string? limit, string? format, Visit visit, ReadableEntries entries, Sightings sightings, LexiconForm form, Vault vault, HttpContext http, CancellationToken ct)
    {
        if (!PageLimit.TryRead(limit, out var most) || new[] { term, concept, name }.Count(asked => asked is not null) != 1 || (concept is null && (country ?? cursor ?? limit) is not null)
            || (term is not null && Text.Required(term, "", LongestTerm).Any()) || (name is not null && Text.Required(name, "", LongestName).Any())
            || (concept is not null && !visit.Registry.Concepts.Contains(concept)) || (country is not null && Country.Check(country, "").Any())
            || (format is not null && !LexiconForm.All.Contains(format, StringComparer.Ordinal)))
        {
            return Problems.Of("malformed-parameter", $"One of term (at most {LongestTerm} code points), concept (the id of one) and name (at most {LongestName}); country: ISO 3166-1 alpha-2, cursor and limit (1 to 100): beside concept; format: {string.Join(", ", LexiconForm.All)}.");
        }

        var cursors = new Cursors(vault, $"lexicon\n{visit.Member.Id}\n{concept}\n{country}", Narrowing.Of(visit.Reader(), mine: false).Fingerprint(visit.Registry.Incarnation), multiple: 512);
        var last = "";
        if (cursors.Open(cursor, "cursor: as answered in next, with the same filters.", ref last) is { } unread)
        {
            return unread;
        }

        var meant = concept is null ? null : visit.Registry.Concepts.Meant(concept);
        string[]? terms = term is not null ? [Folding.Fold(term)] : name is not null ? [.. EmojiNames.Called(name)] : null;
        var found = terms is null ? (await entries.AllAsync(ct)).SelectMany(entry => entry.BySpelling()) : await entries.UnderAsync([.. terms.Where(folded => folded.Length > 0)], ct);
        var groups = found.Where(entry => meant is null || entry.Word.Concept == meant).GroupBy(entry => entry.Term, StringComparer.Ordinal)
            .Where(group => country is null || group.Any(entry => entry.Word.Entry is { Stance: not Stance.Disputes, Countries: { } where } && where.Contains(country)))
            .Where(group => string.CompareOrdinal(group.Key, last) > 0 || last.Length == 0).OrderBy(group => group.Key, StringComparer.Ordinal).Take(terms is null ? most + 1 : int.MaxValue).ToList();
        var next = terms is null && groups.Count > most ? cursors.Seal(groups[most - 1].Key) : null;
        groups = next is null ? groups : groups[..most];

        var told = groups.SelectMany(group => group).DistinctBy(entry => entry.Word.Indicator).ToList();
        var seen = (await sightings.SeenAsync([.. told.Select(entry => entry.Word.Indicator)], [.. told.Where(entry => entry.Word.Owner == visit.Member.Id).Select(entry => entry.Word.Indicator)], visit.Member.Id, ct)).ToLookup(one => one.Record);
        var today = DateOnly.FromDateTime(visit.Now.UtcDateTime);
        PageOf<HarmonisedTerm> page = new([.. groups.Select(group => HarmonisedTerm.Of(group.Key, [.. group.Select(entry => entry.Word)], seen, today))], next);
        return await form.AnswerAsync(format ?? LexiconForm.Json, page, told, http.Request, ct);
    }
}
