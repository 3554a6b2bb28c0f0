using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntelShare.Stix;

/// <summary>Looks through a posted object before anything is read of it: whatever passes can be read without surprises.</summary>
internal static class Soundness
{
    private static readonly Regex IdShape = new(@"\A[a-z0-9][a-z0-9-]{1,100}--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly Regex PropertyShape = new(@"\A[a-z0-9_-]{1,250}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>True for an id of the standard's shape (section 2.9).</summary>
    public static bool IsId(string? text) => text is not null && IdShape.IsMatch(text);

    /// <summary>True for a name that the standard allows; no other is repeated in an answer.</summary>
    public static bool IsProperty(string name) => PropertyShape.IsMatch(name);

    /// <summary>The id of an object, sound or not; null where it has none, or not one of the standard's shape.</summary>
    public static string? IdOf(JsonElement value) => value.ValueKind != JsonValueKind.Object ? null
        : value.EnumerateObject().Where(property => Name(property) == "id").Select(property => TextOf(property.Value)).FirstOrDefault(IsId);

    /// <summary>Why an object cannot be read at all; null for a sound one.</summary>
    public static Refusal? Check(JsonElement value, string pointer, StixLimits limits) =>
        value.ValueKind != JsonValueKind.Object ? new("not-an-object", pointer, "Each item of objects is a STIX object.")
        : JsonMarshal.GetRawUtf8Value(value).Length > limits.Bytes ? new("object-too-large", pointer, $"At most {limits.Bytes} bytes.")
        : Check(value, pointer, limits.Depth);

    private static Refusal? Check(JsonElement value, string pointer, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth == 0:
                return new("too-deep", pointer, "Nested deeper than any object that is read.");
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var property in value.EnumerateObject())
                {
                    if (Name(property) is not { } name)
                    {
                        return NotClean(pointer);
                    }

                    var at = IsProperty(name) ? $"{pointer}/{name}" : pointer;
                    if (!names.Add(name))
                    {
                        return new("duplicate-property", at, "Each property once.");
                    }

                    if (Check(property.Value, at, depth - 1) is { } below)
                    {
                        return below;
                    }
                }

                return null;
            case JsonValueKind.Array:
                return value.EnumerateArray().Select((item, i) => Check(item, $"{pointer}/{i}", depth - 1)).FirstOrDefault(refusal => refusal is not null);
            case JsonValueKind.String when TextOf(value) is null:
                return NotClean(pointer);
            default:
                return null;
        }
    }

    /// <summary>A property of an object that was not looked through yet; the last of its name.</summary>
    public static JsonElement? Find(JsonElement json, string name) =>
        json.EnumerateObject().Where(property => Name(property) == name).Select(property => (JsonElement?)property.Value).LastOrDefault();

    /// <summary>How often an object that was not looked through yet says a property.</summary>
    public static int Says(JsonElement json, string name) => json.EnumerateObject().Count(property => Name(property) == name);

    /// <summary>Names of an object that was not looked through yet, as far as they are clean.</summary>
    public static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(Name).OfType<string>();

    /// <summary>The text of a string; null for any other value and for text that is not clean.</summary>
    public static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? Whole(() => value.GetString()) : null;

    private static Refusal NotClean(string pointer) => new("text-not-clean", pointer, "NUL and halves of characters are refused.");

    private static string? Name(JsonProperty property) => Whole(() => property.Name);

    // The parser lets an escaped half of a character pass and throws where it becomes a string; there is no way to ask before.
    private static string? Whole(Func<string?> read)
    {
        try
        {
            return read() is { } text && !text.Contains('\0') && IsWellFormed(text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !Rune.TryGetRuneAt(text, i++, out _))
            {
                return false;
            }
        }

        return true;
    }
}
