using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Audit;
using Npgsql;

namespace IntelShare.Api.Audit;

/// <summary>What proves a record, to be laid before a court.</summary>
/// <param name="Record">How the own log names the record.</param>
/// <param name="Salt">Base64url: with it the record's id makes that name.</param>
/// <param name="Told">The record as it is told now, JSON to the letter.</param>
/// <param name="Statement">The hub's signed note over it and the entries.</param>
/// <param name="Key">Under which facts given here are sealed; the owner's alone.</param>
/// <param name="Note">The signed note of the log's checkpoint, to the byte.</param>
internal sealed record EvidenceView(
    Guid Indicator, string Log, string Origin, string Record, string Salt, string Told, string Statement, byte[]? Key, string Note, IReadOnlyList<string> Keys, IReadOnlyList<EvidenceEntry> Entries);

/// <summary>
/// Evidence of one record. Its owner gets its facts as they were stored, with the entries that committed to them and the key to what is sealed in them. A
/// reader gets the record as it is told and the own readings of it: facts name whom a record is released to, and are the owner's.
/// </summary>
internal static class GetEvidenceEndpoint
{
    /// <summary>A reader's newest readings.</summary>
    private const int Readings = 100;

    private const string Entries =
        """
        select e.id, e.at, e.facts from intelshare.audit_entry e
        where e.records @> array[$1] and e.member = $2 and ($3 <> 'facts' or e.facts is not null)
          and exists (select from unnest(e.records, e.levels) told(record, level) where told.record = $1 and told.level = 'full')
        order by e.at desc, e.id desc limit $4
        """;

    private const string Facts = $"select id, {Unsealed.FactText} from es.mt_events where stream_id = $1 order by version";
    private const string Leaves = "select size, leaves, entries from intelshare.audit_fold where log = $1 and entries && $2";

    [Published(Problems = ["restricted", "erased", "judicial-use-missing", "not-sealed-yet", "leaves-gone"])]
    public static async Task<Answer> Get(string id, string? ground, Visit visit, Records records, Sight sight, Line line, Vault vault, Trail trail, AuditKeys keys, CancellationToken ct)
    {
        if (!Sight.TryReadGround(ground, out var named))
        {
            return Problems.Of("malformed-parameter", $"ground: one of {string.Join(", ", Codes.Of<IntelShare.Indicators.RestrictionGround>())}.");
        }

        if (visit.Case is null)
        {
            return Problems.Of("case-missing");
        }

        if (!Ids.TryRead(id, out var record) || await records.FindAsync(record, ct) is not { } stored)
        {
            return Problems.NotFound();
        }

        var reader = visit.Reader() with { Ground = named };
        var own = stored.Record.Owner == visit.Member.Id;
        if (sight.Full(reader, stored) is not var (view, told))
        {
            return own ? Sight.Closed(stored.Record) : Problems.NotFound();
        }

        if (!own && AccessPolicy.Decide(reader, stored.Record).Obligations.Contains(Obligation.NotInJudicialProceedings))
        {
            return Problems.Of("judicial-use-missing");
        }

        var log = visit.Member.Id;
        var connection = await line.OpenAsync(ct);
        var (entries, facts) = (await EntriesAsync(connection, record, log, own, ct), own ? await FactsAsync(connection, record, trail, ct) : []);
        var leaves = await LeavesAsync(connection, log, [.. entries.Keys], ct);
        var logs = new AuditLogs(connection);
        if ((own && entries.Any(entry => entry.Value.At > visit.Now.AddDays(-1) && !leaves.Values.Any(leaf => leaf.Entry == entry.Key))) || await logs.HeadAsync(log, DateTimeOffset.MaxValue, ct) is not { } head)
        {
            return Problems.Of("not-sealed-yet");
        }

        var proved = new List<EvidenceEntry>();
        foreach (var (index, (entry, leaf)) in leaves)
        {
            if (await ReadLogEndpoint.HashesAsync(logs, log, MerkleProof.Inclusion(index, head.Size), ct) is not { } hashes)
            {
                return Problems.Of("leaves-gone");
            }

            proved.Add(new(index, Encoding.UTF8.GetString(leaf), [.. hashes.Select(Convert.FromBase64String)], [.. entries[entry].Facts.Where(facts.ContainsKey).Select(fact => facts[fact])]));
        }

        var words = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(view, view.GetType(), Json.Wire));
        var origin = keys.OriginOf(log);
        var statement = keys.Sign(log, Evidence.Stated(origin, record, visit.Now, words, proved));
        var isSealed = proved.SelectMany(entry => entry.Facts).Any(fact => StoredFact.Parse(fact.Text)!.IsSealed);
        return Answer.Json(StatusCodes.Status200OK, new EvidenceView(
            record, log, origin, trail.ReferenceOf(log, record), Base64Url.EncodeToString(trail.SaltOf(log, record)), words, Encoding.UTF8.GetString(statement.ToBytes()),
            isSealed ? vault.Unwrap(record, stored.WrappedKey!) : null, head.Note, [.. keys.Of(log).Select(key => key.ToString())], proved), told);
    }

    /// <summary>The own entries about the record, and the facts that each wrote.</summary>
    private static async Task<Dictionary<Guid, (DateTimeOffset At, Guid[] Facts)>> EntriesAsync(NpgsqlConnection connection, Guid record, string log, bool own, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Entries, connection) { Parameters = { new() { Value = record }, new() { Value = log }, new() { Value = own ? "facts" : "readings" }, new() { Value = own ? int.MaxValue : Readings } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entries = new Dictionary<Guid, (DateTimeOffset, Guid[])>();
        while (await reader.ReadAsync(ct))
        {
            entries[reader.GetGuid(0)] = (reader.GetFieldValue<DateTimeOffset>(1), reader.IsDBNull(2) ? [] : reader.GetFieldValue<Guid[]>(2));
        }

        return entries;
    }

    private static async Task<Dictionary<Guid, EvidenceFact>> FactsAsync(NpgsqlConnection connection, Guid record, Trail trail, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Facts, connection) { Parameters = { new() { Value = record } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var facts = new Dictionary<Guid, EvidenceFact>();
        while (await reader.ReadAsync(ct))
        {
            facts[reader.GetGuid(0)] = new(reader.GetString(1), Base64Url.EncodeToString(trail.SaltOf(reader.GetGuid(0))));
        }

        return facts;
    }

    /// <summary>Those of the entries that are in the log, by their place.</summary>
    private static async Task<SortedDictionary<long, (Guid Entry, byte[] Leaf)>> LeavesAsync(NpgsqlConnection connection, string log, Guid[] entries, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Leaves, connection) { Parameters = { new() { Value = log }, new() { Value = entries } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new SortedDictionary<long, (Guid, byte[])>();
        var wanted = entries.ToHashSet();
        while (await reader.ReadAsync(ct))
        {
            var (bodies, ids) = (reader.GetFieldValue<byte[][]>(1), reader.GetFieldValue<Guid[]>(2));
            for (var i = 0; i < ids.Length; i++)
            {
                if (wanted.Contains(ids[i]))
                {
                    found[reader.GetInt64(0) - bodies.Length + i] = (ids[i], bodies[i]);
                }
            }
        }

        return found;
    }
}
