using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>A record as MISP holds it.</summary>
/// <param name="Id">Of the object.</param>
/// <param name="Json">UTF-8, without white space.</param>
/// <param name="Values">What others may hold too and look up, as it is and as code points.</param>
public sealed record MispObject(Guid Id, ReadOnlyMemory<byte> Json, IReadOnlyList<string> Values)
{
    /// <summary>Names the object and says nothing of it.</summary>
    public override string ToString() => Id.ToString();
}

/// <summary>A record as an object of MISP: what it is found by as attributes of their own, beside the whole of it in one for systems that know it.</summary>
public static class MispObjects
{
    /// <summary>Bytes of an attribute's value: more, and MISP drops it.</summary>
    private const int LongestValue = 65_535;

    private sealed record Said(string? Value, string? Comment = null, bool IsSought = false);

    /// <summary>The record's object. Each version replaces the former: same ids, later stamp.</summary>
    /// <param name="record">As one reader may have it.</param>
    /// <param name="stamp">Seconds since 1970; MISP takes a later one alone.</param>
    public static MispObject Of(SharedRecord record, long stamp)
    {
        ArgumentNullException.ThrowIfNull(record);
        var said = Says(record);
        var (template, tags) = (MispTemplate.Of(record.Origin), MispTags.Of(record.Handling, record.Evaluation));
        var json = Write(record.Origin, template, stamp, Binds(record), gone: false, relation => said.GetValueOrDefault(relation), tags);
        return new(MispIds.Object(record.Origin), json, [.. Sought(record, said).SelectMany(value => new[] { value, CodePoints.Write(value) }).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// What is told once the record is the reader's no more, for whatever reason: the object and each of its attributes as deleted, and in the place of their values
    /// the word that MISP itself writes there. What is absent, MISP keeps.
    /// </summary>
    public static MispObject Gone(RecordOrigin origin, long stamp) => new(MispIds.Object(origin), Write(origin, MispTemplate.Of(origin), stamp, comment: "", gone: true, _ => null, []), []);

    private static Dictionary<string, Said> Says(SharedRecord record)
    {
        var whole = Whole(record);
        var said = (record.Content ?? StixObjects.Identified(record)) switch
        {
            AccountHandle account => OfAccount(account, AccountName.Of(account)),
            LexiconEntry entry => new(StringComparer.Ordinal) { ["term"] = new(entry.Term, Line(Concept(entry), entry.Meaning, Also(entry.Variants)), IsSought: true) },
            RecruitmentPattern pattern => new(StringComparer.Ordinal)
            {
                ["title"] = new(pattern.Title, Line(pattern.Task is { } task ? $"Task: {task.Code()}." : null), IsSought: true),
                ["description"] = new(pattern.Description),
            },
            _ => new(StringComparer.Ordinal),
        };
        said[MispTemplate.Whole] = new(Encoding.UTF8.GetByteCount(whole) <= LongestValue ? whole : null);
        return said;
    }

    private static Dictionary<string, Said> OfAccount(AccountHandle account, AccountName name) => new(StringComparer.Ordinal)
    {
        ["account-type"] = new(name.Type),
        ["username"] = new(name.Login, Line(account.Role is { } role ? $"Role: {role.Code()}." : null, account.Note), IsSought: true),
        ["user-id"] = new(name.UserId, IsSought: true),
        ["link"] = new(account.Url, IsSought: true),
    };

    /// <summary>The record in our extension of STIX; characters beyond the basic plane are escaped as JSON does.</summary>
    private static string Whole(SharedRecord record) => string.Concat(JsonSerializer.Serialize(RecordExtension.Of(record), RecordExtension.Snake)
        .Select(unit => char.IsSurrogate(unit) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}") : unit.ToString()));

    private static IEnumerable<string> Sought(SharedRecord record, Dictionary<string, Said> said) =>
    [
        .. said.Values.Where(one => one.IsSought).Select(one => one.Value).OfType<string>(),
        .. record.Content switch { LexiconEntry entry => entry.Variants ?? [], RecruitmentPattern pattern => pattern.Phrases ?? [], _ => [] },
    ];

    private static string? Concept(LexiconEntry entry) => entry switch
    {
        { Stance: Stance.Disputes } => entry.Concept is null or Concepts.Other ? "Disputed." : $"Disputed: does not mean {entry.Concept}.",
        { Concept: null or Concepts.Other } => null,
        _ => $"Means {entry.Concept}.",
    };

    private static string? Also(IReadOnlyList<string>? variants) => variants is { Count: > 0 } ? $"Also: {string.Join(", ", variants)}." : null;

    /// <summary>How the record may be used, since tags stay in MISP once they were set.</summary>
    private static string Binds(SharedRecord record) => Line(
        record.Evaluation is null ? null : record.Evaluation.Assessed ? $"Evaluated {record.Evaluation.Source}{record.Evaluation.Information}." : "Not evaluated.",
        string.Join(' ', (record.Handling.Codes ?? []).Order().Select(code => Markings.Statements[code])),
        record.Handling.Conditions,
        record.Conditions,
        record.ValidUntil is { } until ? $"Not to be used from {until.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} on." : null)!;

    private static string? Line(params IEnumerable<string?> parts) => string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } line ? line : null;

    private static ReadOnlyMemory<byte> Write(RecordOrigin origin, MispTemplate template, long stamp, string comment, bool gone, Func<string, Said?> says, IReadOnlyList<MispTag> tags)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(bytes))
        {
            var seconds = stamp.ToString(CultureInfo.InvariantCulture);
            json.WriteStartObject();
            json.Say("uuid", MispIds.Object(origin).ToString());
            json.Say("name", template.Name);
            json.Say("meta-category", "misc");
            json.Say("description", template.Description);
            json.Say("template_uuid", template.Id.ToString());
            json.Say("template_version", template.Version.ToString(CultureInfo.InvariantCulture));
            json.Say("timestamp", seconds);
            json.Say("comment", CodePoints.Write(comment));
            json.WriteBoolean("deleted", gone);
            json.WriteStartArray("Attribute");
            foreach (var relation in template.Relations)
            {
                Write(json, origin, template, relation, seconds, says(relation), tags);
            }

            json.WriteEndArray();
            json.WriteStartArray("ObjectReference");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, RecordOrigin origin, MispTemplate template, string relation, string seconds, Said? said, IReadOnlyList<MispTag> tags)
    {
        var value = said?.Value;
        json.WriteStartObject();
        json.Say("uuid", MispIds.Attribute(origin, relation).ToString());
        json.Say("object_relation", relation);
        json.Say("type", value is null ? "comment" : "text");
        json.Say("category", value is null ? "Other" : template.Category);
        json.Say("value", value is null ? "deleted" : relation == MispTemplate.Whole ? value : CodePoints.Write(value));
        json.Say("comment", CodePoints.Write(value is null ? "" : Line(relation == MispTemplate.Whole ? "The whole record." : CodePoints.NamesIn(value) is { } names ? names + "." : null, said!.Comment) ?? ""));
        json.WriteBoolean("to_ids", value: false);
        json.WriteBoolean("disable_correlation", said?.IsSought != true);
        json.WriteBoolean("deleted", value is null);
        json.Say("timestamp", seconds);
        MispTags.Write(json, value is null ? [] : tags);
        json.WriteEndObject();
    }
}
