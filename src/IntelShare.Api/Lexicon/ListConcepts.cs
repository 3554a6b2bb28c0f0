using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Api.Lexicon;

/// <summary>The registry of concepts at one version: what a term can mean, with labels in up to eight languages.</summary>
/// <param name="Id">What notices of it are about.</param>
/// <param name="Version">Another for each change.</param>
/// <param name="Items">Those published with the product, then those that the lexicon steward added.</param>
internal sealed record ConceptList(Guid Id, string Version, IReadOnlyList<Concept> Items)
{
    public static ConceptList Of(Concepts concepts) => new(Registered.Concepts, concepts.Version, concepts.All());
}

/// <summary>A platform of account handles and its rule in words.</summary>
internal sealed record PlatformView(string Id, string Name, string Rule);

/// <summary>The platforms that account handles and lexicon entries may name.</summary>
internal sealed record PlatformList(IReadOnlyList<PlatformView> Items);

internal static class ListConceptsEndpoint
{
    public static Answer GetConcepts(Visit visit) => Answer.Json(StatusCodes.Status200OK, ConceptList.Of(visit.Registry.Concepts));

    public static Answer GetPlatforms() =>
        Answer.Json(StatusCodes.Status200OK, new PlatformList([.. Platforms.All.Select(platform => new PlatformView(platform.Id, platform.Name, platform.Rule))]));
}
