using IntelShare.Indicators;
using IntelShare.Members;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace IntelShare.Api.Host.Store.Projections;

internal sealed partial class IndicatorProjection : SingleStreamProjection<Indicator, Guid>
{
    public override Indicator? Evolve(Indicator? snapshot, Guid id, IEvent e) => Indicator.Evolve(snapshot, id, e.Data);
}

internal sealed partial class PartyProjection : SingleStreamProjection<Party, Guid>
{
    public override Party? Evolve(Party? snapshot, Guid id, IEvent e) => Party.Evolve(snapshot, id, e.Data);
}

internal sealed partial class MemberProjection : SingleStreamProjection<Member, Guid>
{
    public override Member? Evolve(Member? snapshot, Guid id, IEvent e) => Member.Evolve(snapshot, id, e.Data);
}

internal sealed partial class TaskForceProjection : SingleStreamProjection<TaskForce, Guid>
{
    public override TaskForce? Evolve(TaskForce? snapshot, Guid id, IEvent e) => TaskForce.Evolve(snapshot, id, e.Data);
}
