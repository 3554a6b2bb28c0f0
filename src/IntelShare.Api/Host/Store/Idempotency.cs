using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using Marten;
using Npgsql;

namespace IntelShare.Api.Host.Store;

/// <summary>What a request's Idempotency-Key claims, in the transaction of its write.</summary>
internal sealed record IdempotencyClaim(string Member, string Route, string Key, byte[] BodyMac)
{
    private const string Insert = "insert into intelshare.idempotency (member, route, key, body_mac, indicator, at) values (?, ?, ?, ?, ?, ?)";

    public void Queue(IDocumentSession session, Guid made, DateTimeOffset at) => session.QueueSqlCommand(Insert, Member, Route, Key, BodyMac, made, at);
}

/// <summary>
/// <c>Idempotency-Key</c>: claimed in the write's own transaction, kept 30 days, scoped to member and route. What is kept
/// is a reference and a keyed hash of the body, never content.
/// </summary>
[Published(Asks = "Idempotency-Key", Problems = ["idempotency-key-missing", "idempotency-key-reused", "outcome-unknown"])]
internal sealed class Idempotency(NpgsqlDataSource source, Vault vault, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan StatusKept = TimeSpan.FromDays(1);

    /// <summary>1 to 64 printable ASCII characters.</summary>
    public static bool TryRead(HttpRequest request, out string key)
    {
        key = request.Headers["Idempotency-Key"].ToString();
        return key.Length is > 0 and <= 64 && key.All(c => c is > ' ' and < '\u007F');
    }

    public IdempotencyClaim Claim(string member, string route, string key, byte[] body) => new(member, route, key, vault.Mac("body", body));

    /// <summary>What the key was used for, or null.</summary>
    public async Task<(Guid Indicator, bool SameBody)?> FindAsync(IdempotencyClaim claim, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select indicator, body_mac from intelshare.idempotency where member = $1 and route = $2 and key = $3");
        command.Parameters.Add(new() { Value = claim.Member });
        command.Parameters.Add(new() { Value = claim.Route });
        command.Parameters.Add(new() { Value = claim.Key });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetGuid(0), reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(claim.BodyMac)) : null;
    }

    /// <summary>The answer that the key was given before; null when it is new.</summary>
    public async Task<Answer?> ReplayAsync(IdempotencyClaim claim, Func<Guid, Answer> created, CancellationToken ct) => await FindAsync(claim, ct) switch
    {
        null => null,
        { SameBody: false } => Problems.Of("idempotency-key-reused"),
        { Indicator: var earlier } => created(earlier).AsReplay(),
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // What was said of a posted envelope is kept for the same end: that who asks again gets the same answer.
                await using var forget = source.CreateBatch();
                forget.BatchCommands.Add(new("delete from intelshare.idempotency where at < $1 and route <> 'starter-lexicon'") { Parameters = { new() { Value = clock.GetUtcNow() - Kept } } });
                forget.BatchCommands.Add(new("update intelshare.import set status = null where status is not null and at < $1") { Parameters = { new() { Value = clock.GetUtcNow() - StatusKept } } });
                await forget.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException)
            {
                // The database is away; the next hour asks again.
            }
        }
    }
}
