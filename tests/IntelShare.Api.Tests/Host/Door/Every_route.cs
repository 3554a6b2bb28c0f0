using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Host.Door;

public sealed class Every_route(TestHub hub) : IClassFixture<TestHub>
{
    private static readonly string[] Prefixes = ["/v1", "/taxii2", "/misp"];

    [Fact]
    public void under_v1_has_a_summary_one_act_and_needs_a_token()
    {
        var under = Routes().Where(route => route.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(under);
        Assert.All(under, route =>
        {
            Assert.Single(route.Metadata.OfType<Act>());
            Assert.NotEmpty(Assert.Single(route.Metadata.OfType<IEndpointSummaryMetadata>()).Summary);
            Assert.NotEmpty(route.Metadata.OfType<IAuthorizeData>());
            Assert.Empty(route.Metadata.OfType<IAllowAnonymous>());
        });
    }

    [Fact]
    public void that_reads_content_states_its_purpose()
    {
        // A route without a purpose must be one that answers no content: these are all there are.
        Assert.Equal(
            [
                "access-reported", "act-refused", "act-seconded", "agreement-concluded", "agreement-ended", "caller-read", "change-previewed", "checkpoint-read", "clearance-withdrawn", "client-introduced", "client-put", "client-removed", "clients-read", "concept-merged", "concept-named", "concept-parted", "concepts-read",
                "consistency-proved", "disclosure-decided", "disclosure-request-read", "disclosure-requests-listed", "disclosure-revoked", "disclosures-listed", "erasure-read", "hold-lifted", "hold-placed", "holds-listed", "import-read", "import-released", "import-retained", "import-rows-listed", "import-withdrawn", "inclusion-proved", "indicator-amended",
                "indicator-erased", "indicator-reevaluated", "indicator-restricted", "indicator-submitted", "indicator-withdrawn", "indicators-imported", "issuer-distrusted", "issuer-trusted", "issuers-read", "key-added", "key-retired", "key-revoked", "leaves-read", "member-changed", "member-enrolled", "member-kept", "member-read",
                "member-readmitted", "member-suspended", "member-withdrawals-read", "member-withdrawn", "members-read", "notice-acknowledged", "officer-blocked", "officer-cleared", "officer-unblocked", "officers-read", "officers-reported", "parties-read",
                "party-enrolled", "pending-act-read", "pending-acts-read", "platforms-read", "protected-persons-reported", "readers-read", "recall-answered", "recall-issued", "recall-read", "recalls-listed", "regrade-decided", "release-changed",
                "restriction-lifted", "retention-extended", "reviews-listed", "sample-drawn", "standing-authorisation-given", "standing-authorisation-revoked", "standing-authorisations-read", "subject-consultation-answered", "subject-request-answered",
                "subject-request-forwarded", "subject-request-read", "subject-request-received", "subject-requests-listed", "succession-accepted", "successor-named", "successor-taken-back", "task-force-founded", "task-force-joined", "task-force-left",
                "task-forces-read", "taxii-collections-read", "taxii-collections-read", "taxii-object-deleted", "taxii-objects-posted", "taxii-root-read", "taxii-server-read", "taxii-status-read", "terms-counted", "token-registered", "token-revoked", "trail-read", "year-reported",
            ],
            Routes().Select(route => route.Metadata.GetRequiredMetadata<Act>()).Where(act => !act.StatesPurpose).Select(act => act.Name).Order(StringComparer.Ordinal));
    }

    private IEnumerable<RouteEndpoint> Routes() => hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(route => Prefixes.Any(prefix => route.RoutePattern.RawText!.StartsWith(prefix, StringComparison.Ordinal)));
}
