using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Indicators;

/// <summary>Submit what an agency knows. All members are as on the wire: null when absent.</summary>
public sealed record SubmitIndicator(
    string? Kind,
    IndicatorContent? Content,
    Evaluation? Evaluation,
    Handling? Handling,
    Release? Release,
    Members.Purpose[]? Purposes,
    CrimeArea[]? CrimeAreas,
    Retention? Retention,
    Subject? Subject,
    string? Reference);

/// <summary>Replace whole members of an own record (RFC 7396 at the top level); a member not given stays as it is.</summary>
public sealed record AmendIndicator(
    Given<JsonElement> Content,
    Given<Evaluation> Evaluation,
    Given<Handling> Handling,
    Given<Members.Purpose[]> Purposes,
    Given<CrimeArea[]> CrimeAreas,
    Given<Subject> Subject,
    Given<string> Reference);

/// <summary>Grade an own record anew.</summary>
public sealed record ReevaluateIndicator(Evaluation? Evaluation, string? Reason);

/// <summary>Take an own record back for good.</summary>
public sealed record WithdrawIndicator(string? Reason);

/// <summary>A member of a merge patch: absent (the default) or given, and then perhaps null, which removes it.</summary>
[JsonConverter(typeof(GivenConverter))]
public readonly record struct Given<T>(bool IsGiven, T? Value)
{
    /// <summary>The given value, or <paramref name="current"/> when absent.</summary>
    public T? Or(T? current) => IsGiven ? Value : current;
}

/// <summary>Reads a present member, null included, as given.</summary>
public sealed class GivenConverter : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Given<>);

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<Given<T>>
    {
        public override bool HandleNull => true;

        public override Given<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(IsGiven: true, JsonSerializer.Deserialize<T>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, Given<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
