using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Client;

/// <summary>JSON as the contract has it: what is mandatory is asked for, members that a newer hub adds are passed over.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Wire = Make(new ViewConverter());

    private static JsonSerializerOptions Make(JsonConverter also) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new CodeConverter(), also },
    };

    /// <summary>Reads what is told of a record: which of the views it is shows by what stands in it, and <c>kind</c> beside the content says how that is read.</summary>
    private sealed class ViewConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(IndicatorView));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T> where T : IndicatorView
        {
            public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                var told = JsonElement.ParseValue(ref reader);
                var view = told.TryGetProperty("status", out _) ? typeof(OwnerView) : told.TryGetProperty("identifier", out _) ? typeof(DisclosedView) : typeof(FullView);
                return told.Deserialize(view, ByKind[Code.Read<IndicatorKind>(told.GetProperty("kind").GetString()!)]) as T ?? throw new JsonException($"Expected {typeof(T).Name}, not {view.Name}.");
            }

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, value.GetType(), ByKind[value.Kind]);
        }
    }

    private static readonly Dictionary<IndicatorKind, JsonSerializerOptions> ByKind = new()
    {
        [IndicatorKind.Unlisted] = Make(new ContentOf<UnlistedContent>()),
        [IndicatorKind.LexiconEntry] = Make(new ContentOf<LexiconEntry>()),
        [IndicatorKind.RecruitmentPattern] = Make(new ContentOf<RecruitmentPattern>()),
        [IndicatorKind.AccountHandle] = Make(new ContentOf<AccountHandle>()),
        [IndicatorKind.PaymentAddress] = Make(new ContentOf<PaymentAddress>()),
    };

    private sealed class ContentOf<T> : JsonConverter<IndicatorContent> where T : IndicatorContent
    {
        public override IndicatorContent? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            typeof(T) == typeof(UnlistedContent) ? new UnlistedContent(JsonElement.ParseValue(ref reader)) : JsonSerializer.Deserialize<T>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, IndicatorContent value, JsonSerializerOptions options)
        {
            if (value is UnlistedContent unlisted)
            {
                unlisted.Json.WriteTo(writer);
            }
            else
            {
                JsonSerializer.Serialize(writer, (T)value, options);
            }
        }
    }
}
