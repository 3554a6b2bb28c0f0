using System.Text.Json;
using System.Text.Json.Serialization;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Disclosure;

/// <summary>Ask an owner for more than a hit or a reading gives. All members are as on the wire: null when absent.</summary>
/// <param name="Hit">The reference that a search answered; this or <paramref name="Indicator"/>.</param>
/// <param name="Indicator">A record that the asker reads.</param>
/// <param name="Asks">What is asked for.</param>
/// <param name="Purpose">With <see cref="Asks.OtherPurpose"/>, and only then: the purpose asked for.</param>
/// <param name="Justification">Why, in the asker's words: the facts, the offence, what the information is for (Directive (EU) 2023/977, Article 4(5)); at most 2,000 code points.</param>
/// <param name="Urgent">False, or why an answer is needed within hours.</param>
public sealed record RequestDisclosure(string? Hit, Guid? Indicator, Asks? Asks, Purpose? Purpose, string? Justification, Urgent? Urgent)
{
    /// <summary>What is wrong with the request in itself, before anything is looked up.</summary>
    public IEnumerable<Refusal> Check() =>
    [
        .. Hit is null == Indicator is null ? [new Refusal("hit-or-indicator", "", "Exactly one of hit and indicator is mandatory.")] : Array.Empty<Refusal>(),
        .. Asks is null ? [new Refusal("required", "/asks", "This member is mandatory.")] : Array.Empty<Refusal>(),
        .. Asks == Indicators.Asks.OtherPurpose == Purpose is null ? [new Refusal("purpose-with-other-purpose", "/purpose", "Mandatory with other-purpose, and only then.")] : Array.Empty<Refusal>(),
        .. Text.Required(Justification, "/justification", 2000),
        .. Urgent is null ? [new Refusal("required", "/urgent", "False, or the ground of urgency.")] : Array.Empty<Refusal>(),
    ];
}

/// <summary>The grounds of urgency of Directive (EU) 2023/977, Article 2(7); no other is one.</summary>
public enum UrgentGround
{
    /// <summary>An imminent and serious threat to public security.</summary>
    ThreatToPublicSecurity,

    /// <summary>An imminent threat to somebody's life or physical integrity.</summary>
    ThreatToLifeOrIntegrity,

    /// <summary>A decision that may keep somebody in detention or free him.</summary>
    DecisionOnDetention,

    /// <summary>The information loses its relevance unless it comes at once.</summary>
    InformationLosesRelevance,
}

/// <summary>On the wire <c>false</c> or a ground: an urgency without its reason cannot be said.</summary>
[JsonConverter(typeof(UrgentConverter))]
public sealed record Urgent(UrgentGround? Ground);

/// <summary>Reads and writes <see cref="Urgent"/>.</summary>
public sealed class UrgentConverter : JsonConverter<Urgent>
{
    /// <inheritdoc />
    public override Urgent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.False ? new(Ground: null)
        : reader.TokenType == JsonTokenType.String && Codes.TryRead<UrgentGround>(reader.GetString(), out var ground) ? new(ground)
        : throw new JsonException($"Expected one of: false, {string.Join(", ", Codes.Of<UrgentGround>())}.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Urgent value, JsonSerializerOptions options)
    {
        if (value.Ground is { } ground)
        {
            writer.WriteStringValue(ground.Code());
        }
        else
        {
            writer.WriteBooleanValue(false);
        }
    }
}

/// <summary>What an owner can decide.</summary>
public enum Verdict
{
    Grant,
    Refuse,

    /// <summary>Decide later, within the law: the asker is told why and until when.</summary>
    Defer,
}

/// <summary>How far a decision may be deferred (Directive (EU) 2023/977, Article 5).</summary>
public enum DeferredTo
{
    /// <summary>Three days from receipt, for urgent requests whose information is not directly accessible.</summary>
    ThreeDays,

    /// <summary>The day on which a judicial authorisation is expected.</summary>
    JudicialAuthorisation,
}

/// <summary>The closed list of grounds of refusal: Article 6(1) of Directive (EU) 2023/977 and Article 7(7) of Regulation (EU) 2016/794.</summary>
public enum RefusalGround
{
    NotAvailable,
    RequestNotInForm,
    AuthorisationRefused,
    BeyondPermittedData,
    InaccurateOrOutdated,
    NationalSecurity,
    IntelligenceActivities,
    InvestigationOrSafety,
    InterestsOfLegalPerson,
    MinorOrNoOffence,

    /// <summary>The data come from another State or a third owner, who did not consent.</summary>
    ThirdOwnerWithoutConsent,
}

/// <summary>Answer a request. Members that do not belong to the decision are refused: nobody shall believe that they count.</summary>
/// <param name="Decision">What is decided.</param>
/// <param name="Reason">Told to the asker; at most 1,000 code points.</param>
/// <param name="Until">Of a grant: first moment without it.</param>
/// <param name="Indicators">Of a grant: some of the records that the request covers; by default all that are active.</param>
/// <param name="Fields">Of a grant of content: what is disclosed beside the identifier; by default everything.</param>
/// <param name="Conditions">Of a grant: told with every read; at most 1,000 code points.</param>
/// <param name="Ground">Of a refusal.</param>
/// <param name="To">Of a deferral.</param>
/// <param name="Expected">Of a deferral to judicial authorisation: when the answer is expected.</param>
public sealed record DecideDisclosure(
    Verdict? Decision,
    string? Reason,
    DateTimeOffset? Until,
    Guid[]? Indicators,
    FieldGroup[]? Fields,
    string? Conditions,
    RefusalGround? Ground,
    DeferredTo? To,
    DateTimeOffset? Expected);

/// <summary>Take a granted disclosure back, for all records it was granted for.</summary>
/// <param name="Reason">Told to the asker; at most 1,000 code points.</param>
public sealed record RevokeDisclosure(string? Reason);
