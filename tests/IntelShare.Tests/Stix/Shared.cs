using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

/// <summary>Records as France reads them, and what it receives.</summary>
internal static class Shared
{
    public static readonly DateTimeOffset ToldAt = new DateTimeOffset(2026, 12, 1, 12, 30, 15, TimeSpan.Zero).AddTicks(1_234_560);

    private static readonly JsonSerializerOptions Wire = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new CodeConverter() },
    };

    public static SharedRecord Slang => Of(Given.Submitted(Cast.Slang()));

    public static SharedRecord Account => Of(Given.Submitted(Cast.Account()));

    public static SharedRecord Pattern => Of(Given.Submitted(Cast.Slang() with { Kind = "recruitment-pattern", Content = Samples.Of<RecruitmentPattern>() }));

    public static SharedRecord Of(Indicator record) => SharedRecord.Of(record, Whole(), ToldAt)!;

    public static Ruling Whole(Grant? grant = null) => new(Level.Full, DecidedBy: null, [], grant);

    /// <summary>A narrowed disclosure to France until the summer.</summary>
    public static Ruling Disclosed(params FieldGroup[] fields) =>
        Whole(new(Guid.Empty, "fr-ofast", Asks.Content, Purpose: null, fields, Confidential.Saying("Ask before any arrest."), Cast.On(2027, 6, 1), Version: 2));

    public static string Text(this StixObject written) => Encoding.UTF8.GetString(written.Json.Span);

    public static JsonObject Json(this StixObject written) => JsonNode.Parse(written.Json.Span)!.AsObject();

    public static byte[] Bundle(params IEnumerable<StixObject> objects) =>
        Encoding.UTF8.GetBytes($$"""{"type":"bundle","id":"bundle--5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01","objects":[{{string.Join(',', objects.Select(Text))}}]}""");

    public static IReadOnlyList<Reading> Read(params IEnumerable<StixObject> objects) => Envelope.Read(Bundle(objects), new()).Objects;

    public static IReadOnlyList<Reading> Read(params IEnumerable<string> objects) => Envelope.Read(Encoding.UTF8.GetBytes($$"""{"objects":[{{string.Join(',', objects)}}]}"""), new()).Objects;

    /// <summary>One object of whatever size.</summary>
    public static IReadOnlyList<Reading> ReadLarge(string one) => Envelope.Read(Encoding.UTF8.GetBytes($$"""{"objects":[{{one}}]}"""), new(Bytes: int.MaxValue)).Objects;

    /// <summary>The one offer among readings.</summary>
    public static Offered Offer(this IReadOnlyList<Reading> readings) => readings.OfType<Offered>().Single();

    /// <summary>The refusals as <c>code pointer</c>, in order.</summary>
    public static string[] Refusals(this IReadOnlyList<Reading> readings) =>
        [.. readings.OfType<Refused>().SelectMany(refused => refused.Refusals).Select(refusal => $"{refusal.Code} {refusal.Pointer}")];

    /// <summary>What a client would post for the same record: empty lists left out, as STIX has none.</summary>
    public static JsonObject Body(SharedRecord record)
    {
        var body = new JsonObject
        {
            ["kind"] = record.Origin.Kind,
            ["content"] = Node(record.Content!, record.Content!.GetType()),
            ["evaluation"] = Node(record.Evaluation),
            ["handling"] = Node(record.Handling),
            ["purposes"] = Node(record.Purposes),
            ["crimeAreas"] = Node(record.CrimeAreas),
            ["subject"] = Node(record.Subject),
            ["retention"] = record.ReviewBy is { } day ? new JsonObject { ["reviewBy"] = Node(day) } : null,
            ["reference"] = StixIds.Carrier(record.Origin),
        };
        return (JsonObject)WithoutNothing(body)!;
    }

    public static JsonNode? WithoutNothing(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is null or JsonArray { Count: 0 })
                {
                    members.Remove(name);
                }

                WithoutNothing(value);
            }
        }

        return node;
    }

    private static JsonNode? Node<T>(T value, Type? type = null) => JsonSerializer.SerializeToNode(value, type ?? typeof(T), Wire);
}
