using System.Buffers;
using System.Text.Json;

namespace IntelShare.Stix;

/// <summary>One STIX 2.1 object, ready to be sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Version">Its <c>modified</c>; where the standard gives it none, the same moment.</param>
/// <param name="Json">UTF-8, without white space.</param>
public sealed record StixObject(string Id, string Type, DateTimeOffset Version, ReadOnlyMemory<byte> Json)
{
    private const int InitialSize = 4096;

    // One after the other on each thread: a page is a thousand of them. What writes the rest makes no other object.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>Names the object and says nothing of it.</summary>
    public override string ToString() => Id;

    /// <summary>An object without the properties of versions: an observable, or a marking.</summary>
    internal static StixObject Plain(string type, string id, DateTimeOffset version, Action<Utf8JsonWriter> rest) => Write(type, id, version, rest);

    /// <summary>An object that has versions. Its creator never changes, or it would be another object (STIX 2.1, section 3.6).</summary>
    internal static StixObject Versioned(string type, string id, string? creator, DateTimeOffset version, Action<Utf8JsonWriter> rest, bool revoked = false) => Write(type, id, version, json =>
    {
        json.Say("created_by_ref", creator);
        json.Say("created", StixTime.Created);
        json.Say("modified", version);
        if (revoked)
        {
            json.WriteBoolean("revoked", value: true);
        }

        rest(json);
    });

    private static StixObject Write(string type, string id, DateTimeOffset version, Action<Utf8JsonWriter> rest)
    {
        // Taken away meanwhile: what fails in between leaves nothing of it behind.
        var bytes = buffer ?? new(InitialSize);
        var json = writer ?? new(bytes, new() { SkipValidation = true });
        (buffer, writer) = (null, null);
        json.WriteStartObject();
        json.Say("type", type);
        json.Say("spec_version", "2.1");
        json.Say("id", id);
        rest(json);
        json.WriteEndObject();
        json.Flush();
        var made = bytes.WrittenSpan.ToArray();
        if (made.Length <= InitialSize)
        {
            bytes.Clear();
            json.Reset();
            (buffer, writer) = (bytes, json);
        }

        return new(id, type, version, made);
    }
}

/// <summary>Properties as STIX wants them: what is absent is left out, and so is an empty list (section 2.7).</summary>
internal static class Said
{
    public static void Say(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WritePropertyName(name);
            CanonicalJson.Write(json, value);
        }
    }

    public static void Say(this Utf8JsonWriter json, string name, DateTimeOffset? moment) => json.Say(name, moment is { } known ? StixTime.Write(known) : null);

    public static void Say(this Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    public static void Say(this Utf8JsonWriter json, string name, params IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            CanonicalJson.Write(json, value);
        }

        json.WriteEndArray();
    }

    /// <summary>The extension's own properties under its id.</summary>
    public static void SayExtension<T>(this Utf8JsonWriter json, T extension)
    {
        json.WriteStartObject("extensions");
        json.WritePropertyName(StixIds.Extension);
        JsonSerializer.Serialize(json, extension, RecordExtension.Snake);
        json.WriteEndObject();
    }
}
