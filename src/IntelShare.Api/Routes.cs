using IntelShare.Api.Audit;
using IntelShare.Api.Disclosure;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Indicators;
using IntelShare.Api.Lexicon;
using IntelShare.Api.Members;
using IntelShare.Api.Search;
using IntelShare.Members;

namespace IntelShare.Api;

/// <summary>Every route of the hub, on one page: method, address, use case, act in the trail, roles.</summary>
internal static class Routes
{
    private static readonly Role[] Readers = [Role.Contributor, Role.Discloser, Role.Analyst, Role.Feed];

    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();

        var v1 = app.MapGroup("/v1").RequireAuthorization().AddEndpointFilter<Counter>();

        v1.MapGet("/me", WhoAmIEndpoint.Get).Does("caller-read")
            .Says("Who am I to the hub", "What the hub sees of the token: member, party, roles, purposes, task forces.").Answers<CallerView>();

        v1.MapPost("/indicators", SubmitIndicatorEndpoint.Post).Does("indicator-submitted", Role.Contributor)
            .Says("Submit an indicator", "One record of one kind. Needs Idempotency-Key; the same key with the same body gives the same answer for 30 days.").Answers<Submitted>(201);
        v1.MapGet("/indicators", ListIndicatorsEndpoint.Get).Reads("indicators-listed", Readers)
            .Says("List indicators", "What the caller may read in full, newest first; mine=true for its own. Keyset pages by sealed cursor.").Answers<PageOf<IndicatorView>>();
        v1.MapGet("/indicators/{id}", GetIndicatorEndpoint.Get).Reads("indicator-read", Readers)
            .Says("Read an indicator", "In full, or not at all. The owner gets everything and the ETag for changes.").Answers<IndicatorView>();
        v1.MapPatch("/indicators/{id}", AmendIndicatorEndpoint.Patch).Does("indicator-amended", Role.Contributor)
            .Says("Amend an own indicator", "Merge patch at the top level: a given member is replaced whole, null removes an optional one. Needs If-Match.").Answers<OwnerView>();
        v1.MapPut("/indicators/{id}/release", ChangeReleaseEndpoint.Put).Does("release-changed", Role.Contributor, Role.Discloser)
            .Says("Change whom an own indicator is released to", "Narrowing takes a contributor, widening a discloser. Binds at the next answer. Needs If-Match.").Answers<OwnerView>();
        v1.MapPost("/indicators/{id}/withdrawal", WithdrawIndicatorEndpoint.Post).Does("indicator-withdrawn", Role.Contributor)
            .Says("Withdraw an own indicator", "Final: nobody but the owner finds it any more. Needs If-Match.").Answers<OwnerView>();
        v1.MapGet("/indicators/{id}/history", IndicatorHistoryEndpoint.Get).Reads("history-read", Readers)
            .Says("Read the history of an own indicator", "Every fact of its life with the officer behind it, and the record as it stood.").Answers<PageOf<HistoryItem>>();

        v1.MapPost("/searches", SearchIndicatorsEndpoint.Post).Reads("searched", Role.Analyst)
            .Says("Search up to 1,000 exact values", "Per value: full, hit or none. A hit names the owner's desk and a reference, nothing else.").Answers<SearchResults>();

        v1.MapPost("/disclosure-requests", RequestDisclosureEndpoint.Post).Reads("disclosure-requested", Role.Analyst)
            .Says("Ask for disclosure", "Of what lies behind a hit, or for more than a reading allows. The clock starts now. Needs Intel-Case and Idempotency-Key.").Answers<Requested>(201);
        v1.MapGet("/disclosure-requests", ListDisclosureRequestsEndpoint.Get).Does("disclosure-requests-listed", Role.Analyst, Role.Discloser)
            .Says("List disclosure requests", "What the own agency asked and what it was asked, newest first, each with its state and when it is due.").Answers<PageOf<DisclosureRequestView>>();
        v1.MapGet("/disclosure-requests/{id}", GetDisclosureRequestEndpoint.Get).Does("disclosure-request-read", Role.Analyst, Role.Discloser)
            .Says("Read a disclosure request", "As the own side sees it. The owner gets the ETag for its decision.").Answers<DisclosureRequestView>();
        v1.MapPost("/disclosure-requests/{id}/decision", DecideDisclosureEndpoint.Post).Does("disclosure-decided", Role.Discloser)
            .Says("Decide a received request", "Grant whole or narrowed, refuse on a listed ground, or defer. Late answers count. Needs If-Match.").Answers<ReceivedView>();
        v1.MapPost("/disclosure-requests/{id}/revocation", RevokeDisclosureEndpoint.Post).Does("disclosure-revoked", Role.Discloser)
            .Says("Take back a granted disclosure", "Binds at the next answer. Needs If-Match.").Answers<ReceivedView>();
        v1.MapGet("/disclosures", ListDisclosuresEndpoint.Get).Does("disclosures-listed", Role.Discloser, Role.Analyst, Role.Auditor)
            .Says("Read the own disclosure ledger", "Which own record went to whom, when, under which case, until when; newest first.").Answers<PageOf<DisclosureLine>>();

        v1.MapGet("/concepts", ListConceptsEndpoint.GetConcepts).Does("concepts-read")
            .Says("List concepts", "What a term can mean, at one version of the list, with labels in eight languages.").Answers<ConceptList>();
        v1.MapGet("/platforms", ListConceptsEndpoint.GetPlatforms).Does("platforms-read")
            .Says("List platforms", "The platforms that account handles and lexicon entries may name, with the rule of their handles.").Answers<PlatformList>();

        v1.MapGet("/audit/entries", ListEntriesEndpoint.Get).Does("trail-read", Role.Auditor, Role.AgencyAdmin)
            .Says("Read the own trail", "Every act of the own officers and every access of others to the own records, newest first.").Answers<PageOf<EntryView>>();
    }

    private static RouteHandlerBuilder Says(this RouteHandlerBuilder route, string summary, string description) => route.WithSummary(summary).WithDescription(description);

    private static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status);
}
