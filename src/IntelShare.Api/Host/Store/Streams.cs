using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>The stream has moved since the caller read it.</summary>
internal sealed class VersionMovedException(Exception inner) : Exception("The stream has moved.", inner);

/// <summary>The idempotency key is taken, by an earlier request or by one that won the race.</summary>
internal sealed class KeyTakenException(Exception inner) : Exception("The idempotency key is taken.", inner);

/// <summary>Another stream stands already where only one may: a second open proposal.</summary>
internal sealed class PlaceTakenException(Exception inner) : Exception("The place is taken.", inner);

/// <summary>What a request's Idempotency-Key claims, in the transaction of its write.</summary>
internal sealed record IdempotencyClaim(string Member, string Route, string Key, byte[] BodyMac);

/// <summary>
/// The one writing door. Facts, the inline projection, keys, postings, idempotency and the audit entry are one
/// transaction: all of it happened, or none. Secrets are sealed here, before anything is stored.
/// </summary>
internal sealed class Streams(IDocumentStore store, Vault vault, Trail trail, Ids ids, Bell bell)
{
    private const string AddRecordKey = "insert into intelshare.record_key (indicator, wrapped) values (?, ?)";
    // Two registry writes decided at one version would both find it standing. The second waits here for the first, and then
    // its entry finds the registry moved. Reads are not held up.
    private const string LockRegistry = "lock table intelshare.registry in exclusive mode";
    private const string RaiseRegistry = "update intelshare.registry set version = version + 1";
    private const string AddNotice = "insert into intelshare.notice (member, id, at, kind, about) values (?, ?, ?, ?, ?)";
    private const string ClaimKey = "insert into intelshare.idempotency (member, route, key, body_mac, indicator, at) values (?, ?, ?, ?, ?, ?)";

    /// <summary>Begins a record.</summary>
    /// <exception cref="KeyTakenException">The claim lost.</exception>
    public async Task<Indicator> StartAsync(Guid id, IReadOnlyList<object> facts, IdempotencyClaim? claim, Entry entry, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        Claim(session, claim, id, entry);
        var (after, stored) = Fold(session, current: null, id, facts, wrapped: null);
        session.Events.StartStream<Indicator>(id, stored);
        IndicatorRows.Queue(session, vault, before: null, after, facts);
        await CommitAsync(session, entry, ct);
        return after;
    }

    /// <summary>Begins a stream that is no record: a disclosure request, a sighting, a proposal.</summary>
    /// <exception cref="KeyTakenException">The claim lost.</exception>
    /// <exception cref="PlaceTakenException">Another such stream stands in its place.</exception>
    public async Task StartAsync<T>(Guid id, IReadOnlyList<object> facts, IdempotencyClaim? claim, Entry entry, CancellationToken ct, params IReadOnlyList<Notice> notices) where T : class
    {
        await using var session = store.LightweightSession();
        Claim(session, claim, id, entry);
        session.Events.StartStream<T>(id, Close(session, id, version: 0, facts, wrapped: null));
        Tell(session, entry, notices);
        await CommitAsync(session, entry, ct);
    }

    /// <summary>Loads a record for a change, its secret open; null, after the same work, when there is none or the caller may not change it.</summary>
    /// <remarks>The session belongs to the caller, who disposes it; <see cref="ChangeAsync"/> appends at the version loaded here.</remarks>
    public async Task<OpenStream?> OpenAsync(Guid id, Predicate<Indicator> may, CancellationToken ct)
    {
        var session = store.LightweightSession();
        try
        {
            var stream = await session.Events.FetchForWriting<Indicator>(id, ct);
            if (stream.Aggregate is not { } record || !may(record))
            {
                await session.DisposeAsync();
                return null;
            }

            // Also where nothing is sealed now: a record has one key for life, and its earlier facts are under it.
            var wrapped = await WrappedKeyAsync(session, id, ct);
            return new(session, stream, vault.Open(record, wrapped), wrapped);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loads another stream beside an opened record, for what happens to both or to neither.</summary>
    public static async Task<StreamBeside<T>> BesideAsync<T>(OpenStream open, Guid id, CancellationToken ct) where T : class
    {
        var stream = await open.Session.Events.FetchForWriting<T>(id, ct);
        return new(id, stream, await WrappedKeyAsync(open.Session, id, ct));
    }

    /// <summary>Appends to the other stream; <see cref="ChangeAsync"/> commits it.</summary>
    public void Append<T>(OpenStream open, StreamBeside<T> beside, IReadOnlyList<object> facts) where T : class =>
        beside.Stream.AppendMany(Close(open.Session, beside.Id, beside.Stream.CurrentVersion ?? 0, facts, beside.WrappedKey));

    /// <summary>Appends to an opened record; no facts where only the stream beside it moves.</summary>
    /// <exception cref="VersionMovedException">Somebody else appended meanwhile.</exception>
    public async Task<Indicator> ChangeAsync(OpenStream open, IReadOnlyList<object> facts, Entry entry, CancellationToken ct, params IReadOnlyList<Notice> notices)
    {
        var (after, stored) = Fold(open.Session, open.Record, open.Record.Id, facts, open.WrappedKey);
        if (facts.Count > 0)
        {
            open.Stream.AppendMany(stored);
            IndicatorRows.Queue(open.Session, vault, open.Record, after, facts);
        }

        Tell(open.Session, entry, notices);
        await CommitAsync(open.Session, entry, ct);
        return after;
    }

    /// <summary>Appends facts of the registry: parties, members, task forces. Raises the registry's version.</summary>
    /// <exception cref="RegistryMovedException">The registry is no longer the one the entry was decided with.</exception>
    public async Task RegisterAsync<T>(string name, IReadOnlyList<object> facts, Entry entry, CancellationToken ct) where T : class
    {
        await using var session = store.LightweightSession();
        var stream = await session.Events.FetchForWriting<T>(Ids.Named(name), ct);
        stream.AppendMany(facts);
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

    /// <summary>The facts of a record in order, as stored: their secrets closed.</summary>
    public async Task<IReadOnlyList<IEvent>> FactsAsync(Guid id, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return await session.Events.FetchStreamAsync(id, token: ct);
    }

    /// <summary>The state after the facts with its secret open, and the facts as they are stored, their secrets sealed.</summary>
    private (Indicator After, object[] Stored) Fold(IDocumentSession session, Indicator? current, Guid id, IReadOnlyList<object> facts, byte[]? wrapped) =>
        (facts.Aggregate(current, (record, fact) => Indicator.Evolve(record, id, fact))!, Close(session, id, current?.Version ?? 0, facts, wrapped));

    /// <summary>Seals what the facts after <paramref name="version"/> carry under the one key of their stream, which is made when first needed.</summary>
    private object[] Close(IDocumentSession session, Guid id, long version, IReadOnlyList<object> facts, byte[]? wrapped)
    {
        var stored = new object[facts.Count];
        byte[]? key = wrapped is null ? null : vault.Unwrap(id, wrapped);
        for (var i = 0; i < facts.Count; i++)
        {
            stored[i] = facts[i];
            if (facts[i] is ICarrySecret { Secret.Open: { } secret } fact)
            {
                if (key is null)
                {
                    key = Vault.NewRecordKey();
                    session.QueueSqlCommand(AddRecordKey, id, vault.Wrap(id, key));
                }

                stored[i] = fact.With(Vault.Seal(key, id, FactNames.All[facts[i].GetType()], (int)version + i + 1, secret));
            }
        }

        return stored;
    }

    private static void Claim(IDocumentSession session, IdempotencyClaim? claim, Guid id, Entry entry)
    {
        if (claim is not null)
        {
            session.QueueSqlCommand(ClaimKey, claim.Member, claim.Route, claim.Key, claim.BodyMac, id, entry.At);
        }
    }

    private void Tell(IDocumentSession session, Entry entry, IReadOnlyList<Notice> notices)
    {
        foreach (var notice in notices)
        {
            session.QueueSqlCommand(AddNotice, notice.Member, Notice.NextId(ids, notice.Member), entry.At, notice.Kind.Code(), notice.About);
        }
    }

    private async Task CommitAsync(IDocumentSession session, Entry entry, CancellationToken ct, params string[] also)
    {
        session.LastModifiedBy = entry.Actor.Officer;
        session.CorrelationId = entry.Id.ToString("N");
        session.SetHeader("member", entry.Actor.Member);
        session.SetHeader("client", entry.Actor.Client);
        foreach (var (sql, values) in trail.Statements(entry))
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
        catch (Exception failed) when (Find<PostgresException>(failed) is { } refused && Trail.IsRegistryMoved(refused))
        {
            throw new RegistryMovedException(failed);
        }
        catch (Exception failed) when (Find<PostgresException>(failed) is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "idempotency" })
        {
            throw new KeyTakenException(failed);
        }
        catch (Exception failed) when (Find<PostgresException>(failed) is { SqlState: PostgresErrorCodes.UniqueViolation, SchemaName: EventStore.Documents })
        {
            throw new PlaceTakenException(failed);
        }
        catch (Exception failed) when (failed is ConcurrencyException or EventStreamUnexpectedMaxEventIdException
            || Find<PostgresException>(failed) is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "mt_events" or "mt_streams" or "record_key" })
        {
            throw new VersionMovedException(failed);
        }
        catch (Exception failed) when (Find<NpgsqlException>(failed) is { } broken && (broken is not PostgresException refused || refused.SqlState.StartsWith("57", StringComparison.Ordinal)))
        {
            // The connection broke or the server went down while committing.
            throw new OutcomeUnknownException(failed);
        }
    }

    private static async Task<byte[]?> WrappedKeyAsync(IDocumentSession session, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select wrapped from intelshare.record_key where indicator = $1") { Parameters = { new() { Value = id } } };
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await reader.ReadAsync(ct) ? await reader.GetFieldValueAsync<byte[]>(0, ct) : null;
    }

    private static T? Find<T>(Exception? failed) where T : Exception
    {
        for (; failed is not null; failed = failed.InnerException)
        {
            if (failed is T found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>A record opened for a change.</summary>
internal sealed record OpenStream(IDocumentSession Session, IEventStream<Indicator> Stream, Indicator Record, byte[]? WrappedKey) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Session.DisposeAsync();
}

/// <summary>Another stream loaded beside an opened record.</summary>
internal sealed record StreamBeside<T>(Guid Id, IEventStream<T> Stream, byte[]? WrappedKey) where T : class;
