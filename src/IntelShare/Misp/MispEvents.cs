using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>An event as it is announced.</summary>
/// <param name="Key">What it holds the records of.</param>
/// <param name="Owner">What the first owner calls itself.</param>
/// <param name="Stamp">The latest of its objects' stamps: MISP fetches the event again where this is later than its own.</param>
public sealed record MispHead(EventKey Key, string Owner, long Stamp)
{
    /// <summary>Of the event.</summary>
    public Guid Id { get; } = MispIds.Event(Key);
}

/// <summary>
/// The files of a MISP feed: <c>manifest.json</c>, an event each, and <c>hashes.csv</c>. Events are never marked as published: whether they go further is decided
/// by whoever fetched them, under the handling that they carry.
/// </summary>
public static class MispEvents
{
    /// <summary>A moment as MISP has it, in whole seconds; it takes a version only where its second is later.</summary>
    /// <param name="at">When the reader was told of the record, in the feeds.</param>
    /// <param name="settled">A moment before which nothing will be told any more. What is younger counts as of the second before that, so that its own second is later than all that was said of it.</param>
    public static long Stamp(DateTimeOffset at, DateTimeOffset settled) => Math.Min(at.ToUnixTimeSeconds(), settled.ToUnixTimeSeconds() - 1);

    /// <summary>All events that a reader may know of, by their ids.</summary>
    public static byte[] Manifest(IEnumerable<MispHead> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        return Written(json =>
        {
            foreach (var head in heads)
            {
                json.WriteStartObject(head.Id.ToString());
                Announce(json, head);
                json.WriteEndObject();
            }
        });
    }

    /// <summary>One event with its objects.</summary>
    public static byte[] Event(MispHead head, IEnumerable<MispObject> objects)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(objects);
        return Written(json =>
        {
            json.WriteStartObject("Event");
            json.Say("uuid", head.Id.ToString());
            Announce(json, head);
            json.WriteBoolean("published", value: false);
            json.WriteStartArray("Attribute");
            json.WriteEndArray();
            json.WriteStartArray("Object");
            foreach (var one in objects)
            {
                json.WriteRawValue(one.Json.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Lines of <c>digest,event</c>: by the digest of a value of its own a MISP looks up which event holds it too.</summary>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "MISP's format asks for MD5; it is a way to look values up and hides nothing from a reader that has them all.")]
    public static byte[] Hashes(IEnumerable<(Guid Event, MispObject Object)> objects) => Encoding.ASCII.GetBytes(string.Concat(
        from one in objects
        from value in one.Object.Values
        select $"{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value)))},{one.Event}\n"));

    private static void Announce(Utf8JsonWriter json, MispHead head)
    {
        var (owner, kind, month) = head.Key;
        json.WriteStartObject("Orgc");
        json.Say("uuid", MispIds.Organisation(owner).ToString());
        json.Say("name", CodePoints.Write(head.Owner));
        json.WriteEndObject();
        MispTags.Write(json, [MispTags.OfKind(kind)]);
        json.Say("info", CodePoints.Write($"{kind}, {head.Owner}, {month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}"));
        json.Say("date", month.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.Say("analysis", "2");
        json.Say("threat_level_id", "4");
        json.Say("timestamp", head.Stamp.ToString(CultureInfo.InvariantCulture));
    }

    private static byte[] Written(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
