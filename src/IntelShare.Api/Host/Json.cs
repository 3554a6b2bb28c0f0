using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntelShare.Indicators;

namespace IntelShare.Api.Host;

/// <summary>The two ways JSON is written and read: strict on the wire, forgiving of member order in the store (jsonb reorders keys).</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Wire = MakeWire(new KindBeside());

    public static readonly JsonSerializerOptions Stored = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new CodeConverter() },
        Encoder = EmojiEncoder.Instance,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>
    /// As <see cref="Stored"/>, for what was sealed: bytes come back in the order in which they were written, the kind first, so no object is searched for it.
    /// Records are made empty and filled member by member, which costs less than gathering their arguments first.
    /// </summary>
    public static readonly JsonSerializerOptions Unsealed = new(Stored)
    {
        AllowOutOfOrderMetadataProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { MakeEmpty } },
    };

    private static void MakeEmpty(JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Object, CreateObject: null, ConstructorAttributeProvider: ConstructorInfo constructor }
            && constructor.GetParameters() is var parameters && parameters.All(parameter => type.Properties.Any(member => member.Set is not null && member.AttributeProvider is MemberInfo { Name: var name } && name == parameter.Name)))
        {
            type.CreateObject = Expression.Lambda<Func<object>>(Expression.New(constructor, parameters.Select(parameter =>
                parameter is { HasDefaultValue: true, DefaultValue: { } given } ? Expression.Constant(given, parameter.ParameterType) : (Expression)Expression.Default(parameter.ParameterType)))).Compile();
        }
    }

    private static JsonSerializerOptions MakeWire(params IEnumerable<JsonConverter> also)
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            // Presence is checked by the law, which lists every missing member at once.
            RespectRequiredConstructorParameters = false,
            MaxDepth = 16,
            Encoder = EmojiEncoder.Instance,
            // On the wire the kind stands beside the content, never in it.
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { type => type.PolymorphismOptions = null } },
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new CodeConverter(), new UtcTime() },
        };
        foreach (var converter in also)
        {
            options.Converters.Add(converter);
        }

        return options;
    }

    /// <summary>RFC 3339 in UTC, to the microsecond that PostgreSQL keeps.</summary>
    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().ToUniversalTime();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>Reads a submission, whose <c>kind</c> stands beside its <c>content</c> and says how that is read.</summary>
    private sealed class KindBeside : JsonConverter<SubmitIndicator>
    {
        private readonly Dictionary<string, JsonSerializerOptions> byKind = Kind.All.Values.ToDictionary(kind => kind.Name, kind => MakeWire(new ContentOf(kind.Content)));
        private readonly JsonSerializerOptions unknown = MakeWire(new ContentOf(type: null));

        public override SubmitIndicator? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var body = JsonSerializer.Deserialize<JsonElement>(ref reader, unknown);
            var kind = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("kind", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
            return body.Deserialize<SubmitIndicator>(kind is null ? unknown : byKind.GetValueOrDefault(kind, unknown));
        }

        public override void Write(Utf8JsonWriter writer, SubmitIndicator value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, value.Kind is null ? unknown : byKind.GetValueOrDefault(value.Kind, unknown));

        /// <summary>Content as one kind, or passed over when the kind is not known: then the law refuses the kind.</summary>
        private sealed class ContentOf(Type? type) : JsonConverter<IndicatorContent>
        {
            public override IndicatorContent? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                if (type is null)
                {
                    reader.Skip();
                    return null;
                }

                try
                {
                    return (IndicatorContent?)JsonSerializer.Deserialize(ref reader, type, options);
                }
                catch (JsonException malformed)
                {
                    throw new JsonException(malformed.Message, "$.content" + malformed.Path?[1..], malformed.LineNumber, malformed.BytePositionInLine, malformed);
                }
            }

            public override void Write(Utf8JsonWriter writer, IndicatorContent value, JsonSerializerOptions options) =>
                JsonSerializer.Serialize(writer, value, value.GetType(), options);
        }
    }
}
