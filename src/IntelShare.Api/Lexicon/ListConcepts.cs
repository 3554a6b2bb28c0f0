using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Api.Lexicon;

/// <summary>The registry of concepts at one version: what a term can mean, with labels in eight languages.</summary>
internal sealed record ConceptList(string Version, IReadOnlyList<Concept> Items);

/// <summary>A platform of account handles and its rule in words.</summary>
internal sealed record PlatformView(string Id, string Name, string Rule);

/// <summary>The platforms that account handles and lexicon entries may name.</summary>
internal sealed record PlatformList(IReadOnlyList<PlatformView> Items);

internal static class ListConceptsEndpoint
{
    public static Answer GetConcepts() => Answer.Json(StatusCodes.Status200OK, new ConceptList(Concepts.Version, Concepts.All));

    public static Answer GetPlatforms() =>
        Answer.Json(StatusCodes.Status200OK, new PlatformList([.. Platforms.All.Select(platform => new PlatformView(platform.Id, platform.Name, platform.Rule))]));
}
