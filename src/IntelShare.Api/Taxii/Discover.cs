using IntelShare.Api.Host.Door;
using IntelShare.Members;

namespace IntelShare.Api.Taxii;

/// <summary>What the server is, and what its caller may poll (TAXII 2.1, sections 4.1, 4.2, 5.1 and 5.2).</summary>
internal static class DiscoverEndpoint
{
    private sealed record DiscoveryResource(string Title, string Description, string Default, string[] ApiRoots);

    private sealed record ApiRootResource(string Title, string[] Versions, int MaxContentLength);

    private sealed record CollectionsResource(IReadOnlyList<CollectionResource> Collections);

    private sealed record CollectionResource(Guid Id, string Title, string Alias, bool CanRead, bool CanWrite, string[] MediaTypes);

    public static Answer GetServer(HttpRequest request) =>
        Resources.Refusal(request) ?? Resources.Answer(new DiscoveryResource("IntelShare", "Crime-market indicators of police agencies, to each as far as their owners share them.", $"/taxii2/{Resources.Root}/", [$"/taxii2/{Resources.Root}/"]));

    public static Answer GetRoot(HttpRequest request) => Resources.Refusal(request) ?? Resources.Answer(new ApiRootResource("IntelShare", [TaxiiError.MediaType], PostedEnvelope.LongestContent));

    public static Answer GetCollections(HttpRequest request, Visit visit) =>
        Resources.Refusal(request) ?? Resources.Answer(new CollectionsResource([.. Collection.Of(visit.Seats).Select(collection => Resource(collection, visit))]));

    public static Answer GetCollection(string collection, HttpRequest request, Visit visit) =>
        Resources.Refusal(request) ?? (Collection.Find(visit.Seats, collection) is { } found ? Resources.Answer(Resource(found, visit)) : Problems.NotFound());

    private static CollectionResource Resource(Collection collection, Visit visit) =>
        new(collection.Id, collection.Title, collection.Alias, visit.Caller.Roles.Contains(Role.Feed), visit.Caller.Roles.Contains(Role.Contributor), [Resources.Stix]);
}
