using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntelShare.Audit;

/// <summary>
/// An entry as each agency may know it: the leaves of their logs. The agency that acted has everything; each owner that something of its records
/// was told has who, when, what act, for what purpose, which of its records and how much, and never the officer, the client, the case or the query:
/// the searcher's interest is the searcher's secret. A leaf is a JSON object on one line; it is made once, and these bytes are what is hashed,
/// kept and exported.
/// </summary>
public static class Leaves
{
    private const string None = "none";
    private const string Full = "full";

    // A verifier key has a plus, which stays one.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The leaves of an entry by log, the actor's first, then one for each other owner.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="nameOf">What a log (first) calls an entry: each by a name of its own, so that two agencies cannot lay their logs together.</param>
    /// <param name="referenceOf">What a log calls a record: <see cref="Commitment.Reference"/> under a salt of that log's own, so that it is found again in this log and in no other.</param>
    public static IEnumerable<(string Log, byte[] Body)> Of(AuditEntry entry, Func<string, Guid, string> nameOf, Func<string, Guid, string> referenceOf)
    {
        yield return (entry.Member, Body(entry, entry.Member, nameOf, referenceOf));
        foreach (var owner in entry.Records.Where(told => told.Level != None && told.Owner != entry.Member).Select(told => told.Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            yield return (owner, Body(entry, owner, nameOf, referenceOf));
        }
    }

    /// <summary>The leaf that hands a log over to another key: whoever trusts the one that signs beside it trusts this one from here on.</summary>
    public static byte[] OfKey(VerifierKey key, DateTimeOffset at) => Write(json =>
    {
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"key-{key.Id:x8}"));
        json.WriteString("at", Text(at));
        json.WriteString("act", "audit-key-added");
        json.WriteString("key", key.ToString());
    });

    private static byte[] Body(AuditEntry entry, string log, Func<string, Guid, string> nameOf, Func<string, Guid, string> referenceOf) => Write(json =>
    {
        var own = log == entry.Member;
        json.WriteString("id", nameOf(log, entry.Id));
        json.WriteString("at", Text(entry.At));
        json.WriteString("member", entry.Member);
        json.WriteString("act", entry.Act);
        json.WriteString("outcome", entry.Outcome);
        Optional(json, "purpose", entry.Purpose);
        if (own)
        {
            json.WriteString("client", entry.Client);
            json.WriteString("officer", entry.Officer);
            Optional(json, "key", entry.Key);
            Optional(json, "token", entry.Token);
            if (entry.Asked > 0)
            {
                json.WriteNumber("asked", entry.Asked);
                json.WriteNumber("found", entry.Found);
            }

            Optional(json, "detail", entry.Detail);
        }

        // A hit names no record to whoever searched: it says that an owner has something, not what or how many.
        var told = entry.Records.Where(told => told.Level != None && (own || told.Owner == log))
            .Select(told => (told.Owner, Record: told.Level == Full || told.Owner == log ? referenceOf(log, told.Record) : null, told.Level))
            .Distinct().OrderBy(told => told.Owner, StringComparer.Ordinal).ThenBy(told => told.Level, StringComparer.Ordinal).ThenBy(told => told.Record, StringComparer.Ordinal);
        List(json, "records", [.. told], line =>
        {
            json.WriteStartObject();
            json.WriteString("owner", line.Owner);
            Optional(json, "record", line.Record);
            json.WriteString("level", line.Level);
            json.WriteEndObject();
        });
        List(json, "facts", own ? entry.Facts : [], json.WriteStringValue);
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, text);
        }
    }

    private static void List<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
