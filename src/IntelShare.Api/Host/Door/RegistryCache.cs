using System.Collections.Frozen;
using IntelShare.Api.Host.Store;
using IntelShare.Members;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// This node's copy of the registry. It may lag: every decision is fenced by the version it was made with, so a stale
/// copy costs a second attempt, never a wrong answer. The poll only lets new keys in.
/// </summary>
internal sealed class RegistryCache(NpgsqlDataSource source, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>How long a pending act is listed, whatever became of it.</summary>
    private static readonly TimeSpan ActsKept = TimeSpan.FromDays(90);
    private readonly Lock loading = new();
    private volatile Snapshot? snapshot;
    private long known = clock.GetTimestamp();

    // A document is read anew when its version has moved: of thousands of members one changes at a time.
    private const string Changed =
        $"select d.id, d.mt_version, case when known.version = d.mt_version then null else d.data end from {EventStore.Documents}.mt_doc_member d left join unnest($1::uuid[], $2::bigint[]) known(id, version) on known.id = d.id";

    private sealed record Snapshot(Registry Registry, FrozenDictionary<(string Issuer, string Kid), Known> Keys, Dictionary<Guid, (long Version, Member Member)> Members);

    private sealed record Known(string Jwk, SecurityKey Key);

    public Registry Current => snapshot?.Registry ?? throw new InvalidOperationException("The registry is loaded at start.");

    /// <summary>Since this node last knew that its copy was the one in force.</summary>
    public TimeSpan Age => clock.GetElapsedTime(Volatile.Read(ref known));

    /// <summary>The public key behind (issuer, kid); never by kid alone.</summary>
    public SecurityKey? Key(string issuer, string kid) => snapshot?.Keys.GetValueOrDefault((issuer, kid))?.Key;

    /// <summary>Loads version and documents from one snapshot of the database.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        var before = snapshot;
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("begin isolation level repeatable read read only"),
                new NpgsqlBatchCommand("select version, incarnation from intelshare.registry, intelshare.opening"),
                new NpgsqlBatchCommand($"select data from {EventStore.Documents}.mt_doc_party"),
                new NpgsqlBatchCommand(Changed) { Parameters = { new() { Value = before?.Members.Keys.ToArray() ?? [] }, new() { Value = before?.Members.Values.Select(member => member.Version).ToArray() ?? [] } } },
                new NpgsqlBatchCommand($"select data from {EventStore.Documents}.mt_doc_task_force"),
                new NpgsqlBatchCommand($"select data from {EventStore.Documents}.mt_doc_pending_act where (data->>'proposedAt')::timestamptz > $1") { Parameters = { new() { Value = clock.GetUtcNow() - ActsKept } } },
                new NpgsqlBatchCommand($"select data from {EventStore.Documents}.mt_doc_concepts"),
                new NpgsqlBatchCommand("commit"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (version, incarnation) = (reader.GetInt64(0), reader.GetInt32(1));
        var (parties, members) = (await All<Party>(), await MembersAsync());
        var registry = new Registry(version, parties, members.Values.Select(member => member.Member), await All<TaskForce>()) { PendingActs = [.. await All<PendingAct>()], Incarnation = incarnation, Concepts = (await All<Concepts>()).SingleOrDefault(Concepts.Published) };
        var keys = registry.Members.Values
            // What a revoked key signed is no member's word, so nobody who has stolen one writes in a member's trail.
            .SelectMany(member => member.Clients.Values.Where(client => !client.Removed).SelectMany(client => client.Keys.Where(key => key.Value.RevokedAt is null).Select(key => (Of: (member.Issuer, key.Key), key.Value.Jwk)))
                .Concat(member.IssuerCaps.Keys.Select(member.Provider).OfType<Issuer>().SelectMany(provider => provider.Keys.Select(key => (Of: (provider.Iss, key.Kid), key.Jwk)))))
            .DistinctBy(key => key.Of).ToFrozenDictionary(key => key.Of, key => before?.Keys.GetValueOrDefault(key.Of) is { } known && known.Jwk == key.Jwk ? known : new(key.Jwk, new JsonWebKey(key.Jwk)));
        lock (loading)
        {
            // Two reloads may end in the other order; the registry never goes back.
            if (snapshot is null || snapshot.Registry.Version <= version)
            {
                snapshot = new(registry, keys, members);
            }
        }

        async Task<Dictionary<Guid, (long Version, Member Member)>> MembersAsync()
        {
            await reader.NextResultAsync(ct);
            var read = new Dictionary<Guid, (long, Member)>();
            while (await reader.ReadAsync(ct))
            {
                read.Add(reader.GetGuid(0), (reader.GetInt64(1), reader.IsDBNull(2) ? before!.Members[reader.GetGuid(0)].Member : System.Text.Json.JsonSerializer.Deserialize<Member>(reader.GetString(2), Json.Stored)!));
            }

            return read;
        }

        async Task<List<T>> All<T>()
        {
            await reader.NextResultAsync(ct);
            var documents = new List<T>();
            while (await reader.ReadAsync(ct))
            {
                documents.Add(System.Text.Json.JsonSerializer.Deserialize<T>(reader.GetString(0), Json.Stored)!);
            }

            return documents;
        }
    }

    /// <summary>Loads the registry if it has moved.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select version from intelshare.registry");
        if ((long)(await command.ExecuteScalarAsync(ct))! != snapshot?.Registry.Version)
        {
            await ReloadAsync(ct);
        }

        Volatile.Write(ref known, clock.GetTimestamp());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Poll, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (NpgsqlException)
            {
                // The database is away; requests answer 503 by themselves, and the next tick asks again.
            }
        }
    }
}
