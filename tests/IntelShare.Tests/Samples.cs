using System.Text.Json;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests;

/// <summary>One complete and realistic content of each kind, read as the counter reads a body.</summary>
internal static class Samples
{
    public static readonly JsonSerializerOptions Wire = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = false,
        Converters = { new CodeConverter() },
    };

    public static T Of<T>() where T : IndicatorContent =>
        Read<T>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", Kind.All.Values.Single(kind => kind.Content == typeof(T)).Name + ".json")));

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Wire)!;

    public static string Write<T>(T content) => JsonSerializer.Serialize(content, Wire);

    /// <summary>The refusals as <c>code pointer</c>, in order.</summary>
    public static string[] Refusals(this IndicatorContent content) => [.. content.Check().Concat(Concepts.Published.Check(content.NamedConcepts())).Select(refusal => $"{refusal.Code} {refusal.Pointer}")];
}
