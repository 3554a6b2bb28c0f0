using System.Collections.Frozen;
using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Keeping;
using IntelShare.Members;

namespace IntelShare.Api.Host.Store;

/// <summary>Every stored fact and the name it is stored under. A name is never changed or used again.</summary>
internal static class FactNames
{
    public static readonly FrozenDictionary<Type, string> All = new Dictionary<Type, string>
    {
        [typeof(PartyEnrolled)] = "party-enrolled",
        [typeof(AgreementConcluded)] = "agreement-concluded",
        [typeof(AgreementEnded)] = "agreement-ended",
        [typeof(MemberEnrolled)] = "member-enrolled",
        [typeof(ClientAdded)] = "client-added",
        [typeof(KeyAdded)] = "key-added",
        [typeof(KeyRevoked)] = "key-revoked",
        [typeof(KeyRetired)] = "key-retired",
        [typeof(ClientChanged)] = "client-changed",
        [typeof(ClientRemoved)] = "client-removed",
        [typeof(TokenRegistered)] = "token-registered",
        [typeof(TokenRevoked)] = "token-revoked",
        [typeof(IssuerTrusted)] = "issuer-trusted",
        [typeof(IssuerDistrusted)] = "issuer-distrusted",
        [typeof(MemberChanged)] = "member-changed",
        [typeof(MemberSuspended)] = "member-suspended",
        [typeof(MemberReadmitted)] = "member-readmitted",
        [typeof(OfficerCleared)] = "officer-cleared",
        [typeof(ClearanceWithdrawn)] = "clearance-withdrawn",
        [typeof(OfficerBlocked)] = "officer-blocked",
        [typeof(OfficerUnblocked)] = "officer-unblocked",
        [typeof(StandingAuthorisationGiven)] = "standing-authorisation-given",
        [typeof(StandingAuthorisationRevoked)] = "standing-authorisation-revoked",
        [typeof(MemberWithdrawn)] = "member-withdrawn",
        [typeof(MemberKept)] = "member-kept",
        [typeof(SuccessorNamed)] = "successor-named",
        [typeof(SuccessorTakenBack)] = "successor-taken-back",
        [typeof(SuccessionAccepted)] = "succession-accepted",
        [typeof(ConceptNamed)] = "concept-named",
        [typeof(ConceptMerged)] = "concept-merged",
        [typeof(ConceptParted)] = "concept-parted",
        [typeof(TaskForceFounded)] = "task-force-founded",
        [typeof(TaskForceJoined)] = "task-force-joined",
        [typeof(TaskForceLeft)] = "task-force-left",
        [typeof(ActProposed)] = "act-proposed",
        [typeof(ActSeconded)] = "act-seconded",
        [typeof(ActRefused)] = "act-refused",
        [typeof(IndicatorSubmitted)] = "indicator-submitted",
        [typeof(IndicatorAmended)] = "indicator-amended",
        [typeof(IndicatorReevaluated)] = "indicator-reevaluated",
        [typeof(ReleaseChanged)] = "release-changed",
        [typeof(HandlingAcknowledged)] = "handling-acknowledged",
        [typeof(DisclosureGranted)] = "disclosure-granted",
        [typeof(DisclosureRevoked)] = "disclosure-revoked",
        [typeof(IndicatorWithdrawn)] = "indicator-withdrawn",
        [typeof(RetentionExtended)] = "retention-extended",
        [typeof(IndicatorRestricted)] = "indicator-restricted",
        [typeof(RestrictionLifted)] = "restriction-lifted",
        [typeof(IndicatorHandedOver)] = "indicator-handed-over",
        [typeof(IndicatorErased)] = "indicator-erased",
        [typeof(SightingReported)] = "sighting-reported",
        [typeof(RegradeProposed)] = "regrade-proposed",
        [typeof(RegradeAccepted)] = "regrade-accepted",
        [typeof(RegradeRefused)] = "regrade-refused",
        [typeof(DisclosureRequested)] = "disclosure-requested",
        [typeof(DisclosureDeferred)] = "disclosure-deferred",
        [typeof(DisclosureAnswered)] = "disclosure-answered",
        [typeof(DisclosureTakenBack)] = "disclosure-taken-back",
        [typeof(SubjectRequestReceived)] = "subject-request-received",
        [typeof(SubjectRequestForwarded)] = "subject-request-forwarded",
        [typeof(OwnerAnswered)] = "owner-answered",
        [typeof(SubjectRequestAnswered)] = "subject-request-answered",
        [typeof(RecallIssued)] = "recall-issued",
        [typeof(RecallAnswered)] = "recall-answered",
    }.ToFrozenDictionary();

    /// <summary>By the name, for what is read outside of the store's own ways.</summary>
    public static readonly FrozenDictionary<string, Type> Types = All.ToFrozenDictionary(fact => fact.Value, fact => fact.Key, StringComparer.Ordinal);
}
