using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Stix;

/// <summary>
/// Text as RFC 8785 writes it: only what JSON forbids is escaped. Ids of STIX are digests of such text, and emoji stay emoji;
/// the framework's encoders write each as two escapes.
/// </summary>
internal static class CanonicalJson
{
    private const int MostOnStack = 300;
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    /// <summary>Writes a string as a value. A lone surrogate becomes U+FFFD: content holds none.</summary>
    public static void Write(Utf8JsonWriter json, string text)
    {
        if (text.Length > MostOnStack || text.AsSpan().ContainsAny(Escaped))
        {
            json.WriteRawValue(Encoding.UTF8.GetBytes(Quote(text)), skipInputValidation: true);
            return;
        }

        Span<byte> quoted = stackalloc byte[(MostOnStack * 3) + 2];
        var length = Encoding.UTF8.GetBytes(text, quoted[1..]);
        quoted[0] = quoted[length + 1] = (byte)'"';
        json.WriteRawValue(quoted[..(length + 2)], skipInputValidation: true);
    }

    /// <summary>An object of strings, members in the order of their UTF-16 units, without white space; in UTF-8.</summary>
    public static byte[] Object(params IEnumerable<(string Name, string? Value)> members) => Encoding.UTF8.GetBytes(
        $"{{{string.Join(',', members.Where(member => member.Value is not null).OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{Quote(member.Name)}:{Quote(member.Value!)}"))}}}");

    private static string Quote(string text)
    {
        if (!text.AsSpan().ContainsAny(Escaped))
        {
            return $"\"{text}\"";
        }

        var quoted = new StringBuilder(text.Length + 8).Append('"');
        foreach (var unit in text)
        {
            quoted = unit switch
            {
                '"' or '\\' => quoted.Append('\\').Append(unit),
                '\b' => quoted.Append("\\b"),
                '\t' => quoted.Append("\\t"),
                '\n' => quoted.Append("\\n"),
                '\f' => quoted.Append("\\f"),
                '\r' => quoted.Append("\\r"),
                < ' ' => quoted.Append("\\u00").Append("0123456789abcdef"[unit >> 4]).Append("0123456789abcdef"[unit & 15]),
                _ => quoted.Append(unit),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Lets a serialiser write every string so.</summary>
    public sealed class Strings : JsonConverter<string>
    {
        /// <inheritdoc />
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException("Expected a string.");

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => CanonicalJson.Write(writer, value);

        /// <inheritdoc />
        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        /// <inheritdoc />
        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(options.DictionaryKeyPolicy?.ConvertName(value) ?? value);
    }
}
