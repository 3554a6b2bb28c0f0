using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntelShare.Tests.Stix;

/// <summary>As much of JSON Schema 2020-12 as our own schema says; any other keyword is an error of the schema.</summary>
internal sealed class Schema(JsonObject root)
{
    private static readonly string[] Words =
    [
        "$schema", "$id", "$defs", "title", "description", "$ref", "oneOf", "const", "enum", "type", "properties", "required", "additionalProperties", "minProperties", "items", "minItems", "maxItems", "minLength",
        "maxLength", "pattern", "minimum", "maximum",
    ];

    /// <summary>Where and by what word an instance is not as the schema has it.</summary>
    public IReadOnlyList<string> Faults(JsonNode? instance) => [.. Faults(root, instance, "")];

    private IEnumerable<string> Faults(JsonNode schema, JsonNode? instance, string at)
    {
        foreach (var (word, value) in schema.AsObject())
        {
            Assert.Contains(word, Words);
            var faults = word switch
            {
                "$ref" => Faults(root["$defs"]![((string)value!)["#/$defs/".Length..]]!, instance, at),
                "oneOf" => value!.AsArray().Count(one => !Faults(one!, instance, at).Any()) == 1 ? [] : [$"{at} oneOf {string.Join(" / ", value.AsArray().Select(one => Faults(one!, instance, at).FirstOrDefault()))}"],
                "properties" => instance is JsonObject members ? members.Where(member => value![member.Key] is not null).SelectMany(member => Faults(value![member.Key]!, member.Value, $"{at}/{member.Key}")) : [],
                "items" => instance is JsonArray items ? items.SelectMany((item, i) => Faults(value!, item, $"{at}/{i}")) : [],
                _ => Holds(word, value, schema, instance) ? [] : [$"{at} {word}"],
            };
            foreach (var fault in faults)
            {
                yield return fault;
            }
        }
    }

    private static bool Holds(string word, JsonNode? value, JsonNode schema, JsonNode? instance) => word switch
    {
        "const" => JsonNode.DeepEquals(value, instance),
        "enum" => value!.AsArray().Any(one => JsonNode.DeepEquals(one, instance)),
        "type" => (string)value! switch
        {
            "object" => instance is JsonObject,
            "array" => instance is JsonArray,
            "string" => instance is JsonValue text && text.TryGetValue<string>(out _),
            "boolean" => instance is JsonValue flag && flag.TryGetValue<bool>(out _),
            "integer" => instance is JsonValue whole && whole.TryGetValue<int>(out _),
            "number" => instance is JsonValue number && number.TryGetValue<decimal>(out _),
            _ => false,
        },
        "required" => instance is not JsonObject members || value!.AsArray().All(name => members.ContainsKey((string)name!)),
        "additionalProperties" => instance is not JsonObject all || all.All(member => schema["properties"]![member.Key] is not null),
        "minProperties" => instance is not JsonObject few || few.Count >= (int)value!,
        "minItems" => instance is not JsonArray some || some.Count >= (int)value!,
        "maxItems" => instance is not JsonArray many || many.Count <= (int)value!,
        "minLength" => Length(instance) is not { } length || length >= (int)value!,
        "maxLength" => Length(instance) is not { } length || length <= (int)value!,
        "pattern" => instance is not JsonValue said || !said.TryGetValue<string>(out var text) || Regex.IsMatch(text, (string)value!, RegexOptions.None, TimeSpan.FromSeconds(1)),
        "minimum" => instance is not JsonValue least || !least.TryGetValue<decimal>(out var number) || number >= (decimal)value!,
        "maximum" => instance is not JsonValue most || !most.TryGetValue<decimal>(out var number) || number <= (decimal)value!,
        _ => true,
    };

    private static int? Length(JsonNode? instance) => instance is JsonValue value && value.TryGetValue<string>(out var text) ? text.EnumerateRunes().Count() : null;
}
