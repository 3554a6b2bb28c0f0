using System.Globalization;
using System.Text.Json;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using IntelShare.Stix;
using Microsoft.AspNetCore.Mvc;

namespace IntelShare.Api.Taxii;

/// <summary>The objects of a collection, one by one or page by page (TAXII 2.1, sections 5.3, 5.4, 5.6 and 5.8).</summary>
internal static class ReadObjectsEndpoint
{
    private const int Usual = 100;
    private const int Longest = 1000;

    private sealed record ManifestResource(bool? More, string? Next, IReadOnlyList<ManifestRecord>? Objects);

    private sealed record ManifestRecord(string Id, string DateAdded, string Version, string MediaType);

    private sealed record VersionsResource(bool? More, string? Next, IReadOnlyList<string>? Versions);

    public static Task<Answer> GetObjects(string collection, string? added_after, string? limit, string? next, [FromQuery(Name = "match[id]")] string? id, [FromQuery(Name = "match[type]")] string? type, [FromQuery(Name = "match[version]")] string? version, [FromQuery(Name = "match[spec_version]")] string? spec, HttpRequest request, Visit visit, Shelf shelf, CancellationToken ct) =>
        PageAsync(collection, Asked.Read(added_after, id, type, version, spec), next, limit, request, visit, shelf, Envelope, ct);

    public static Task<Answer> GetManifest(string collection, string? added_after, string? limit, string? next, [FromQuery(Name = "match[id]")] string? id, [FromQuery(Name = "match[type]")] string? type, [FromQuery(Name = "match[version]")] string? version, [FromQuery(Name = "match[spec_version]")] string? spec, HttpRequest request, Visit visit, Shelf shelf, CancellationToken ct) =>
        PageAsync(collection, Asked.Read(added_after, id, type, version, spec), next, limit, request, visit, shelf, Manifest, ct);

    public static Task<Answer> GetObject(string collection, string @object, string? added_after, string? limit, string? next, [FromQuery(Name = "match[version]")] string? version, [FromQuery(Name = "match[spec_version]")] string? spec, HttpRequest request, Visit visit, Shelf shelf, CancellationToken ct) =>
        PageAsync(collection, Asked.Read(added_after, @object, type: null, version, spec), next, limit, request, visit, shelf, Envelope, ct, one: true);

    public static Task<Answer> GetVersions(string collection, string @object, string? added_after, string? limit, string? next, [FromQuery(Name = "match[spec_version]")] string? spec, HttpRequest request, Visit visit, Shelf shelf, CancellationToken ct) =>
        PageAsync(collection, Asked.Read(added_after, @object, type: null, version: null, spec), next, limit, request, visit, shelf, Versions, ct, one: true);

    private static async Task<Answer> PageAsync(string named, Asked? asked, string? next, string? limit, HttpRequest request, Visit visit, Shelf shelf, Func<ShelvedPage, Answer> write, CancellationToken ct, bool one = false)
    {
        if (Resources.Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (asked is null || !TryReadLimit(limit, out var most))
        {
            return Problems.Of("malformed-parameter", "added_after: a moment in UTC; limit: above zero; match[version]: first, last, all or moments; lists of at most 100.");
        }

        if (Collection.Find(visit.Seats, named) is not { } collection)
        {
            return Problems.NotFound();
        }

        if (visit.Case is null && Kind.All[collection.Kind].Personal)
        {
            return Problems.Of("case-missing");
        }

        var (page, wrong) = await shelf.PageAsync(collection, asked, next, most, ct);
        if (page is null)
        {
            return wrong!;
        }

        if (one && page.Objects.Count == 0 && asked.After is null && string.IsNullOrEmpty(next) && asked.Versions is null)
        {
            return Problems.NotFound();
        }

        var answer = write(page);
        return page.Objects is [var first, ..] ? answer.With("X-TAXII-Date-Added-First", Resources.Moment(first.Added)).With("X-TAXII-Date-Added-Last", Resources.Moment(page.Objects[^1].Added)) : answer;
    }

    /// <summary>The envelope (section 3.7); the objects as they were made, without another pass over them.</summary>
    private static Answer Envelope(ShelvedPage page)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(page.Objects.Sum(shelved => shelved.Object.Json.Length + 1) + 1024);
        using (var json = new Utf8JsonWriter(bytes, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            if (page.Next is { } next)
            {
                json.WriteBoolean("more", value: true);
                json.WriteString("next", next);
            }

            if (page.Objects.Count > 0)
            {
                json.WriteStartArray("objects");
                foreach (var shelved in page.Objects)
                {
                    json.WriteRawValue(shelved.Object.Json.Span, skipInputValidation: true);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Answer.Of(TaxiiError.MediaType, bytes.WrittenMemory, [.. Told(page)]);
    }

    private static Answer Manifest(ShelvedPage page) => Resources.Answer(new ManifestResource(More(page), page.Next, NoneAsNull(page.Objects.Select(shelved =>
        new ManifestRecord(shelved.Object.Id, Resources.Moment(shelved.Added), StixTime.Write(shelved.Object.Version), Resources.Stix)))), [.. Told(page)]);

    private static Answer Versions(ShelvedPage page) => Resources.Answer(new VersionsResource(More(page), page.Next, NoneAsNull(page.Objects.Select(shelved => StixTime.Write(shelved.Object.Version)))), [.. Told(page)]);

    private static bool? More(ShelvedPage page) => page.Next is null ? null : true;

    private static List<T>? NoneAsNull<T>(IEnumerable<T> items) => items.ToList() is { Count: > 0 } some ? some : null;

    private static IEnumerable<Told> Told(ShelvedPage page) => page.Objects.Select(shelved => shelved.Told).OfType<Told>().Distinct();

    /// <summary>A large one is capped, not refused, whatever its length: clients ask for thousands. An empty one says nothing.</summary>
    private static bool TryReadLimit(string? given, out int most)
    {
        most = string.IsNullOrEmpty(given) ? Usual
            : !given.All(char.IsAsciiDigit) ? 0
            : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? Math.Min(read, Longest) : Longest;
        return most > 0;
    }
}
