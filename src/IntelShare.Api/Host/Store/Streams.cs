using IntelShare.Api.Host.Door;
using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Keeping;
using IntelShare.Members;
using JasperFx.Events;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>
/// The one writing door. Facts, the inline projection, keys, postings, idempotency and the audit entry are one
/// transaction: all of it happened, or none. Secrets are sealed here, before anything is stored.
/// </summary>
internal sealed partial class Streams(IDocumentStore store, Vault vault, Trail trail, Ids ids, Bell bell)
{
    /// <summary>Begins a record.</summary>
    /// <exception cref="KeyTakenException">The claim lost.</exception>
    public async Task StartAsync(Guid id, IReadOnlyList<object> facts, IdempotencyClaim? claim, Entry entry, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        claim?.Queue(session, id, entry.At);
        await CommitAsync(session, entry with { Facts = Begin(session, [(id, facts.Single())], entry) }, ct);
    }

    /// <summary>Begins a stream that is no record: a request, a sighting, a proposal.</summary>
    /// <exception cref="KeyTakenException">The claim lost.</exception>
    /// <exception cref="PlaceTakenException">Another such stream stands in its place.</exception>
    public Task StartAsync<T>(Guid id, IReadOnlyList<object> facts, IdempotencyClaim? claim, Entry entry, CancellationToken ct, params IReadOnlyList<Notice> notices) where T : class =>
        StartAsync<T>(id, facts, [], _ => null, claim, entry, ct, notices);

    /// <summary>Begins such a stream, and appends to records what it means for each, if anything: a recall.</summary>
    /// <exception cref="KeyTakenException">The claim lost.</exception>
    /// <exception cref="VersionMovedException">Somebody else appended to one of the records meanwhile.</exception>
    public async Task StartAsync<T>(
        Guid id, IReadOnlyList<object> facts, IEnumerable<Guid> records, Func<Indicator, object?> onRecord, IdempotencyClaim? claim, Entry entry, CancellationToken ct, params IReadOnlyList<Notice> notices) where T : class
    {
        await using var session = store.LightweightSession();
        claim?.Queue(session, id, entry.At);
        session.Events.StartStream<T>(id, Seal(session, id, version: 0, facts, wrapped: null));
        SideRows.Queue(session, id, facts);
        foreach (var record in records)
        {
            var beside = await StreamBeside<Indicator>.LoadAsync(session, record, ct);
            if (onRecord(beside.Stream.Aggregate!) is { } fact)
            {
                Append(session, beside.Stream, vault.Open(beside.Stream.Aggregate!, beside.WrappedKey), [fact], beside.WrappedKey);
            }
        }

        Notice.Queue(session, ids, entry, notices);
        await CommitAsync(session, entry, ct);
    }

    /// <summary>Loads a record for a change, its secret open; null, after the same work, when there is none or the caller may not change it.</summary>
    /// <remarks>The session belongs to the caller, who disposes it; the change appends at the version loaded here. With
    /// <paramref name="alone"/> nobody else appends until then: for a change that already lost a race.</remarks>
    public Task<OpenStream<Indicator>?> OpenAsync(Guid id, Predicate<Indicator> may, CancellationToken ct, bool alone = false) => OpenAsync(id, may, vault.Open, alone, ct);

    /// <summary>Loads a disclosure request for a change, its words open; else as <see cref="OpenAsync(Guid, Predicate{Indicator}, CancellationToken, bool)"/>.</summary>
    public Task<OpenStream<DisclosureRequest>?> OpenRequestAsync(Guid id, Predicate<DisclosureRequest> may, CancellationToken ct) => OpenAsync(id, may, vault.Open, alone: false, ct);

    /// <summary>Loads a recall for a change, the words of its recipients open; else as <see cref="OpenAsync(Guid, Predicate{Indicator}, CancellationToken, bool)"/>.</summary>
    public Task<OpenStream<Recall>?> OpenRecallAsync(Guid id, Predicate<Recall> may, CancellationToken ct, bool alone = false) => OpenAsync(id, may, vault.Open, alone, ct);

    private async Task<OpenStream<T>?> OpenAsync<T>(Guid id, Predicate<T> may, Func<T, byte[]?, T> unseal, bool alone, CancellationToken ct) where T : class
    {
        var session = store.LightweightSession();
        try
        {
            var stream = alone ? await session.Events.FetchForExclusiveWriting<T>(id, ct) : await session.Events.FetchForWriting<T>(id, ct);
            if (stream.Aggregate is not { } record || !may(record))
            {
                await session.DisposeAsync();
                return null;
            }

            // Also where nothing is sealed now: a record has one key for life, and its earlier facts are under it.
            var wrapped = await RecordKeys.FindAsync(session, id, ct);
            return new(session, stream, unseal(record, wrapped), wrapped);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loads another stream beside an opened record, for what happens to both or to neither.</summary>
    public static Task<StreamBeside<T>> BesideAsync<T>(OpenStream<Indicator> open, Guid id, CancellationToken ct) where T : class => StreamBeside<T>.LoadAsync(open.Session, id, ct);

    /// <summary>Appends to the other stream; the change of the record commits it.</summary>
    public void Append<T>(OpenStream<Indicator> open, StreamBeside<T> beside, IReadOnlyList<object> facts) where T : class =>
        beside.Stream.AppendMany(Seal(open.Session, beside.Id, beside.Stream.CurrentVersion ?? 0, facts, beside.WrappedKey));

    /// <summary>Appends to an opened record; no facts where only the stream beside it moves.</summary>
    /// <exception cref="VersionMovedException">Somebody else appended meanwhile.</exception>
    public async Task<Indicator> ChangeAsync(OpenStream<Indicator> open, IReadOnlyList<object> facts, Entry entry, CancellationToken ct, params IReadOnlyList<Notice> notices)
    {
        var after = facts.Count > 0 ? Append(open.Session, open.Stream, open.Record, facts, open.WrappedKey) : open.Record;
        Notice.Queue(open.Session, ids, entry, notices);
        await CommitAsync(open.Session, entry, ct);
        return after;
    }

    /// <summary>Erases records of one owner, each of which the law lets lapse, as they were read.</summary>
    /// <exception cref="VersionMovedException">One of them changed since; none was erased.</exception>
    public async Task LapseAsync(Registry registry, IReadOnlyList<Indicator> records, DateTimeOffset now, Entry entry, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        foreach (var record in records)
        {
            var facts = record.Lapse(registry, now).Facts;
            session.Events.Append(record.Id, record.Version + 1, facts);
            Departures.Queue(session, record, facts.Aggregate(record, (current, fact) => Indicator.Evolve(current, record.Id, fact)));
        }

        Erasing.Queue(session, [.. records.Select(record => record.Id)]);
        await CommitAsync(session, entry, ct);
    }

    /// <summary>Appends to an opened request, and what that means for records to the streams beside it.</summary>
    /// <exception cref="VersionMovedException">Somebody else appended to one of them meanwhile.</exception>
    public async Task<DisclosureRequest> ChangeAsync(
        OpenStream<DisclosureRequest> open, object fact, IEnumerable<(StreamBeside<Indicator> Record, object Fact)> beside, Entry entry, CancellationToken ct, params IReadOnlyList<Notice> notices)
    {
        var id = open.Record.Id;
        open.Stream.AppendMany(Seal(open.Session, id, open.Record.Version, [fact], open.WrappedKey));
        DisclosureRows.Queue(open.Session, id, [fact]);
        foreach (var (record, ofRecord) in beside)
        {
            if (ofRecord is DisclosureGranted granted)
            {
                DisclosureRows.QueueReplaced(open.Session, record.Stream.Aggregate!, granted);
            }

            Append(open.Session, record.Stream, record.Stream.Aggregate!, [ofRecord], record.WrappedKey);
        }

        Notice.Queue(open.Session, ids, entry, notices);
        await CommitAsync(open.Session, entry, ct);
        return DisclosureRequest.Evolve(open.Record, id, fact);
    }

    /// <summary>Appends to an opened recall.</summary>
    /// <exception cref="VersionMovedException">Somebody else answered meanwhile.</exception>
    public async Task<Recall> ChangeAsync(OpenStream<Recall> open, object fact, Entry entry, CancellationToken ct)
    {
        open.Stream.AppendMany(Seal(open.Session, open.Record.Id, open.Record.Version, [fact], open.WrappedKey));
        RecallRows.Queue(open.Session, open.Record.Id, [fact]);
        await CommitAsync(open.Session, entry, ct);
        return Recall.Evolve(open.Record, open.Record.Id, fact);
    }

    /// <summary>The facts of a record in order, as stored: their secrets closed.</summary>
    public async Task<IReadOnlyList<IEvent>> FactsAsync(Guid id, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return await session.Events.FetchStreamAsync(id, token: ct);
    }

    /// <summary>Appends facts to a record's stream, with the rows beside it.</summary>
    /// <returns>The record after them, its secret as open as before.</returns>
    private Indicator Append(IDocumentSession session, IEventStream<Indicator> stream, Indicator record, IReadOnlyList<object> facts, byte[]? wrapped) =>
        Append(session, stored => stream.AppendMany(stored), record, facts, wrapped);

    /// <summary>The same of a record that was read outside of the session: one that moved since fails the commit.</summary>
    private Indicator Append(IDocumentSession session, Indicator record, IReadOnlyList<object> facts, byte[]? wrapped) =>
        Append(session, stored => session.Events.Append(record.Id, record.Version + facts.Count, stored), record, facts, wrapped);

    private Indicator Append(IDocumentSession session, Action<object[]> append, Indicator record, IReadOnlyList<object> facts, byte[]? wrapped)
    {
        append(Seal(session, record.Id, record.Version, facts, wrapped));
        var after = facts.Aggregate(record, (current, fact) => Indicator.Evolve(current, record.Id, fact));
        IndicatorRows.Queue(session, vault, record, after, facts);
        Corrections.Queue(session, ids, record, facts);
        return after;
    }

    /// <summary>Appends facts of the registry, where nothing is sealed; the registry's lock keeps others out.</summary>
    private static async Task AppendAsync<T>(IDocumentSession session, Guid stream, IReadOnlyList<object> facts, CancellationToken ct) where T : class =>
        (await session.Events.FetchForWriting<T>(stream, ct)).AppendMany(facts);

    /// <summary>The facts as they are stored: their secrets sealed, each for its place in the stream.</summary>
    private object[] Seal(IDocumentSession session, Guid id, long version, IReadOnlyList<object> facts, byte[]? wrapped)
    {
        var (stored, begun) = Seal(id, version, facts, wrapped);
        RecordKeys.Add(session, begun is null ? [] : [(id, begun)]);
        return stored;
    }

    /// <summary>The facts as they are stored, and the wrapped key of a stream that had none and needs one.</summary>
    private (object[] Stored, byte[]? Begun) Seal(Guid id, long version, IReadOnlyList<object> facts, byte[]? wrapped)
    {
        var (stored, key, begun) = (new object[facts.Count], wrapped is null ? null : vault.Unwrap(id, wrapped), (byte[]?)null);
        for (var i = 0; i < facts.Count; i++)
        {
            stored[i] = facts[i];
            if (facts[i] is ICarrySecret { Open: { } secret } fact)
            {
                if (key is null)
                {
                    key = Vault.NewRecordKey();
                    begun = vault.Wrap(id, key);
                }

                stored[i] = Vault.Seal(key, id, fact, (int)version + i + 1, secret);
            }
        }

        return (stored, begun);
    }

    private async Task CommitAsync(IDocumentSession session, Entry entry, CancellationToken ct, params string[] also)
    {
        session.LastModifiedBy = entry.Actor.Officer;
        session.CorrelationId = entry.Id.ToString("N");
        session.SetHeader("member", entry.Actor.Member);
        session.SetHeader("client", entry.Actor.Client);
        foreach (var (sql, values) in trail.Statements(entry with { Facts = [.. entry.Facts, .. session.PendingChanges.Streams().SelectMany(stream => stream.Events).Select(fact => fact.Id)] }))
        {
            session.QueueSqlCommand(sql, values);
        }

        foreach (var sql in also)
        {
            session.QueueSqlCommand(sql);
        }

        try
        {
            await session.SaveChangesAsync(ct);
            bell.Ring();
        }
        catch (Exception failed) when (Failed.Commit(failed) is not null)
        {
            throw Failed.Commit(failed)!;
        }
    }
}
