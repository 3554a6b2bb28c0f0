namespace IntelShare.Client;

/// <summary>Every operation that the library names.</summary>
internal static class Operations
{
    public static readonly Operation<CallerView> WhoAmI = new("whoAmI", HttpMethod.Get, "/v1/me");
    public static readonly Operation<Submitted> Submit = new("submitIndicator", HttpMethod.Post, "/v1/indicators", States.Key, typeof(SubmitIndicator));
    public static readonly Operation<IndicatorView> Get = new("getIndicator", HttpMethod.Get, "/v1/indicators/{id}", States.Why, Body: null, "asOf", "ground");
    public static readonly Operation<PageOf<IndicatorView>> List = new("listIndicators", HttpMethod.Get, "/v1/indicators", States.Why, Body: null, "cursor", "limit", "kind", "mine", "reference");
    public static readonly Operation<OwnerView> Amend = new("amendIndicator", HttpMethod.Patch, "/v1/indicators/{id}", States.Version, typeof(AmendIndicator));
    public static readonly Operation<OwnerView> Release = new("changeRelease", HttpMethod.Put, "/v1/indicators/{id}/release", States.Version, typeof(Release));
    public static readonly Operation<OwnerView> Withdraw = new("withdrawIndicator", HttpMethod.Post, "/v1/indicators/{id}/withdrawal", States.Version, typeof(WithdrawIndicator));
    public static readonly Operation<SearchResults> Search = new("searchIndicators", HttpMethod.Post, "/v1/searches", States.Why, typeof(SearchIndicators));
    public static readonly Operation<ScanResults> Scan = new("scanTexts", HttpMethod.Post, "/v1/scans", States.Why, typeof(ScanTexts));
    public static readonly Operation<RuleTrial> TryRule = new("tryRule", HttpMethod.Post, "/v1/scans/trials", States.Why, typeof(TryRule));
    public static readonly Operation<TermCounts> CountTerms = new("countTerms", HttpMethod.Post, "/v1/scans/counts", States.Nothing, typeof(CountTerms));
    public static readonly Operation<PageOf<HarmonisedTerm>> Lexicon = new("readLexicon", HttpMethod.Get, "/v1/lexicon", States.Why, Body: null, "term", "concept", "country", "name", "cursor", "limit");
    public static readonly Operation<Requested> AskForDisclosure = new("requestDisclosure", HttpMethod.Post, "/v1/disclosure-requests", States.Why | States.Key, typeof(RequestDisclosure));
    public static readonly Operation<ConditionsView> Acknowledge = new("acknowledgeConditions", HttpMethod.Post, "/v1/indicators/{id}/acknowledgement", States.Why, typeof(AcknowledgeConditions));
    public static readonly Operation<Reported> ReportSighting = new("reportSighting", HttpMethod.Post, "/v1/indicators/{id}/sightings", States.Why | States.Key, typeof(ReportSighting));
    public static readonly Operation<PageOf<ChangeView>> Changes = new("listChanges", HttpMethod.Get, "/v1/changes", States.Why, Body: null, "cursor", "limit", "kind", "wait");
    public static readonly Operation<ImportResult> Import = new("importIndicators", HttpMethod.Post, "/v1/imports", States.Key, Body: null, "defaults", "dryRun");
    public static readonly Operation<PageOf<ImportOutcome>> ImportRows = new("listImportRows", HttpMethod.Get, "/v1/imports/{id}/rows", States.Nothing, Body: null, "cursor", "limit", "outcome");
    public static readonly Operation<Stream> Export = new("exportIndicators", HttpMethod.Get, "/v1/exports", States.Why, Body: null, "format", "kind", "mine");

    public static readonly IReadOnlyList<Operation> All = [WhoAmI, Submit, Get, List, Amend, Release, Withdraw, Search, Scan, TryRule, CountTerms, Lexicon, AskForDisclosure, Acknowledge, ReportSighting, Changes, Import, ImportRows, Export];
}
