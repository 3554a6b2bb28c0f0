using IntelShare.Api.Audit;
using IntelShare.Api.Disclosure;
using IntelShare.Api.Exchange;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Api.Keeping;
using IntelShare.Api.Lexicon;
using IntelShare.Api.Members;
using IntelShare.Api.Notices;
using IntelShare.Api.Reports;
using IntelShare.Api.Scan;
using IntelShare.Api.Search;
using IntelShare.Lexicon;
using IntelShare.Members;

namespace IntelShare.Api;

/// <summary>Every route of the hub: method, address, use case, act in the trail, roles.</summary>
internal static partial class Routes
{
    private static readonly Role[] Readers = [Role.Contributor, Role.Discloser, Role.Analyst, Role.Feed];

    /// <summary>Everybody but machines that pull by themselves.</summary>
    private static readonly Role[] Officers = [Role.Contributor, Role.Discloser, Role.Analyst, Role.Auditor, Role.AgencyAdmin, Role.HubAdmin, Role.Deputy, Role.Steward];

    /// <summary>A recall tells ids and no content, so whoever watches over an agency reads what it left unanswered.</summary>
    private static readonly Role[] RecallSides = [Role.Contributor, Role.Discloser, Role.Analyst, Role.Auditor];

    private static readonly Role[] Overseers = [Role.Auditor, Role.AgencyAdmin];

    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapGet(ResourceMetadata.Path, ResourceMetadata.Get).AllowAnonymous().ExcludeFromDescription();

        var v1 = app.MapGroup("/v1").RequireAuthorization().AddEndpointFilter<Counter>();

        v1.MapGet("/me", WhoAmIEndpoint.Get).Does("caller-read")
            .Says("Who am I to the hub", "What the hub sees of the token: member, party, roles, purposes, task forces.").Answers<CallerView>();

        v1.MapPost("/indicators", SubmitIndicatorEndpoint.Post).Does("indicator-submitted", Role.Contributor)
            .Says("Submit an indicator", "One record of one kind. Needs Idempotency-Key; the same key with the same body gives the same answer for 30 days.").Answers<Submitted>(201);
        v1.MapGet("/indicators", ListIndicatorsEndpoint.Get).Reads("indicators-listed", Readers)
            .Says("List indicators", "What the caller may read in full, newest first; mine=true for its own. Keyset pages by sealed cursor.").Answers<PageOf<IndicatorView>>();
        v1.MapGet("/changes", ListChangesEndpoint.Get).Reads("changes-listed", Readers)
            .Says("Follow what changes", "All that became, changed or ceased to be readable, oldest first, each record at its latest. Begins without a cursor; next is never null, and goes on from there. With wait the answer comes as soon as there is something, at the latest after so many seconds. A removal says why, and names what is to be deleted.").Answers<PageOf<ChangeView>>();
        v1.MapGet("/exports", ExportIndicatorsEndpoint.Get).Reads("export-begun", Readers)
            .Says("Export what may be read", "Everything that the caller may read in full, each record once, in one answer of any length: lines of JSON, a table, a STIX bundle, or events of MISP. What leaves is on record before, in entries records-exported; export-ended stands before the last byte. An answer that is cut off is none: where the caller's authority changes meanwhile, the connection is aborted.").Answers<IndicatorView>(media: "application/x-ndjson");
        v1.MapPost("/imports", ImportIndicatorsEndpoint.Post).Does("indicators-imported", Role.Contributor)
            .Says("Import records", "A file of any length, a row each: lines of JSON as submissions are, or a table with a header (comma, semicolon or tab), whose columns are named as exports name them; or a STIX 2.1 bundle of at most 32 MiB, an object a row, known by its id: a revoked one is withdrawn; or events of MISP, likewise, each attribute and object a row, known by its uuid: a deleted one is withdrawn. A row is known by its reference: one that is new is submitted, one that stands is amended where it says otherwise, and records that the file does not name stay as they are. Rows are brought in while they are read, up to 1,000 at a time; each is accepted or refused by itself. Whoever was cut off sends the file again.").Answers<ImportResult>();
        v1.MapGet("/imports/{id}", GetImportEndpoint.Get).Does("import-read", Role.Contributor)
            .Says("Read an import", "When its file was sent and read, and what its rows came to.").Answers<ImportView>();
        v1.MapGet("/imports/{id}/rows", ListImportRowsEndpoint.Get).Does("import-rows-listed", Role.Contributor)
            .Says("List the rows of an import", "What became of each, in the order of the file; with outcome=refused, why.").Answers<PageOf<ImportOutcome>>();
        v1.MapPost("/imports/{id}/withdrawal", WithdrawImportEndpoint.Post).Does("import-withdrawn", Role.Contributor)
            .Says("Withdraw an import", "Every record that it brought in or named, as each by itself; those that are withdrawn already stay so. With dryRun nothing is done.").Answers<ImportActResult>();
        v1.MapPut("/imports/{id}/retention", RetainImportEndpoint.Put).Does("import-retained", Role.Contributor)
            .Says("Decide the review of an import", "Of every record that it brought in or named, as of each by itself. With dryRun nothing is done.").Answers<ImportActResult>();
        v1.MapPut("/imports/{id}/release", ReleaseImportEndpoint.Put).Does("import-released", Role.Contributor, Role.Discloser)
            .Says("Change the release of an import", "Of every record that it brought in or named, as of each by itself: widening takes a discloser. With dryRun nothing is done.").Answers<ImportActResult>();
        v1.MapGet("/indicators/{id}", GetIndicatorEndpoint.Get).Reads("indicator-read", Readers)
            .Says("Read an indicator", "In full, or not at all. The owner gets everything and the ETag for changes, or with asOf the record as it stood. What is kept for one ground alone is read with ground, by a cleared officer.").Answers<IndicatorView>();
        v1.MapPatch("/indicators/{id}", AmendIndicatorEndpoint.Patch).Does("indicator-amended", Role.Contributor)
            .Says("Amend an own indicator", "Merge patch at the top level: a given member is replaced whole, null removes an optional one. Needs If-Match.").Answers<OwnerView>();
        v1.MapPut("/indicators/{id}/evaluation", ReevaluateIndicatorEndpoint.Put).Does("indicator-reevaluated", Role.Contributor)
            .Says("Evaluate an own indicator anew", "Another grade, and why. Both grades stay in the history. Needs If-Match.").Answers<OwnerView>();
        v1.MapPut("/indicators/{id}/release", ChangeReleaseEndpoint.Put).Does("release-changed", Role.Contributor, Role.Discloser)
            .Says("Change whom an own indicator is released to", "Narrowing takes a contributor, widening a discloser. Binds at the next answer. Needs If-Match.").Answers<OwnerView>();
        v1.MapPost("/indicators/{id}/withdrawal", WithdrawIndicatorEndpoint.Post).Does("indicator-withdrawn", Role.Contributor)
            .Says("Withdraw an own indicator", "Final: nobody but the owner finds it any more. Needs If-Match.").Answers<OwnerView>();
        v1.MapPut("/indicators/{id}/retention", ExtendRetentionEndpoint.Put).Does("retention-extended", Role.Contributor)
            .Says("Decide the review of an own indicator", "Another review day, at most 3 years ahead, 1 for protected persons, and why. Without a decision the record is erased once its day has passed. Needs If-Match.").Answers<OwnerView>();
        v1.MapPut("/indicators/{id}/restriction", RestrictIndicatorEndpoint.RestrictIndicator).Does("indicator-restricted", Role.Contributor)
            .Says("Restrict an own indicator", "Instead of erasing it: from the next answer on it is read for this ground alone, by cleared officers who say why. Its review day does not erase it. Needs If-Match.").Answers<OwnerView>();
        v1.MapPost("/indicators/{id}/restriction/lifting", RestrictIndicatorEndpoint.LiftRestriction).Does("restriction-lifted", Role.Discloser)
            .Says("Lift the restriction of an own indicator", "Readers find it again, as something new. Needs a review day to come, and If-Match.").Answers<OwnerView>();
        v1.MapPost("/indicators/{id}/erasure", EraseIndicatorEndpoint.EraseIndicator).Does("indicator-erased", Role.Contributor)
            .Says("Erase an own indicator", "For good: its key, and all it was found by. Answers the certificate. To everybody else it never existed. Needs If-Match.").Answers<ErasureCertificate>();
        v1.MapGet("/indicators/{id}/erasure", EraseIndicatorEndpoint.ReadCertificate).Does("erasure-read", Role.Contributor, Role.Discloser, Role.Auditor)
            .Says("Read the certificate of an own erasure", "When, why, by whom, under which entry of the trail; and what is left, counted now.").Answers<ErasureCertificate>();
        v1.MapGet("/reviews", ListReviewsEndpoint.Get).Does("reviews-listed", Role.Contributor, Role.Discloser)
            .Says("List own indicators to be reviewed", "Those whose review day comes within 90 days, the next first, without content. Notices come 90, 30 and 7 days before.").Answers<PageOf<ReviewView>>();
        v1.MapGet("/reports/protected-persons", ReportProtectedPersonsEndpoint.Get).Does("protected-persons-reported", Role.Auditor)
            .Says("Report what is kept about protected persons beyond five years", "Ids and days, no content, oldest first. An auditor gets its own agency's, a supervisor's everybody's.").Answers<PageOf<KeptLongView>>();
        v1.MapGet("/reports/access", ReportAccessEndpoint.Get).Does("access-reported", Role.Auditor, Role.AgencyAdmin, Role.HubAdmin)
            .Says("Report who has access to what", "As of a moment, and what changed since another: parties and levels, agencies, clients with their networks, ages of keys, cleared officers, task forces, and what was unused for 90 days. Administrators, auditors and the supervisor of the hub get every agency, everybody else the own. As JSON, CSV or a page to be printed.").Answers<AccessReport>();
        v1.MapGet("/reports/yearly", ReportYearEndpoint.Get).Does("year-reported", Role.Auditor, Role.AgencyAdmin)
            .Says("Report the figures of a year", "Submissions, searches, disclosure with its clocks, recalls, erasures, transfers by legal basis: the own agency's, a supervisor gets the totals of those that it watches over. Numbers only. As JSON, CSV or a page to be printed.").Answers<YearReport>();
        v1.MapGet("/indicators/{id}/history", IndicatorHistoryEndpoint.Get).Reads("history-read", Readers)
            .Says("Read the history of an own indicator", "Every fact of its life with the officer behind it, and the record as it stood.").Answers<PageOf<HistoryItem>>();

        v1.MapGet("/indicators/{id}/acknowledgement", AcknowledgeConditionsEndpoint.ReadConditions).Reads("conditions-read", Role.Analyst)
            .Says("Read the conditions of a record under H3", "The owner's own words, to an officer from whom nothing but them keeps the record; else the record does not exist.").Answers<ConditionsView>();
        v1.MapPost("/indicators/{id}/acknowledgement", AcknowledgeConditionsEndpoint.AcknowledgeConditions).Reads("handling-acknowledged", Role.Analyst)
            .Says("Accept the conditions of a record under H3", "Word by word, for the asking officer alone, who then reads the record. A change of the words ends it.").Answers<ConditionsView>();
        v1.MapGet("/indicators/{id}/access", ExplainAccessEndpoint.Get).Reads("access-explained", Role.Contributor, Role.Discloser, Role.Analyst)
            .Says("Explain who could see an own record", "Every member at its level with the wall that decides; member= for one, with all its walls. Nobody's officers, clearances or suspensions play a part.").Answers<AccessView>();
        v1.MapPost("/indicators/{id}/sightings", ReportSightingEndpoint.Post).Reads("sighting-reported", Role.Analyst)
            .Says("Report that an indicator was seen", "We saw it too: for whoever reads the record in full. Only the record's owner and the own agency see it. Needs Idempotency-Key.").Answers<Reported>(201);
        v1.MapGet("/indicators/{id}/sightings", ListSightingsEndpoint.Get).Reads("sightings-read", Readers)
            .Says("List the sightings of an indicator", "The owner gets all of them, a reader those of its own agency. Newest first.").Answers<PageOf<SightingView>>();
        v1.MapPost("/indicators/{id}/regrade-proposals", ProposeRegradeEndpoint.Post).Reads("regrade-proposed", Role.Analyst)
            .Says("Propose another evaluation", "By whoever reads the record in full; only the owner's acceptance changes it. One open proposal per agency and record. Needs Idempotency-Key.").Answers<Proposed>(201);
        v1.MapGet("/regrade-proposals", ListRegradeProposalsEndpoint.Get).Reads("regrade-proposals-listed", Readers)
            .Says("List evaluations proposed", "side=proposed for those the own agency made, side=received for those made to it. Newest first.").Answers<PageOf<ProposalView>>();
        v1.MapGet("/regrade-proposals/{id}", GetRegradeProposalEndpoint.Get).Reads("regrade-proposal-read", Readers)
            .Says("Read an evaluation proposed", "By the agency that proposed it or the record's owner. What the owner answered shows while the record may be read.").Answers<ProposalView>();
        v1.MapPost("/regrade-proposals/{id}/decision", DecideRegradeEndpoint.Post).Does("regrade-decided", Role.Contributor)
            .Says("Accept or refuse a proposed evaluation", "By the record's owner, against the record as it is now. Final. Needs If-Match with the record's ETag.").Answers<OwnerView>();

        v1.MapPost("/searches", SearchIndicatorsEndpoint.Post).Reads("searched", Role.Analyst)
            .Says("Search up to 1,000 exact values", "Per value: full, hit or none. A hit names the owner's desk and a reference, nothing else.").Answers<SearchResults>();

        v1.MapPost("/scans", ScanTextsEndpoint.Post).Reads("scanned", Role.Analyst, Role.Feed)
            .Says("Scan texts for what is shared", "Up to 10,000 texts in at most 10 MiB, as one document or a line each. Per text every place where a term of the lexicon or a phrase stands, written as it is known or disguised, with all its senses; where an account is named; and where a recruitment pattern's rule holds, once, within the first 64 KiB. Only what the caller may read in full. The texts are kept nowhere.").Answers<ScanResults>();
        v1.MapPost("/scans/trials", TryRuleEndpoint.Post).Reads("rule-tried", Role.Analyst, Role.Contributor)
            .Says("Try a rule on texts of one's own", "What a recruitment pattern's rule would find in up to 1,000 texts, how often, and what looking for it costs, before any record has it. Concepts stand for the terms that the caller may read. Rule and texts are kept nowhere.").Answers<RuleTrial>();

        v1.MapPost("/scans/counts", CountTermsEndpoint.Post).Does("terms-counted", Role.Analyst, Role.Contributor)
            .Says("Count terms in harmless texts of one's own", "In how many of up to 1,000 texts each of up to 100 terms stands, found as scans find: what a lexicon entry says of its specificity. Terms and texts are kept nowhere, and nothing is looked up.").Answers<TermCounts>();

        MapRegistry(v1);

        v1.MapGet("/members/{member}/officers", OfficersEndpoint.ListOfficers).Does("officers-read", Role.AgencyAdmin)
            .Says("List the own officers of whom something was said", "Clearances for protected persons, lapsed ones included, and blocks.").Answers<PageOf<OfficerView>>();
        v1.MapPut("/members/{member}/officers/{officer}/clearance", OfficersEndpoint.ClearOfficer).Does("officer-cleared", Role.AgencyAdmin)
            .Says("Clear an own officer for protected persons", "For at most a year; in the place of an earlier clearance. Nobody clears itself. Binds at the next answer.").Answers<OfficerView>();
        v1.MapDelete("/members/{member}/officers/{officer}/clearance", OfficersEndpoint.WithdrawClearance).Does("clearance-withdrawn", Role.AgencyAdmin)
            .Says("Withdraw an own officer's clearance", "Binds at the next answer.").Answers<OfficerView>();
        v1.MapPut("/members/{member}/officers/{officer}/block", OfficersEndpoint.BlockOfficer).Does("officer-blocked", Role.AgencyAdmin)
            .Says("Block an own officer", "Its tokens are refused from the next answer on, on every node.").Answers<OfficerView>();
        v1.MapDelete("/members/{member}/officers/{officer}/block", OfficersEndpoint.UnblockOfficer).Does("officer-unblocked", Role.AgencyAdmin)
            .Says("Lift an own officer's block", "Nobody unblocks itself.").Answers<OfficerView>();
        v1.MapGet("/standing-authorisations", StandingAuthorisationsEndpoint.ListStandingAuthorisations).Does("standing-authorisations-read", Role.Discloser)
            .Says("List the own standing authorisations", "Which parties may be reached through the task forces that the caller releases to, and when; ended ones included.").Answers<PageOf<StandingAuthorisationView>>();
        v1.MapPost("/standing-authorisations", StandingAuthorisationsEndpoint.GiveStandingAuthorisation).Does("standing-authorisation-given", Role.Discloser)
            .Says("Authorise a party to be reached through task forces", "For third countries, Union bodies and international organisations, which are else reached by their own name alone. Opens what the caller released to task forces that hold them.").Answers<StandingAuthorisationView>();
        v1.MapPost("/standing-authorisations/{party}/revocation", StandingAuthorisationsEndpoint.RevokeStandingAuthorisation).Does("standing-authorisation-revoked", Role.Discloser)
            .Says("Revoke a standing authorisation", "What stands ends now, what was to come does not begin. Binds at the next answer.").Answers<PageOf<StandingAuthorisationView>>();
        v1.MapGet("/member-withdrawals", LeavingEndpoint.ListMemberWithdrawals).Does("member-withdrawals-read", Role.Discloser, Role.Contributor, Role.AgencyAdmin, Role.Auditor, Role.HubAdmin)
            .Says("List members that leave", "The own agency and those that it is to succeed; every member to a hub-admin. With the days that follow: records erased, tokens refused.").Answers<PageOf<MemberWithdrawalView>>();
        v1.MapPut("/members/{member}/withdrawal", LeavingEndpoint.WithdrawMember).Does("member-withdrawn", Role.HubAdmin)
            .Says("End a membership on a day", "From then on the member reads no record of others and nobody reads what it shared. It has 90 days to fetch its records or hand them over; then they are erased. A later day than was said waits for a second administrator, and so does a sooner one once a successor has accepted.").Answers<MembershipView>().Proposes();
        v1.MapDelete("/members/{member}/withdrawal", LeavingEndpoint.KeepMember).Does("member-kept", Role.HubAdmin)
            .Says("Keep a member that was to leave", "Before its day. Proposed; done once a second administrator agrees.").Proposes();
        v1.MapPut("/members/{member}/successor", LeavingEndpoint.NameSuccessor).Does("successor-named", Role.Discloser)
            .Says("Name who is to own the own records", "By a member that leaves; another takes the place of one that has not accepted. It has 14 days.").Answers<MembershipView>();
        v1.MapDelete("/members/{member}/successor", LeavingEndpoint.TakeSuccessorBack).Does("successor-taken-back", Role.Discloser)
            .Says("Take back who was named", "Before it has accepted.").Answers<MembershipView>();
        v1.MapPost("/members/{member}/successor/acceptance", LeavingEndpoint.AcceptSuccession).Does("succession-accepted", Role.Discloser)
            .Says("Accept the records of a member that leaves", "By whom it named. On its day they become the successor's own, under their releases as they are, and so do the disclosure requests, proposals and recalls about them. Final, unless the member stays after all.").Answers<MembershipView>();
        v1.MapPost("/registry/previews", PreviewChangeEndpoint.Post).Does("change-previewed", Role.HubAdmin)
            .Says("Preview an agreement or a change of membership", "Facts of the registry before and after, per member and date: levels, audiences gained and lost, owners behind them. No record is looked at and nothing changes.").Answers<Preview>();
        v1.MapGet("/notices", ListNoticesEndpoint.Get).Reads("notices-read", Officers)
            .Says("Read the inbox", "What the agency is told without asking, oldest first: matches, disclosure, evaluations, sightings, recalls and corrections to those who work with content, alarms to auditors and administrators, recalls that are overdue to auditors too, own credentials that end soon to auditors and agency-admins. Unacknowledged alone, unless all=true. Of a match it tells what the law lets the caller see now, for the purpose stated; what shows nothing is left out. next always leads on: ask again with it later. Without a cursor the page begins with the oldest that is open, and what became visible since stands there again.").Answers<PageOf<NoticeView>>();
        v1.MapPost("/notices/{id}/acknowledgement", AcknowledgeNoticeEndpoint.Post).Does("notice-acknowledged", [.. Officers.Where(role => role is not (Role.Deputy or Role.Steward))])
            .Says("Acknowledge a notice", "For the whole agency. Again, it answers the same: when, and by which officer.").Answers<Acknowledged>();
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

        v1.MapPost("/data-subject-requests", ReceiveSubjectRequestEndpoint.Post).Does("subject-request-received", Role.Contributor)
            .Says("Take in what a person asks about its data", "Access, rectification, erasure or restriction, free of charge, by any agency, whoever holds something. The clocks start on the day of receipt. Needs Intel-Case and Idempotency-Key.").Answers<SubjectRequestTaken>(201);
        v1.MapGet("/data-subject-requests", ListSubjectRequestsEndpoint.Get).Does("subject-requests-listed", Role.Contributor, Role.Discloser)
            .Says("List persons' requests", "side=intake for those that the own agency took in, side=owner for those it was consulted about. Newest first.").Answers<PageOf<SubjectRequestView>>();
        v1.MapGet("/data-subject-requests/{id}", GetSubjectRequestEndpoint.Get).Does("subject-request-read", Role.Contributor, Role.Discloser)
            .Says("Read a person's request", "As the own side sees it, with its clocks and the own steps on record; side= for an agency on both. The intake reads the outcome from one moment on, which does not depend on who holds something.").Answers<SubjectRequestView>();
        v1.MapPost("/data-subject-requests/{id}/forwarding", ForwardSubjectRequestEndpoint.Post).Does("subject-request-forwarded", Role.Contributor)
            .Says("Forward a person's request", "By the intake, within a month of receipt, once. Each owner that holds something is consulted about that; the intake is not told whether anybody is.").Answers<IntakeView>();
        v1.MapPost("/data-subject-requests/{id}/answer", AnswerSubjectRequestEndpoint.Post).Does("subject-consultation-answered", Role.Discloser)
            .Says("Answer as an owner consulted", "For the own records, once, before the outcome can be read; after that it counts as withheld.").Answers<ConsultedView>();
        v1.MapPost("/data-subject-requests/{id}/closing", CloseSubjectRequestEndpoint.Post).Does("subject-request-answered", Role.Contributor)
            .Says("Say that the person was answered", "By the intake, within three months of receipt, once the outcome can be read.").Answers<IntakeView>();
        v1.MapPost("/recalls", IssueRecallEndpoint.Post).Does("recall-issued", Role.Contributor)
            .Says("Recall own records", "Withdraws them at once and asks every agency that had one in full to delete and answer within 48 hours. Records by name, or those of an import, up to 1,000 of them: the next with after, the recall before, until the answer is 200 with none. With dryRun it tells how many records and which agencies, of an import in all, and does nothing. Needs Idempotency-Key.").Answers<Recalled>(201).Answers<RecallPreview>(200);
        v1.MapGet("/recalls", ListRecallsEndpoint.Get).Does("recalls-listed", RecallSides)
            .Says("List recalls", "side=issued for those of the own agency, side=received for those it is asked to answer. Newest first.").Answers<PageOf<RecallView>>();
        v1.MapGet("/recalls/{id}", GetRecallEndpoint.Get).Does("recall-read", RecallSides)
            .Says("Read a recall", "The owner gets every recipient with its answer, a recipient its own part alone.").Answers<RecallView>();
        v1.MapPost("/recalls/{id}/answer", AnswerRecallEndpoint.Post).Does("recall-answered", Role.Contributor, Role.Discloser, Role.Analyst)
            .Says("Answer a recall", "Once for the whole agency: deleted, restricted, or kept and on what basis. After that only deletion may follow. Late answers count.").Answers<ReceivedRecallView>();

        v1.MapGet("/lexicon", ReadLexiconEndpoint.Get).Reads("lexicon-read", Readers)
            .Says("Read the harmonised lexicon", "What a term stands for (term), what stands for a concept, in a country (concept, country), or what an emoji of this name stands for (name, in any official language of the countries of OTF GRIMM): of all that the caller may read in full, sense by sense, with who agrees, who disputes, and each owner's evaluation beside the others'. As JSON, a page to be printed, or the records as a STIX bundle.").Answers<PageOf<HarmonisedTerm>>();
        v1.MapGet("/concepts", ListConceptsEndpoint.GetConcepts).Does("concepts-read")
            .Says("List concepts", "What a term can mean, at one version of the list, with labels in up to eight languages, and which concept is read as which.").Answers<ConceptList>();
        v1.MapPut("/concepts/{concept}", StewardConceptsEndpoint.NameConcept).Does("concept-named", Role.Steward)
            .Says("Add a concept, or label an added one anew", "By the lexicon steward. Entries may name it from the next answer on; every member is told.").Answers<Concept>();
        v1.MapPut("/concepts/{concept}/merger", StewardConceptsEndpoint.MergeConcept).Does("concept-merged", Role.Steward)
            .Says("Have a concept read as another", "By the lexicon steward. The lexicon and the rules of patterns take both for one from the next answer on; what owners wrote stays as they wrote it, and every member is told.").Answers<Concept>();
        v1.MapDelete("/concepts/{concept}/merger", StewardConceptsEndpoint.PartConcept).Does("concept-parted", Role.Steward)
            .Says("Have a merged concept stand for itself again", "By the lexicon steward. Every member is told.").Answers<Concept>();
        v1.MapGet("/platforms", ListConceptsEndpoint.GetPlatforms).Does("platforms-read")
            .Says("List platforms", "The platforms that account handles and lexicon entries may name, with the rule of their handles.").Answers<PlatformList>();

        v1.MapGet("/audit/entries", ListEntriesEndpoint.Get).Does("trail-read", Overseers)
            .Says("Read the own trail", "Every act of the own officers and every access of others to the own records, newest first.").Answers<PageOf<EntryView>>();
        v1.MapGet("/audit/readers", ListReadersEndpoint.Get).Does("readers-read", Overseers)
            .Says("Who has seen an own record", "Every other member that was told of it, at each level: how often, first and last. Empty for what is not the caller's.").Answers<PageOf<ReaderView>>();
        v1.MapGet("/audit/sample", DrawSampleEndpoint.Get).Does("sample-drawn", Role.Auditor)
            .Says("Draw a sample of acts to be justified", "Acts on content, drawn by the root of the period's last checkpoint: nobody picks, and whoever has the log draws the same. With case and justification for the own agency; where a supervisor asks for a member, that is told to justify them.").Answers<SampleView>();
        v1.MapGet("/audit/officers", ReportOfficersEndpoint.Get).Does("officers-reported", Role.Auditor)
            .Says("Report what stands out among officers", "Searches, the share without any outcome, values and records, searches per case, acts outside duty hours. Of the own agency; a country's supervisor asks for its agencies, the hub's for all. Never content.").Answers<PageOf<OfficerActivity>>();
        v1.MapGet("/audit/logs/{log}/checkpoint", ReadLogEndpoint.GetCheckpoint).Does("checkpoint-read", Overseers)
            .Says("Read the checkpoint of the own log", "Its size and root as the hub signed them (C2SP tlog-checkpoint), the newest or, with at, the last before a moment. The log is named as its member; another's does not exist.").Answers<CheckpointView>();
        v1.MapGet("/audit/logs/{log}/leaves", ListLeavesEndpoint.Get).Does("leaves-read", Overseers)
            .Says("Export leaves of the own log", "At most 1,000 from first on, to the byte, with the details behind them: kept elsewhere, they are verified without the hub.").Answers<LeavesView>();
        v1.MapGet("/audit/logs/{log}/inclusion/{entry}", ReadLogEndpoint.GetInclusion).Does("inclusion-proved", Overseers)
            .Says("Prove that an entry is in the own log", "By the name that the answer carried in Audit-Entry; under the newest checkpoint, or that of size.").Answers<InclusionView>();
        v1.MapGet("/audit/logs/{log}/consistency", ReadLogEndpoint.GetConsistency).Does("consistency-proved", Overseers)
            .Says("Prove that the own log only grew", "From the checkpoint of one size to that of another, by default the newest.").Answers<ConsistencyView>();
        v1.MapGet("/audit/evidence/{id}", GetEvidenceEndpoint.Get).Reads("evidence-read", Role.Contributor, Role.Discloser, Role.Analyst)
            .Says("Read what proves a record", "To be laid before a court, and verified without the hub: the record as it is told, under the hub's signature, and the own log's entries about it. The owner gets its facts as they were stored and the key to what is sealed in them; a reader its readings, and under H1 only with the permission judicial-use.").Answers<EvidenceView>();
        v1.MapGet("/audit/logs/{log}/holds", HoldsEndpoint.ListHolds).Does("holds-listed", Overseers)
            .Says("List the holds on the own log", "Months kept beyond their three years, those lifted included, the oldest first.").Answers<PageOf<HoldView>>();
        v1.MapPut("/audit/logs/{log}/holds/{month}", HoldsEndpoint.PlaceHold).Does("hold-placed", Role.Auditor)
            .Says("Keep a month of the own log, and all after it", "Beyond the three years after which entries are dropped. Stands once another officer has said the same; who says it again takes back a proposal to lift.").Answers<HoldView>();
        v1.MapDelete("/audit/logs/{log}/holds/{month}", HoldsEndpoint.LiftHold).Does("hold-lifted", Role.Auditor)
            .Says("Lift a hold on the own log", "Over once another officer has said the same; at once where it never stood.").Answers<HoldView>();
        MapTaxii(app);
        MapMisp(app);
    }

    private static RouteHandlerBuilder Says(this RouteHandlerBuilder route, string summary, string description) => route.WithSummary(summary).WithDescription(description);

    /// <summary>An act that waits for a second administrator is answered 202.</summary>
    private static RouteHandlerBuilder Proposes(this RouteHandlerBuilder route) => route.Produces<PendingActView>(StatusCodes.Status202Accepted);

    private static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK, string? media = null) => route.Produces<T>(status, media);
}
