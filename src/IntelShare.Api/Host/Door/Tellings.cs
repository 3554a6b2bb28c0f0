using System.Buffers.Binary;
using IntelShare.Api.Host.Store;
using IntelShare.Members;
using Npgsql;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// How many distinct records and hits of others an officer and its agency are told of on a day (UTC). What was told is
/// counted with its audit entry, across nodes; what is refused is refused before any look-up, so that no refusal tells
/// whether something was found. The answer that spends the last may therefore tell more than was left.
/// </summary>
internal sealed class Tellings(Settings settings, Vault vault)
{
    private const string Read = "select officer, told from intelshare.record_count where member = $1 and officer in ('', $2) and day = $3";

    // The member's own line first, and records in their order: two that lock in different orders would wait for each other.
    private const string Count =
        """
        with fresh as (
            insert into intelshare.record_told (member, officer, day, record)
            select $1, line.officer, $3, told.record from unnest($4::bytea[]) told(record), (values (''), ($2)) line(officer) order by line.officer, told.record
            on conflict do nothing returning officer)
        insert into intelshare.record_count as so_far (member, officer, day, told)
        select $1, officer, $3, count(*)::int from fresh group by officer order by officer
        on conflict (member, officer, day) do update set told = so_far.told + excluded.told
        returning officer, told
        """;

    private const string Counted = "select officer, count(*)::int from intelshare.record_told where day = $1 and member = $2 and officer in ('', $3) and record = any($4) group by officer";

    private readonly Dictionary<(string Member, string Officer), Tally> heard = [];
    private readonly Lock counting = new();
    private DateOnly day;

    /// <summary>The refusal of whoever was told of all that a day allows; null for machines that pull, and for what tells no content.</summary>
    public async ValueTask<Answer?> RefusalAsync(Visit visit, Line line, CancellationToken ct)
    {
        if (!Counts(visit))
        {
            return null;
        }

        var (officer, member) = On(visit);
        if (officer.Told is null || member.Told is null)
        {
            await using (var read = new NpgsqlCommand(Read, await line.OpenAsync(ct)) { Parameters = { new() { Value = visit.Member.Id }, new() { Value = visit.Caller.Officer }, new() { Value = Today(visit) } } })
            {
                (officer.Told, member.Told) = (officer.Told ?? 0, member.Told ?? 0);
                await using var reader = await read.ExecuteReaderAsync(ct);
                await HearAsync(visit, reader, ct);
            }

            // A write brings a connection of its own: many officers at once, each holding two, would wait for each other.
            await line.CloseAsync();
        }

        return officer.Told < settings.Budgets.OfficerRecords && member.Told < settings.Budgets.MemberRecords ? null : Problems.UntilTomorrow("record-budget-exhausted", visit.Now);
    }

    /// <summary>The statement that counts what an answer newly tells, to stand behind its entry and commit with it. Null where nothing is new to the officer.</summary>
    public NpgsqlBatchCommand? Counting(Visit visit, IReadOnlyList<Told> told)
    {
        var fresh = Counts(visit) ? Fresh(visit, told) : [];
        return fresh.Length == 0 ? null : new(Count)
        {
            Parameters =
            {
                new() { Value = visit.Member.Id },
                new() { Value = visit.Caller.Officer },
                new() { Value = Today(visit) },
                new() { Value = Macs(visit, fresh) },
            },
        };
    }

    /// <summary>Remembers what was counted, and the totals of all nodes.</summary>
    public async Task HearAsync(Visit visit, NpgsqlDataReader totals, CancellationToken ct)
    {
        var (officer, member) = On(visit);
        while (await totals.ReadAsync(ct))
        {
            var whose = totals.GetString(0).Length == 0 ? member : officer;
            whose.Told = Math.Max(whose.Told ?? 0, totals.GetInt32(1));
        }
    }

    /// <summary>Remembers that these are counted, so that reading them again asks the database nothing.</summary>
    public void Remember(Visit visit, IReadOnlyList<Told> told)
    {
        var (officer, _) = On(visit);
        lock (counting)
        {
            officer.Known.UnionWith(Ids(visit, told).Select(id => BinaryPrimitives.ReadUInt64LittleEndian(id)));
        }
    }

    /// <summary>How many of the records would be new to the officer, and to its agency; none to whom nothing is counted.</summary>
    public async Task<(int Officer, int Member)> NewAsync(Visit visit, IReadOnlyList<Told> told, Line line, CancellationToken ct)
    {
        var fresh = Counts(visit) ? Fresh(visit, told) : [];
        var (officer, member) = (fresh.Length, fresh.Length);
        if (fresh.Length > 0)
        {
            await using var command = new NpgsqlCommand(Counted, await line.OpenAsync(ct))
            {
                Parameters = { new() { Value = Today(visit) }, new() { Value = visit.Member.Id }, new() { Value = visit.Caller.Officer }, new() { Value = Macs(visit, fresh) } },
            };
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                (officer, member) = reader.GetString(0).Length == 0 ? (officer, member - reader.GetInt32(1)) : (officer - reader.GetInt32(1), member);
            }
        }

        return (officer, member);
    }

    /// <summary>Whether so many more stay within the day, as far as this node has heard.</summary>
    public bool Fits(Visit visit, int officer, int member)
    {
        var (ofOfficer, ofMember) = On(visit);
        return !Counts(visit) || ((ofOfficer.Told ?? 0) + officer <= settings.Budgets.OfficerRecords && (ofMember.Told ?? 0) + member <= settings.Budgets.MemberRecords);
    }

    public static bool Counts(Visit visit) => visit.Act.StatesPurpose && !visit.Caller.Roles.SetEquals([Role.Feed]);

    private static DateOnly Today(Visit visit) => DateOnly.FromDateTime(visit.Now.UtcDateTime);

    /// <summary>Records of others in full, and hits. Of a hit its reference, since how many records lie behind it is not told.</summary>
    private static IEnumerable<byte[]> Ids(Visit visit, IReadOnlyList<Told> told) =>
        told.Where(record => record.Level == Access.Level.Full && !visit.Estate.Contains(record.Owner, StringComparer.Ordinal)).Select(record => record.Indicator.ToByteArray())
            .Concat(visit.Hits.Select(reference => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(reference))[..16]));

    private byte[][] Macs(Visit visit, byte[][] fresh) => [.. fresh.Select(id => vault.Mac($"told {Today(visit):O}\n{visit.Member.Id}", id)[..16])];

    private byte[][] Fresh(Visit visit, IReadOnlyList<Told> told)
    {
        var (officer, _) = On(visit);
        lock (counting)
        {
            return [.. Ids(visit, told).Where(id => !officer.Known.Contains(BinaryPrimitives.ReadUInt64LittleEndian(id))).DistinctBy(Convert.ToHexString)];
        }
    }

    private (Tally Officer, Tally Member) On(Visit visit)
    {
        lock (counting)
        {
            if (day != Today(visit))
            {
                day = Today(visit);
                heard.Clear();
            }

            return (Of(visit.Caller.Officer), Of(""));
        }

        Tally Of(string officer) => heard.TryGetValue((visit.Member.Id, officer), out var tally) ? tally : heard[(visit.Member.Id, officer)] = new();
    }

    private sealed class Tally
    {
        /// <summary>The first bytes of what this node has counted for an officer: as many as a day's budget at most.</summary>
        public HashSet<ulong> Known { get; } = [];

        /// <summary>All nodes together, when this one last heard of it; null before it asked.</summary>
        public int? Told { get; set; }
    }
}
