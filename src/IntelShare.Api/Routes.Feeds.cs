using IntelShare.Api.Host.Door;
using IntelShare.Api.Misp;
using IntelShare.Api.Taxii;
using IntelShare.Members;

namespace IntelShare.Api;

/// <content>What standards of others describe.</content>
internal static partial class Routes
{
    /// <summary>TAXII 2.1, which its own standard describes.</summary>
    private static void MapTaxii(WebApplication app)
    {
        var taxii = app.MapGroup(TaxiiError.Path).RequireAuthorization().AddEndpointFilter<Counter>().ExcludeFromDescription();
        taxii.MapGet("/", DiscoverEndpoint.GetServer).Does("taxii-server-read");
        taxii.MapGet($"/{Resources.Root}", DiscoverEndpoint.GetRoot).Does("taxii-root-read");
        taxii.MapGet($"/{Resources.Root}/status/{{id}}", PostObjectsEndpoint.GetStatus).Does("taxii-status-read", Role.Contributor);
        var collections = taxii.MapGroup($"/{Resources.Root}/collections");
        collections.MapGet("/", DiscoverEndpoint.GetCollections).Does("taxii-collections-read");
        collections.MapGet("/{collection}", DiscoverEndpoint.GetCollection).Does("taxii-collections-read");
        collections.MapGet("/{collection}/manifest", ReadObjectsEndpoint.GetManifest).Reads("taxii-manifest-read", Role.Feed);
        collections.MapGet("/{collection}/objects", ReadObjectsEndpoint.GetObjects).Reads("taxii-objects-read", Role.Feed);
        collections.MapPost("/{collection}/objects", PostObjectsEndpoint.Post).Does("taxii-objects-posted", Role.Contributor);
        collections.MapDelete("/{collection}/objects/{object}", PostObjectsEndpoint.Delete).Does("taxii-object-deleted", Role.Contributor);
        collections.MapGet("/{collection}/objects/{object}", ReadObjectsEndpoint.GetObject).Reads("taxii-object-read", Role.Feed);
        collections.MapGet("/{collection}/objects/{object}/versions", ReadObjectsEndpoint.GetVersions).Reads("taxii-versions-read", Role.Feed);
    }

    /// <summary>A feed as MISP fetches it: files below one address.</summary>
    private static void MapMisp(WebApplication app)
    {
        var misp = app.MapGroup("/misp").RequireAuthorization().AddEndpointFilter<Counter>().ExcludeFromDescription();
        misp.MapGet("/manifest.json", ReadFeedEndpoint.GetManifest).Reads("misp-manifest-read", Role.Feed);
        misp.MapGet("/hashes.csv", ReadFeedEndpoint.GetHashes).Reads("misp-hashes-read", Role.Feed);
        misp.MapGet("/{event}.json", ReadFeedEndpoint.GetEvent).Reads("misp-event-read", Role.Feed);
    }
}
