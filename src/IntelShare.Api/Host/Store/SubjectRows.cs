using IntelShare.Keeping;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>Of what a member is to be reminded, once, unless it acts before.</summary>
internal enum SubjectStep
{
    /// <summary>The intake has a week to forward.</summary>
    ForwardSoon,

    ForwardOverdue,

    /// <summary>The intake can read the outcome.</summary>
    Outcome,

    AnswerOverdue,

    /// <summary>An owner has a week to answer.</summary>
    ConsultationSoon,

    ConsultationOverdue,
}

/// <summary>
/// The rows beside the facts of a person's request, queued into the same transaction: the queues of both sides, and what
/// each is to be reminded of. The same statements whether nobody holds something or many do.
/// </summary>
internal static class SubjectRows
{
    private const string Enqueue = "insert into intelshare.subject_queue (id, at, side, member) select ?, ?, ?, unnest(?::text[])";
    private const string Remind = "insert into intelshare.subject_due (request, at, step, member) select ?, ?, ?, unnest(?::text[])";
    private const string Forget = "delete from intelshare.subject_due where request = ? and member = ? and step = any(?)";

    private const string Tell =
        "insert into intelshare.notice (id, member, at, kind, about) select told.id, told.member, ?, ?, ? from unnest(?::uuid[], ?::text[]) told(id, member)";

    private static readonly string[] OfForwarding = [SubjectStep.ForwardSoon.Code(), SubjectStep.ForwardOverdue.Code()];
    private static readonly string[] OfAnswer = [SubjectStep.Outcome.Code(), SubjectStep.AnswerOverdue.Code()];
    private static readonly string[] OfConsultation = [SubjectStep.ConsultationSoon.Code(), SubjectStep.ConsultationOverdue.Code()];

    /// <summary>Queues what an intake begins.</summary>
    public static void QueueReceived(IDocumentSession session, Guid request, SubjectRequestReceived e)
    {
        string[] intake = [e.Intake];
        session.QueueSqlCommand(Enqueue, request, e.At, SubjectSide.Intake.Code(), intake);
        session.QueueSqlCommand(Remind, request, Later(e.At, e.ForwardBy.AddDays(-SubjectClock.ReminderDays)), SubjectStep.ForwardSoon.Code(), intake);
        session.QueueSqlCommand(Remind, request, Later(e.At, e.ForwardBy), SubjectStep.ForwardOverdue.Code(), intake);
    }

    /// <summary>Queues what a later fact changes.</summary>
    /// <param name="session">The session that appends the fact.</param>
    /// <param name="ids">Names the notices.</param>
    /// <param name="request">Before the fact.</param>
    /// <param name="fact">What happened.</param>
    public static void Queue(IDocumentSession session, Ids ids, SubjectRequest request, object fact)
    {
        switch (fact)
        {
            case SubjectRequestForwarded e:
                string[] intake = [request.Intake];
                string[] owners = [.. e.Consulted.Select(consulted => consulted.Owner)];
                session.QueueSqlCommand(Forget, request.Id, request.Intake, OfForwarding);
                session.QueueSqlCommand(Remind, request.Id, e.OutcomeAt, SubjectStep.Outcome.Code(), intake);
                session.QueueSqlCommand(Remind, request.Id, Later(e.At, request.AnswerBy), SubjectStep.AnswerOverdue.Code(), intake);
                session.QueueSqlCommand(Enqueue, request.Id, e.At, SubjectSide.Owner.Code(), owners);
                session.QueueSqlCommand(Remind, request.Id, e.OutcomeAt.AddDays(-SubjectClock.ReminderDays), SubjectStep.ConsultationSoon.Code(), owners);
                session.QueueSqlCommand(Remind, request.Id, e.OutcomeAt, SubjectStep.ConsultationOverdue.Code(), owners);
                session.QueueSqlCommand(Tell, e.At, NoticeKind.SubjectRequest.Code(), request.Id, owners.Select(owner => Notice.NextId(ids, owner)).ToArray(), owners);
                break;
            case OwnerAnswered e:
                session.QueueSqlCommand(Forget, request.Id, e.Owner, OfConsultation);
                break;
            case SubjectRequestAnswered:
                session.QueueSqlCommand(Forget, request.Id, request.Intake, OfAnswer);
                break;
        }
    }

    /// <summary>A limit that had passed already is told from the fact on.</summary>
    private static DateTimeOffset Later(DateTimeOffset fact, DateTimeOffset limit) => fact > limit ? fact : limit;
}
