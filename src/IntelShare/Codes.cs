using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare;

/// <summary>
/// The one spelling of a closed list's members, on the wire, in the store and in headers: kebab-case, case-sensitive
/// (<c>OperationalAnalysis</c> is <c>operational-analysis</c>); names of one or two letters are published codes (<c>A</c>, <c>H0</c>) and stay as they are.
/// </summary>
public static class Codes
{
    /// <summary>The code of <paramref name="member"/>.</summary>
    public static string Code<T>(this T member) where T : struct, Enum => List<T>.Names[member];

    /// <summary>Reads a code exactly as published; false for anything else, wrong case included.</summary>
    public static bool TryRead<T>(string? code, out T member) where T : struct, Enum
    {
        member = default;
        return code is not null && List<T>.Members.TryGetValue(code, out member);
    }

    /// <summary>All codes of a list in the order of declaration, as the contract publishes them.</summary>
    public static IReadOnlyList<string> Of<T>() where T : struct, Enum => List<T>.All;

    internal static string Spell(string name)
    {
        if (name.Length <= 2)
        {
            return name;
        }

        var spelled = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && spelled.Length > 0)
            {
                spelled.Append('-');
            }

            spelled.Append(char.ToLowerInvariant(letter));
        }

        return spelled.ToString();
    }

    private static class List<T> where T : struct, Enum
    {
        public static readonly IReadOnlyList<string> All = [.. Enum.GetNames<T>().Select(Spell)];
        public static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(m => m, m => Spell(m.ToString()));
        public static readonly FrozenDictionary<string, T> Members = Names.ToFrozenDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);
    }
}

/// <summary>Writes and reads closed lists by <see cref="Codes"/>; numbers, wrong case and comma lists are refused as malformed.</summary>
public sealed class CodeConverter : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Codes.TryRead<T>(reader.GetString(), out var member)
                ? member
                : throw new JsonException($"Expected one of: {string.Join(", ", Codes.Of<T>())}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code());

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.Code());
    }
}
