using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelShare.Api.Host.Store;
using IntelShare.Audit;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Host.Door;

/// <summary>The registry moved between the decision and its entry: reload and decide again.</summary>
internal sealed class RegistryMovedException(Exception inner) : Exception("The registry moved.", inner);

/// <summary>Who acted, for an entry.</summary>
/// <param name="Key">The <c>kid</c> that signed the token.</param>
/// <param name="Token">Its <c>jti</c>.</param>
internal readonly record struct Actor(string Member, string Client, string Officer, string Key, string Token);

/// <summary>One line of the trail. Names no value, handle, person or case.</summary>
internal sealed record Entry(Guid Id, DateTimeOffset At, Actor Actor, string Act, string Outcome, string? Purpose, string? Case, long RegistryVersion, IReadOnlyList<Told> Told)
{
    /// <summary>Why protected persons were asked for.</summary>
    public string? Justification { get; init; }

    /// <summary>How many distinct values were asked for.</summary>
    public int Asked { get; init; }

    /// <summary>How many of them had an outcome.</summary>
    public int Found { get; init; }

    /// <summary>Ids of the facts that a write appended.</summary>
    public IReadOnlyList<Guid> Facts { get; init; } = [];
}

/// <summary>The readable part of an entry: its own agency's words, sealed apart from it, which the entry commits to.</summary>
/// <param name="Salt">32 bytes, 244 bits of them random: without them the commitment tells nothing. Empty where the entry commits to none.</param>
/// <param name="Text">The JSON that is committed to, to the letter.</param>
internal sealed record Detail(byte[] Salt, string Text)
{
    public static Detail? Of(Entry entry, Ids ids) => (entry.Case ?? entry.Justification) is null ? null
        : new([.. ids.Next("salts of " + entry.Actor.Member).ToByteArray(), .. ids.Next("salts of " + entry.Actor.Member).ToByteArray()], JsonSerializer.Serialize(new Words(entry.Case, entry.Justification), Json.Stored));

    public string Committed() => Commitment.Of(Salt, Text);

    public Words Read() => JsonSerializer.Deserialize<Words>(Text, Json.Stored)!;
}

/// <summary>Why somebody acted, in its agency's words.</summary>
internal sealed record Words(string? Case, string? Justification);

/// <summary>The audit trail's writing side: one row per operation, durable before the answer leaves.</summary>
internal sealed class Trail(NpgsqlDataSource source, Vault vault, Ids ids, TimeProvider clock)
{
    // The sub-select is the fence: a registry that has moved leaves it null, and the column refuses null. What is absent is
    // sent empty, since a null of another type would be another statement, planned anew each time.
    private const string Insert =
        """
        insert into intelshare.audit_entry
            (id, at, member, client, officer, key, token, act, outcome, purpose, case_mac, detail, facts, owners, records, levels, asked, found, registry_version)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''::bytea), nullif(?, ''), nullif(?, '{}'::uuid[]), ?, ?, ?, ?, ?, (select version from intelshare.registry where version = ?))
        """;

    private const string InsertDetail = "insert into intelshare.audit_detail (entry, at, box) values (?, ?, ?)";

    private const string ToldBy =
        "select distinct told.record from unnest($1::timestamptz[], $2::uuid[]) b(at, id) join intelshare.audit_entry e using (at, id) cross join unnest(e.records) told(record) where told.record = any($3)";

    private static readonly Dictionary<string, string> Numbered = new[] { Insert, InsertDetail }.ToDictionary(sql => sql, Number);

    /// <summary>The entry of a visit that ends with this outcome.</summary>
    public Entry EntryOf(Visit visit, string outcome, IReadOnlyList<Told> told)
    {
        var id = ids.Next(visit.Member.Id);
        visit.Receipt = NameOf(id, visit.Member.Id);
        var actor = new Actor(visit.Member.Id, visit.Caller.Client.Id, visit.Caller.Officer, visit.Caller.Key, visit.Caller.TokenId);
        return new(id, visit.Now, actor, visit.Act.Name, outcome, visit.Purpose?.Code(), visit.Case, visit.Registry.Version, told)
        {
            Justification = visit.Justification,
            Asked = visit.Asked,
            Found = visit.Found,
        };
    }

    /// <summary>The entry of what the hub does by itself to records of an owner, in its name: no officer, no token.</summary>
    public Entry EntryOf(string owner, IntelShare.Members.Registry registry, string act, IEnumerable<Guid> records) => new(
        ids.Next("hub for " + owner), clock.GetUtcNow(), new(owner, Client: "hub", Officer: "", Key: "", Token: ""), act, "ok", Purpose: null, Case: null, registry.Version, [.. records.Select(record => new Told(owner, record, IntelShare.Access.Level.Full))]);

    /// <summary>Commits one entry outside of a visit.</summary>
    /// <exception cref="RegistryMovedException">The registry is no longer the one decided with.</exception>
    public async Task EnterAsync(Entry entry, CancellationToken ct)
    {
        await using var line = new Line(source);
        await EnterAsync(entry, line, ct);
    }

    /// <summary>Commits one entry in one round trip, and with it what <paramref name="also"/> does: <paramref name="hears"/> reads what comes back.</summary>
    /// <exception cref="RegistryMovedException">The registry is no longer the one decided with.</exception>
    public async Task EnterAsync(Entry entry, Line line, CancellationToken ct, NpgsqlBatchCommand? also = null, Func<NpgsqlDataReader, Task>? hears = null)
    {
        await using var batch = new NpgsqlBatch(await line.OpenAsync(ct));
        foreach (var (sql, values) in Statements(entry))
        {
            var command = new NpgsqlBatchCommand(Numbered[sql]);
            foreach (var value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            batch.BatchCommands.Add(command);
        }

        try
        {
            if (also is null)
            {
                await batch.ExecuteNonQueryAsync(ct);
                return;
            }

            batch.BatchCommands.Add(also);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            do
            {
                await hears!(reader);
            }
            while (await reader.NextResultAsync(ct));
        }
        catch (PostgresException refused) when (IsRegistryMoved(refused))
        {
            throw new RegistryMovedException(refused);
        }
    }

    /// <summary>Which of the records these entries tell of.</summary>
    public static async Task<HashSet<Guid>> ToldByAsync(IReadOnlyCollection<(DateTimeOffset At, Guid Id)> entries, Guid[] records, Line line, CancellationToken ct)
    {
        var told = new HashSet<Guid>();
        if (entries.Count > 0 && records.Length > 0)
        {
            await using var command = new NpgsqlCommand(ToldBy, await line.OpenAsync(ct))
            {
                Parameters = { new() { Value = entries.Select(entry => entry.At.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz }, new() { Value = entries.Select(entry => entry.Id).ToArray() }, new() { Value = records } },
            };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                told.Add(reader.GetGuid(0));
            }
        }

        return told;
    }

    /// <summary>The statements of an entry, with <c>?</c> for each value, to stand in a write's own transaction.</summary>
    public IEnumerable<(string Sql, object[] Values)> Statements(Entry entry)
    {
        var detail = Detail.Of(entry, ids);
        yield return (Insert,
        [
            entry.Id,
            entry.At,
            entry.Actor.Member,
            entry.Actor.Client,
            entry.Actor.Officer,
            entry.Actor.Key,
            entry.Actor.Token,
            entry.Act,
            entry.Outcome,
            entry.Purpose ?? "",
            entry.Case is null ? Array.Empty<byte>() : CaseMac(entry.Actor.Member, entry.Case),
            detail?.Committed() ?? "",
            entry.Facts.ToArray(),
            entry.Told.Select(told => told.Owner).ToArray(),
            entry.Told.Select(told => told.Indicator).ToArray(),
            entry.Told.Select(told => told.Level.Code()).ToArray(),
            entry.Asked,
            entry.Found,
            entry.RegistryVersion,
        ]);
        if (detail is not null)
        {
            yield return (InsertDetail, [entry.Id, entry.At, vault.SealDetail(entry.Id, JsonSerializer.SerializeToUtf8Bytes(detail, Json.Stored))]);
        }
    }

    /// <summary>What an agency calls an entry: each by a name of its own, so that two owners cannot lay their views together. 22 characters.</summary>
    public string NameOf(Guid entry, string viewer) => Base64Url.EncodeToString(vault.Rename(viewer, entry));

    /// <summary>What an agency's log calls a record.</summary>
    public string ReferenceOf(string log, Guid record) => Commitment.Reference(SaltOf(log, record), record);

    /// <summary>The salt under which an agency's log calls a record.</summary>
    public byte[] SaltOf(string log, Guid record) => vault.Mac("audit-record\n" + log, record.ToByteArray());

    /// <summary>The salt under which a log commits to a fact.</summary>
    public byte[] SaltOf(Guid fact) => vault.Mac("audit-fact", fact.ToByteArray());

    /// <summary>The entry that an agency calls so; null for what is no such name. That there is such an entry is not said.</summary>
    public Guid? EntryNamed(string name, string viewer)
    {
        var bytes = new byte[16];
        if (name.Length != 22 || !Base64Url.IsValid(name, out var length) || length != bytes.Length)
        {
            return null;
        }

        Base64Url.DecodeFromChars(name, bytes);
        var entry = vault.NameBack(viewer, bytes);
        // One name only: the last letter of 22 has bits to spare.
        return NameOf(entry, viewer) == name ? entry : null;
    }

    /// <summary>What an entry's sealed detail holds; null where there is none, or none any more.</summary>
    public Detail? DetailOf(Guid entry, byte[]? box)
    {
        if (box is null)
        {
            return null;
        }

        var opened = vault.OpenDetail(entry, box);
        // Before entries committed to their detail, the words alone were sealed.
        return JsonSerializer.Deserialize<Detail>(opened, Json.Stored) is { Text: not null } detail ? detail : new([], Encoding.UTF8.GetString(opened));
    }

    public static bool IsRegistryMoved(PostgresException refused) =>
        refused is { SqlState: PostgresErrorCodes.NotNullViolation, ColumnName: "registry_version" };

    private static string Number(string sql)
    {
        var parts = sql.Split('?');
        return string.Concat(parts.Select((part, i) => i == 0 ? part : string.Create(CultureInfo.InvariantCulture, $"${i}{part}")));
    }

    private byte[] CaseMac(string member, string reference) => vault.Mac("case\0" + member, Encoding.UTF8.GetBytes(reference));
}
