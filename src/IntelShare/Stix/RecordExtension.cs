using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Stix;

/// <summary>
/// The whole of a record beside the standard's properties, so that nothing is lost on the way out and back
/// (<c>openapi/stix/record.v1.json</c>). Names are in snake case, as the standard has them. An empty list is an absent one, there as in the law.
/// </summary>
/// <param name="ExtensionType">Always <c>property-extension</c>.</param>
/// <param name="Content">Written as it is; read as an element, whose kind stands beside it.</param>
/// <param name="ValidUntil">Only where nothing else is said: since when the reader has no access.</param>
internal sealed record RecordExtension(
    string? ExtensionType,
    Guid? Record = null,
    string? Owner = null,
    string? Kind = null,
    object? Content = null,
    IReadOnlyDictionary<string, string>? Identifier = null,
    Evaluation? Evaluation = null,
    Handling? Handling = null,
    IReadOnlyList<Obligation>? Obligations = null,
    IReadOnlyList<Purpose>? Purposes = null,
    IReadOnlyList<CrimeArea>? CrimeAreas = null,
    SharedSubject? Subject = null,
    DateOnly? ReviewBy = null,
    DateTimeOffset? DisclosedUntil = null,
    string? Conditions = null,
    DateTimeOffset? ValidUntil = null)
{
    public const string PropertyExtension = "property-extension";

    /// <summary>As in the extension.</summary>
    public static readonly JsonSerializerOptions Snake = Options(JsonNamingPolicy.SnakeCaseLower);

    /// <summary>As in the body of a submission.</summary>
    public static readonly JsonSerializerOptions Body = Options(JsonNamingPolicy.CamelCase);

    public static RecordExtension Of(SharedRecord record) => new(
        PropertyExtension, record.Origin.Record, record.Owner, record.Origin.Kind, record.Content, record.Content is null ? record.Identifier : null, record.Evaluation,
        record.Handling, record.Obligations, record.Purposes, record.CrimeAreas, record.Subject, record.ReviewBy, record.DisclosedUntil, record.Conditions);

    private static JsonSerializerOptions Options(JsonNamingPolicy naming) => new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = naming,
        DictionaryKeyPolicy = naming,
        // Presence is checked by the law, which lists every missing member at once.
        RespectRequiredConstructorParameters = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new CodeConverter(), new CanonicalJson.Strings(), new StixTime.Converter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KindBeside, LeaveOutEmptyLists } },
    };

    // The kind stands beside the content, as in a submission.
    private static void KindBeside(JsonTypeInfo type) => type.PolymorphismOptions = null;

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable))))
        {
            property.ShouldSerialize = (_, value) => value is ICollection list ? list.Count > 0 : value is IEnumerable some && some.GetEnumerator().MoveNext();
        }
    }
}

/// <summary>What a sighting says beside the standard's properties.</summary>
internal sealed record SightingExtension(string? ExtensionType, Guid? Record, string? Platform, string? Country);
