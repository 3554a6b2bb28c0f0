using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Client;

/// <summary>How members of the closed lists are spelled: kebab-case; names of one or two letters are codes already (<c>A</c>, <c>H0</c>).</summary>
internal static class Code
{
    /// <summary>The code of a member.</summary>
    /// <exception cref="ArgumentException">It is the one that stands for what this version does not know.</exception>
    public static string Of<T>(T member) where T : struct, Enum =>
        Codes<T>.Names.TryGetValue(member, out var code) ? code : throw new ArgumentException($"{typeof(T).Name}.{member} is no code of the contract.", nameof(member));

    /// <summary>The member of a code; <c>Unlisted</c> where this version does not know it.</summary>
    public static T Read<T>(string code) where T : struct, Enum => Codes<T>.Members.GetValueOrDefault(code);

    /// <summary>All codes of a list.</summary>
    public static IEnumerable<string> All<T>() where T : struct, Enum => Codes<T>.Members.Keys;

    private static string Spell(string name) => name.Length <= 2 ? name : JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private static class Codes<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().Where(member => !member.Equals(default(T))).ToFrozenDictionary(member => member, member => Spell(member.ToString()));
        public static readonly FrozenDictionary<string, T> Members = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}

/// <summary>Writes and reads members of the closed lists by their codes.</summary>
internal sealed class CodeConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private sealed class Of<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Code.Read<T>(reader.GetString()!) : throw new JsonException("Expected a code.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Code.Of(value));
    }
}
