using System.Text.Json;
using System.Text.Json.Serialization;
using IntelShare.Indicators;

namespace IntelShare.Tests;

/// <summary>A record before something is asked of it.</summary>
internal static class Given
{
    public static readonly Guid Id = Guid.Parse("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01");

    /// <summary>What Sweden submitted when the records of the specification are released.</summary>
    public static Indicator Submitted(SubmitIndicator command) => Submitted(command, Cast.Released);

    public static Indicator Submitted(SubmitIndicator command, DateTimeOffset at) => Submit(command, at).Then();

    public static Outcome Submit(SubmitIndicator command) => Submit(command, Cast.Now);

    public static Outcome Submit(SubmitIndicator command, DateTimeOffset at) => new(null, Indicator.Submit(command, Cast.Sweden, Cast.Registry, at));

    public static Outcome When(this Indicator record, Func<Indicator, Decision> act) => new(record, act(record));
}

/// <summary>The law's answer beside the record it was asked about.</summary>
internal sealed record Outcome(Indicator? Before, Decision Decision)
{
    /// <summary>Accepted: the record after the facts.</summary>
    public Indicator Then()
    {
        Assert.Empty(Decision.Refusals);
        return Decision.Facts.Aggregate(Before, (record, fact) => Indicator.Evolve(record, Given.Id, fact))!;
    }

    /// <summary>Refused, for exactly these reasons: <c>code /pointer</c>.</summary>
    public void ThenRefused(params string[] refusals)
    {
        Assert.Equal(refusals, Decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}"));
        Assert.False(Decision.IsAccepted);
        Assert.Empty(Decision.Facts);
        Assert.All(Decision.Refusals, refusal => Assert.EndsWith(".", refusal.Reason, StringComparison.Ordinal));
    }
}

/// <summary>As the store writes: what is not in here is not at rest.</summary>
internal static class AtRest
{
    private static readonly JsonSerializerOptions Stored = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new CodeConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(object thing) => JsonSerializer.Serialize(thing, thing.GetType(), Stored);

    public static object Read(string json, Type type) => JsonSerializer.Deserialize(json, type, Stored)!;
}
