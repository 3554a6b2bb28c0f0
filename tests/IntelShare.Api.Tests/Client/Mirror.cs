using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IntelShare.Client;

namespace IntelShare.Api.Tests.Client;

/// <summary>The library held against a contract: every operation, parameter, member, type and code that either has and the other has not.</summary>
internal sealed class Mirror
{
    private static readonly NullabilityInfoContext Nullability = new();
    private readonly JsonObject contract;
    private readonly List<string> faults = [];
    private readonly HashSet<(string Schema, Type Type)> seen = [];

    private Mirror(JsonObject contract) => this.contract = contract;

    /// <summary>What differs; empty where nothing does.</summary>
    public static IReadOnlyList<string> Faults(JsonObject contract)
    {
        var mirror = new Mirror(contract);
        foreach (var operation in Operations.All)
        {
            mirror.Look(operation);
        }

        mirror.Look(contract["components"]!["schemas"]!["Problem"]!.AsObject(), typeof(Problem), "Problem");
        mirror.Same("Roles", [.. typeof(Roles).GetFields().Select(role => (string)role.GetRawConstantValue()!)], Codes(contract["components"]!["schemas"]!["Role"]!.AsObject())!);
        return mirror.faults;
    }

    private void Look(Operation operation)
    {
        if (contract["paths"]![operation.Path]?[operation.Method.Method.ToLowerInvariant()] is not JsonObject there || there["operationId"]!.GetValue<string>() != operation.Id)
        {
            faults.Add($"{operation.Id} is not {operation.Method} {operation.Path}");
            return;
        }

        // What is read as JSON is asked for in no other form.
        var parameters = there["parameters"]?.AsArray().Select(one => one!.AsObject()).Where(one => Name(one) != "format" || operation.Answers is null).ToArray() ?? [];
        Same(operation.Id + "?", [.. operation.Query], Named("query").Select(Name));
        Same(operation.Id + " in braces", [.. operation.Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part[1..^1])], Named("path").Select(Name));
        (States States, string Header)[] states = [(States.Why, "Intel-Purpose"), (States.Why, "Intel-Case"), (States.Why, "Intel-Justification"), (States.Key, "Idempotency-Key"), (States.Version, "If-Match")];
        Same(operation.Id + " states", [.. states.Where(one => operation.States.HasFlag(one.States)).Select(one => one.Header)], Named("header").Select(Name));
        foreach (var parameter in Named("query").Where(one => Codes(one["schema"]!.AsObject()) is not null))
        {
            Type? list = Name(parameter) switch { "kind" => typeof(IndicatorKind), "outcome" => typeof(RowOutcome), "format" => typeof(ExportFormat), "ground" => typeof(RestrictionGround), _ => null };
            Same($"{operation.Id}?{Name(parameter)}", list is null ? [] : CodesOf(list), Codes(parameter["schema"]!.AsObject())!);
        }

        var body = there["requestBody"]?["content"]?["application/json"]?["schema"]?.AsObject();
        Pair(body, operation.Body, operation.Id + " sends");
        Pair(there["responses"]!.AsObject().First(answer => answer.Key[0] == '2').Value!["content"]?["application/json"]?["schema"]?.AsObject(), operation.Answers, operation.Id + " answers");

        IEnumerable<JsonObject> Named(string place) => parameters.Where(one => one["in"]!.GetValue<string>() == place);

        static string Name(JsonObject parameter) => parameter["name"]!.GetValue<string>();
    }

    private void Pair(JsonObject? schema, Type? type, string place)
    {
        if (schema is not null && type is not null)
        {
            Look(schema, type, place);
        }
        else if (schema is not null || type is not null)
        {
            faults.Add($"{place}: the {(schema is null ? "contract" : "library")} has no body");
        }
    }

    private void Look(JsonObject schema, Type type, string place)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = reference.Split('/')[^1];
            if (name is "Role" or "ProblemCode" && type == typeof(string))
            {
                // Lists that a partner switches on, and that nobody parses.
                return;
            }

            schema = contract["components"]!["schemas"]![name]!.AsObject();
            if (!seen.Add((name, type)))
            {
                return;
            }

            place = name;
        }

        var bare = Nullable.GetUnderlyingType(type) ?? type;
        switch (schema["oneOf"]?.AsArray().Select(one => one!.AsObject()).Where(one => one["type"]?.ToString() != "null").ToArray())
        {
            case [var only]:
                Look(only, bare, place);
                return;
            case [var grade, var word] when bare == typeof(Evaluation):
                Look(grade, typeof(EvaluationConverter.Grade), place);
                Same(place, ["unassessed"], Codes(word)!);
                return;
            case [_, var ground] when bare == typeof(UrgentGround):
                Look(ground, bare, place);
                return;
            case { } some when bare == typeof(SubmitIndicator):
                Members(Merged(some.Select(one => contract["components"]!["schemas"]![one["$ref"]!.GetValue<string>().Split('/')[^1]]!.AsObject()).ToArray()), bare, place);
                return;
            case { } some:
                var ours = bare.Assembly.GetTypes().Where(one => one.IsSubclassOf(bare) && one != typeof(UnlistedContent)).ToDictionary(one => one.Name, StringComparer.Ordinal);
                Same(place, [.. ours.Keys], some.Select(one => one["$ref"]!.GetValue<string>().Split('/')[^1]));
                foreach (var one in some.Where(one => ours.ContainsKey(one["$ref"]!.GetValue<string>().Split('/')[^1])))
                {
                    Look(one, ours[one["$ref"]!.GetValue<string>().Split('/')[^1]], place);
                }

                return;
        }

        if (bare.IsEnum)
        {
            // The codes of a row stand with the parameter that asks for them.
            Same(place, bare == typeof(RowOutcome) && Codes(schema) is null ? [] : CodesOf(bare), Codes(schema) ?? []);
        }
        else if (Expected(bare) is var (kind, format))
        {
            var kinds = schema["type"] is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [schema["type"]?.GetValue<string>() ?? "nothing"];
            Same(place, [kind], kinds.Where(one => one != "null"));
            Same(place, format is null ? [] : [format], schema["format"]?.GetValue<string>() is { } said ? [said] : []);
            Same(place, [], Codes(schema) ?? []);
        }
        else if (schema["items"] is JsonObject items)
        {
            Look(items, bare.GetGenericArguments().Single(), place + "[]");
        }
        else if (schema["additionalProperties"] is JsonObject values)
        {
            Look(values, bare.GetGenericArguments()[1], place + "{}");
        }
        else
        {
            Members(schema, bare, place);
        }
    }

    private void Members(JsonObject schema, Type type, string place)
    {
        var there = schema["properties"]!.AsObject();
        var required = schema["required"]?.AsArray().Select(one => one!.GetValue<string>()).ToArray() ?? [];
        var here = type.GetProperties().Where(one => one.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }).ToDictionary(one => JsonNamingPolicy.CamelCase.ConvertName(one.Name), StringComparer.Ordinal);
        Same(place, [.. here.Keys], there.Select(one => one.Key));
        foreach (var (name, member) in here.Where(one => there.ContainsKey(one.Key)))
        {
            // Where the contract has false said, the library's caller says nothing.
            var isMandatory = required.Contains(name, StringComparer.Ordinal) && Nullable.GetUnderlyingType(member.PropertyType) != typeof(UrgentGround);
            var isNullable = Nullability.Create(member).ReadState == NullabilityState.Nullable;
            if (IsMandatory(type, member) != isMandatory)
            {
                faults.Add($"{place}.{name} is {(isMandatory ? "" : "not ")}mandatory");
            }

            // A page of what never ends always says where to go on.
            if (isNullable && isMandatory && !MayBeNull(there[name]!.AsObject()) && type.Name != "PageOf`1")
            {
                faults.Add($"{place}.{name} is never null");
            }

            if (!isNullable && !isMandatory && there[name]!["items"] is null)
            {
                faults.Add($"{place}.{name} may be absent");
            }

            Look(there[name]!.AsObject(), member.PropertyType, $"{place}.{name}");
        }
    }

    private static bool IsMandatory(Type type, PropertyInfo member) => member.IsDefined(typeof(RequiredMemberAttribute)) || !member.CanWrite
        || type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).SelectMany(one => one.GetParameters()).Any(one => string.Equals(one.Name, member.Name, StringComparison.OrdinalIgnoreCase) && !one.HasDefaultValue);

    private static bool MayBeNull(JsonObject schema) => schema["type"] is JsonArray kinds && kinds.Any(one => one!.GetValue<string>() == "null");

    /// <summary>One schema for what is told apart by its kind: each member that any has, mandatory where it is in all.</summary>
    private static JsonObject Merged(JsonObject[] variants)
    {
        var properties = new JsonObject();
        foreach (var name in variants.SelectMany(one => one["properties"]!.AsObject().Select(member => member.Key)).Distinct(StringComparer.Ordinal))
        {
            var all = variants.Select(one => one["properties"]![name]).OfType<JsonNode>().ToArray();
            properties[name] = name switch
            {
                "kind" => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. all.Select(one => one["enum"]![0]!.DeepClone())]) },
                "content" => new JsonObject { ["oneOf"] = new JsonArray([.. all.Select(one => one.DeepClone())]) },
                _ => all[0].DeepClone(),
            };
        }

        var required = variants.Select(one => one["required"]!.AsArray().Select(name => name!.GetValue<string>())).Aggregate((some, others) => some.Intersect(others, StringComparer.Ordinal));
        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]) };
    }

    private static (string Kind, string? Format)? Expected(Type type) =>
        type == typeof(string) ? ("string", null)
        : type == typeof(Guid) ? ("string", "uuid")
        : type == typeof(DateOnly) ? ("string", "date")
        : type == typeof(DateTimeOffset) ? ("string", "date-time")
        : type == typeof(int) ? ("integer", "int32")
        : type == typeof(long) ? ("integer", "int64")
        : type == typeof(decimal) ? ("number", null)
        : type == typeof(bool) ? ("boolean", null)
        : null;

    private static string[]? Codes(JsonObject schema) => schema["enum"]?.AsArray().Select(one => one!.GetValue<string>()).ToArray();

    private static string[] CodesOf(Type list) => [.. (IEnumerable<string>)typeof(Code).GetMethod(nameof(Code.All))!.MakeGenericMethod(list).Invoke(null, null)!];

    private void Same(string place, string[] library, IEnumerable<string> contracts)
    {
        var there = contracts.ToArray();
        faults.AddRange(library.Except(there, StringComparer.Ordinal).Select(one => $"{place}: the contract has no {one}"));
        faults.AddRange(there.Except(library, StringComparer.Ordinal).Select(one => $"{place}: the library has no {one}"));
    }
}
