using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Client;

/// <summary>An owner is asked for what lies behind a hit, or for more than a reading allows. One of <see cref="Hit"/> and <see cref="Indicator"/>.</summary>
public sealed record RequestDisclosure
{
    /// <summary>The reference that a search answered, at most 30 days ago.</summary>
    public string? Hit { get; init; }

    /// <summary>A record that the caller reads.</summary>
    public Guid? Indicator { get; init; }

    public required Asks Asks { get; init; }

    /// <summary>With <see cref="Asks.OtherPurpose"/>, and only then.</summary>
    public Purpose? Purpose { get; init; }

    /// <summary>The facts, the offence, what the information is for. The owner reads it.</summary>
    public required string Justification { get; init; }

    /// <summary>Why the answer is due in 8 hours; null: in 7 days.</summary>
    [JsonConverter(typeof(UrgentConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public UrgentGround? Urgent { get; init; }
}

/// <summary>The answer to a request for disclosure.</summary>
/// <param name="Id">Of the request.</param>
public sealed record Requested(Guid Id);

/// <summary>An owner's own conditions (H3), accepted word by word.</summary>
public sealed record AcknowledgeConditions(string Conditions);

/// <summary>An owner's own conditions for a record.</summary>
/// <param name="Indicator">The record.</param>
/// <param name="Conditions">As they stand.</param>
/// <param name="Acknowledged">Whether the asking officer has accepted them.</param>
public sealed record ConditionsView(Guid Indicator, string Conditions, bool Acknowledged);

/// <summary>What was seen of what a record says; told to its owner.</summary>
/// <param name="SeenAt">The day, where it was seen.</param>
/// <param name="Count">How often; null when not counted.</param>
/// <param name="Platform">Id of <c>/v1/platforms</c>.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Note">At most 500 code points.</param>
public sealed record ReportSighting(DateOnly SeenAt, int? Count = null, string? Platform = null, string? Country = null, string? Note = null);

/// <summary>The answer to a report of a sighting.</summary>
/// <param name="Id">Of the sighting.</param>
public sealed record Reported(Guid Id);

/// <summary>On the wire the ground, or <c>false</c>.</summary>
internal sealed class UrgentConverter : JsonConverter<UrgentGround?>
{
    public override bool HandleNull => true;

    public override UrgentGround? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Code.Read<UrgentGround>(reader.GetString()!) : null;

    public override void Write(Utf8JsonWriter writer, UrgentGround? value, JsonSerializerOptions options)
    {
        if (value is { } ground)
        {
            writer.WriteStringValue(Code.Of(ground));
        }
        else
        {
            writer.WriteBooleanValue(false);
        }
    }
}
