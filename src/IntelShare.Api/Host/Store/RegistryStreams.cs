using IntelShare.Api.Host.Door;
using IntelShare.Members;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>Facts of one stream of the registry.</summary>
/// <param name="Room">Of what it tells; null: of the concepts, or of an act that waits for a second administrator.</param>
/// <param name="Subject">Id of the party, member or task force; else empty.</param>
/// <param name="Stream">Its id.</param>
/// <param name="Facts">In order; a stream that is not there begins with the first.</param>
internal sealed record Registered(RegistryRoom? Room, string Subject, Guid Stream, IReadOnlyList<object> Facts)
{
    /// <summary>Of a party, member or task force, by its id.</summary>
    public static Registered Of(RegistryRoom room, string subject, params IReadOnlyList<object> facts) => new(room, subject, StreamOf(room, subject), facts);

    /// <summary>The stream of the concepts.</summary>
    public static readonly Guid Concepts = Ids.Named("concepts");

    /// <summary>Of the concepts.</summary>
    public static Registered OfConcepts(IReadOnlyList<object> facts) => new(Room: null, Subject: "", Concepts, facts);

    /// <summary>Of a pending act.</summary>
    public static Registered Of(Guid act, IReadOnlyList<object> facts) => new(Room: null, Subject: "", act, facts);

    /// <summary>The id of a subject's stream: what notices are about.</summary>
    public static Guid StreamOf(RegistryRoom room, string subject) => Ids.Named(room.Code() + "/" + subject);
}

/// <content>What the registry holds: parties, members, task forces, concepts, and acts that wait for a second administrator.</content>
internal sealed partial class Streams
{
    // Two registry writes decided at one version would both find it standing. The second waits here for the first, and then
    // its entry finds the registry moved. Reads are not held up.
    private const string LockRegistry = "lock table intelshare.registry in exclusive mode";
    private const string RaiseRegistry = "update intelshare.registry set version = version + 1";
    private const string Enrol = "with " + IndicatorRows.NewPlace + "insert into intelshare.enrolment (member, pos) select ?, pos from place";

    /// <summary>Appends facts of the registry, all of them or none. Raises its version.</summary>
    /// <exception cref="RegistryMovedException">The registry is no longer the one the entry was decided with.</exception>
    public Task RegisterAsync(IReadOnlyList<Registered> told, Entry entry, CancellationToken ct, params IReadOnlyList<Notice> notices) => RegisterAsync(told, _ => { }, entry, notices, ct);

    /// <summary>Opens a restored database with the facts that are repeated: not one without the other.</summary>
    /// <param name="reopening">The proposal that is seconded.</param>
    /// <param name="by">Who seconds it: member, client, officer.</param>
    /// <param name="mark">Above that of every node.</param>
    public Task ReopenAsync(IReadOnlyList<Registered> told, Guid reopening, string[] by, long mark, Entry entry, CancellationToken ct, params IReadOnlyList<Notice> notices) => RegisterAsync(
        told,
        session =>
        {
            session.QueueSqlCommand("update intelshare.reopening set seconded_by = ?, seconded_at = ? where id = ?", by, entry.At, reopening);
            session.QueueSqlCommand("update intelshare.opening set closed = false, incarnation = incarnation + 1, mark = ?, marked_at = ?", mark, entry.At);
        },
        entry, notices, ct);

    private async Task RegisterAsync(IReadOnlyList<Registered> told, Action<IDocumentSession> beside, Entry entry, IReadOnlyList<Notice> notices, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        beside(session);
        foreach (var (room, subject, stream, facts) in told)
        {
            await (room switch
            {
                RegistryRoom.Party => AppendAsync<Party>(session, stream, facts, ct),
                RegistryRoom.Member => AppendAsync<Member>(session, stream, facts, ct),
                RegistryRoom.TaskForce => AppendAsync<TaskForce>(session, stream, facts, ct),
                _ when stream == Registered.Concepts => AppendAsync<Concepts>(session, stream, facts, ct),
                _ => AppendAsync<PendingAct>(session, stream, facts, ct),
            });
            Pausing.Queue(session, ids, subject, facts, entry.At);
            foreach (var enrolled in facts.OfType<MemberEnrolled>())
            {
                session.QueueSqlCommand(Enrol, enrolled.Id);
            }
        }

        Notice.Queue(session, ids, entry, notices);
        session.QueueSqlCommand(LockRegistry);
        try
        {
            await CommitAsync(session, entry, ct, RaiseRegistry);
        }
        catch (VersionMovedException moved)
        {
            // A stream of the registry moves only with the registry.
            throw new RegistryMovedException(moved);
        }
    }
}
