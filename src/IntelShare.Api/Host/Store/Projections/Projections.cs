using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Keeping;
using IntelShare.Members;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace IntelShare.Api.Host.Store.Projections;

// Each projection names its facts: a fact of another stream must not reach it.
internal sealed partial class IndicatorProjection : SingleStreamProjection<Indicator, Guid>
{
    public IndicatorProjection()
    {
        IncludeType<IndicatorSubmitted>();
        IncludeType<IndicatorAmended>();
        IncludeType<IndicatorReevaluated>();
        IncludeType<ReleaseChanged>();
        IncludeType<HandlingAcknowledged>();
        IncludeType<DisclosureGranted>();
        IncludeType<DisclosureRevoked>();
        IncludeType<RetentionExtended>();
        IncludeType<IndicatorRestricted>();
        IncludeType<RestrictionLifted>();
        IncludeType<IndicatorHandedOver>();
        IncludeType<IndicatorErased>();
        IncludeType<IndicatorWithdrawn>();
    }

    public override Indicator? Evolve(Indicator? snapshot, Guid id, IEvent e) => Indicator.Evolve(snapshot, id, e.Data);
}

internal sealed partial class SightingProjection : SingleStreamProjection<Sighting, Guid>
{
    public SightingProjection() => IncludeType<SightingReported>();

    public override Sighting? Evolve(Sighting? snapshot, Guid id, IEvent e) => Sighting.Evolve(snapshot, id, e.Data);
}

internal sealed partial class RegradeProposalProjection : SingleStreamProjection<RegradeProposal, Guid>
{
    public RegradeProposalProjection()
    {
        IncludeType<RegradeProposed>();
        IncludeType<RegradeAccepted>();
        IncludeType<RegradeRefused>();
    }

    public override RegradeProposal? Evolve(RegradeProposal? snapshot, Guid id, IEvent e) => RegradeProposal.Evolve(snapshot, id, e.Data);
}

internal sealed partial class DisclosureRequestProjection : SingleStreamProjection<DisclosureRequest, Guid>
{
    public DisclosureRequestProjection()
    {
        IncludeType<DisclosureRequested>();
        IncludeType<DisclosureDeferred>();
        IncludeType<DisclosureAnswered>();
        IncludeType<DisclosureTakenBack>();
    }

    public override DisclosureRequest? Evolve(DisclosureRequest? snapshot, Guid id, IEvent e) => DisclosureRequest.Evolve(snapshot, id, e.Data);
}

internal sealed partial class SubjectRequestProjection : SingleStreamProjection<SubjectRequest, Guid>
{
    public SubjectRequestProjection()
    {
        IncludeType<SubjectRequestReceived>();
        IncludeType<SubjectRequestForwarded>();
        IncludeType<OwnerAnswered>();
        IncludeType<SubjectRequestAnswered>();
    }

    public override SubjectRequest? Evolve(SubjectRequest? snapshot, Guid id, IEvent e) => SubjectRequest.Evolve(snapshot, id, e.Data);
}

internal sealed partial class RecallProjection : SingleStreamProjection<Recall, Guid>
{
    public RecallProjection()
    {
        IncludeType<RecallIssued>();
        IncludeType<RecallAnswered>();
    }

    public override Recall? Evolve(Recall? snapshot, Guid id, IEvent e) => Recall.Evolve(snapshot, id, e.Data);
}

internal sealed partial class PartyProjection : SingleStreamProjection<Party, Guid>
{
    public PartyProjection()
    {
        IncludeType<PartyEnrolled>();
        IncludeType<AgreementConcluded>();
        IncludeType<AgreementEnded>();
    }

    public override Party? Evolve(Party? snapshot, Guid id, IEvent e) => Party.Evolve(snapshot, id, e.Data);
}

internal sealed partial class MemberProjection : SingleStreamProjection<Member, Guid>
{
    public MemberProjection()
    {
        IncludeType<MemberEnrolled>();
        IncludeType<ClientAdded>();
        IncludeType<KeyAdded>();
        IncludeType<KeyRevoked>();
        IncludeType<KeyRetired>();
        IncludeType<ClientChanged>();
        IncludeType<ClientRemoved>();
        IncludeType<TokenRegistered>();
        IncludeType<TokenRevoked>();
        IncludeType<IssuerTrusted>();
        IncludeType<IssuerDistrusted>();
        IncludeType<MemberChanged>();
        IncludeType<MemberSuspended>();
        IncludeType<MemberReadmitted>();
        IncludeType<OfficerCleared>();
        IncludeType<ClearanceWithdrawn>();
        IncludeType<OfficerBlocked>();
        IncludeType<OfficerUnblocked>();
        IncludeType<StandingAuthorisationGiven>();
        IncludeType<StandingAuthorisationRevoked>();
        IncludeType<MemberWithdrawn>();
        IncludeType<MemberKept>();
        IncludeType<SuccessorNamed>();
        IncludeType<SuccessorTakenBack>();
        IncludeType<SuccessionAccepted>();
    }

    public override Member? Evolve(Member? snapshot, Guid id, IEvent e) => Member.Evolve(snapshot, id, e.Data);
}

internal sealed partial class TaskForceProjection : SingleStreamProjection<TaskForce, Guid>
{
    public TaskForceProjection()
    {
        IncludeType<TaskForceFounded>();
        IncludeType<TaskForceJoined>();
        IncludeType<TaskForceLeft>();
    }

    public override TaskForce? Evolve(TaskForce? snapshot, Guid id, IEvent e) => TaskForce.Evolve(snapshot, id, e.Data);
}

internal sealed partial class ConceptsProjection : SingleStreamProjection<Concepts, Guid>
{
    public ConceptsProjection()
    {
        IncludeType<ConceptNamed>();
        IncludeType<ConceptMerged>();
        IncludeType<ConceptParted>();
    }

    public override Concepts? Evolve(Concepts? snapshot, Guid id, IEvent e) => Concepts.Evolve(snapshot, id, e.Data);
}

internal sealed partial class PendingActProjection : SingleStreamProjection<PendingAct, Guid>
{
    public PendingActProjection()
    {
        IncludeType<ActProposed>();
        IncludeType<ActSeconded>();
        IncludeType<ActRefused>();
    }

    public override PendingAct? Evolve(PendingAct? snapshot, Guid id, IEvent e) => PendingAct.Evolve(snapshot, id, e.Data);
}
