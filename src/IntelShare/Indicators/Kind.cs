using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace IntelShare.Indicators;

/// <summary>What a kind declares about all its records.</summary>
public interface IKind
{
    /// <summary>True when every record of the kind is personal data: sealed at rest, <c>subject</c> mandatory, <c>Intel-Case</c> required.</summary>
    static abstract bool Personal { get; }

    /// <summary>
    /// The match values a search for <paramref name="value"/> asks for; null when the value cannot be one of this kind
    /// (nothing can match, so the outcome is <c>none</c>).
    /// </summary>
    static abstract IReadOnlyList<string>? LookUp(string value, string? platform);
}

/// <summary>A kind of indicator: its wire name and what it declares. The list is the attribute list of <see cref="IndicatorContent"/>.</summary>
public sealed record Kind(string Name, Type Content, bool Personal, Func<string, string?, IReadOnlyList<string>?> LookUp)
{
    /// <summary>All kinds by wire name.</summary>
    public static readonly FrozenDictionary<string, Kind> All = typeof(IndicatorContent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .Select(line => (Kind)typeof(Kind).GetMethod(nameof(Declare), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(line.DerivedType).Invoke(null, [(string)line.TypeDiscriminator!])!)
        .ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, Kind> ByContent = All.Values.ToFrozenDictionary(kind => kind.Content);

    /// <summary>The kind of a content.</summary>
    public static Kind Of(IndicatorContent content) => ByContent[content.GetType()];

    /// <summary>Why a name is no kind: <c>required</c> or <c>unknown-kind</c>.</summary>
    public static Refusal Unknown(string? name, string pointer) =>
        new(name is null ? "required" : "unknown-kind", pointer, $"One of: {string.Join(", ", All.Keys.Order(StringComparer.Ordinal))}.");

    private static Kind Declare<T>(string name) where T : IndicatorContent, IKind => new(name, typeof(T), T.Personal, T.LookUp);
}
