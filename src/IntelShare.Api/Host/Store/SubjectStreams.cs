using IntelShare.Api.Host.Door;
using IntelShare.Keeping;

namespace IntelShare.Api.Host.Store;

/// <content>Persons' requests at the one writing door.</content>
internal sealed partial class Streams
{
    /// <summary>
    /// Loads a person's request for a change, its words open; null when there is none. Nobody else appends until then: owners
    /// answer apart from each other, and none shall notice by a lost race that there are others.
    /// </summary>
    /// <param name="id">Of a request that the caller has read.</param>
    /// <param name="ct">Cancels.</param>
    public Task<OpenStream<SubjectRequest>?> OpenSubjectRequestAsync(Guid id, CancellationToken ct) => OpenAsync<SubjectRequest>(id, _ => true, vault.Open, alone: true, ct);

    /// <summary>Appends to an opened request of a person.</summary>
    public async Task<SubjectRequest> ChangeAsync(OpenStream<SubjectRequest> open, object fact, Entry entry, CancellationToken ct)
    {
        open.Stream.AppendMany(Seal(open.Session, open.Record.Id, open.Record.Version, [fact], open.WrappedKey));
        SubjectRows.Queue(open.Session, ids, open.Record, fact);
        await CommitAsync(open.Session, entry, ct);
        return SubjectRequest.Evolve(open.Record, open.Record.Id, fact);
    }
}
