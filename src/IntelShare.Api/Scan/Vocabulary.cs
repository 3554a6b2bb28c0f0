using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;
using IntelShare.Scan;
using IntelShare.Scan.Rules;
using IntelShare.Unicode;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Api.Scan;

/// <summary>What an entry of the terms stands for.</summary>
/// <param name="Record">Whose spelling it is.</param>
/// <param name="Concept">Of a lexicon entry.</param>
internal sealed record Sense(Guid Record, string? Concept);

/// <summary>The terms and rules of one moment, with what stands behind each entry, the record behind each rule and what the law looks at behind each policy.</summary>
internal sealed record Terms(ScanVersion Version, ReadOnlyMemory<Sense> Senses, RuleBook Rules, IReadOnlyList<Guid> RuleRecords, ReadOnlyMemory<Indicator> Policies)
{
    public PolicySet SeenBy(Reader reader) => new(Enumerable.Range(0, Policies.Length).Where(policy => Seen.By(reader, Policies.Span[policy])));
}

/// <summary>
/// Every term and every rule that any owner keeps in use, in this node's memory: whoever asks finds it as the database has it when it asks, whichever node wrote.
/// Whatever changes a record writes a row of its owner's, so nothing but those rows is followed. What a reader may see is never its matter.
/// </summary>
internal sealed class Vocabulary(NpgsqlDataSource source) : IDisposable
{
    private const string Snapshot = "select pg_current_snapshot()::text";

    // By the index of each owner's own class; the rows that a snapshot does not see lie above the oldest transaction that was under way then.
    private const string Moved =
        $"""
        with class as (select id from intelshare.posting_class where kind in ('lexicon-entry', 'recruitment-pattern') and audience like 'owner:%'),
        row as (
            select q.indicator from class c cross join lateral (select indicator from intelshare.posting p where p.class = c.id and p.xid >= $1 and ($2::text is null or not pg_visible_in_snapshot(p.xid, $2::text::pg_snapshot))) q
            union select q.indicator from class c cross join lateral (select indicator from intelshare.departure p where p.class = c.id and p.xid >= $1 and ($2::text is null or not pg_visible_in_snapshot(p.xid, $2::text::pg_snapshot))) q)
        select d.data from row r join {EventStore.Documents}.mt_doc_indicator d on d.id = r.indicator
        """;

    private readonly SemaphoreSlim turn = new(1);
    private readonly ScanIndex index = new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
    private readonly Dictionary<Guid, Held> held = [];
    private readonly Dictionary<string, int> policyOf = new(StringComparer.Ordinal);
    private readonly Growing<Sense> senses = new();
    private readonly SortedDictionary<Guid, BookedRule> rules = [];
    private Concepts concepts = Concepts.Published;
    private readonly Growing<Indicator> policies = new();
    private RuleBook book = RuleBook.Empty;
    private IReadOnlyList<Guid> ruleRecords = [];
    private string? seen;
    private long begun;
    private long done;

    private sealed record Held(int Entry, Sense Sense, int Policy, IReadOnlyList<Term> Terms);

    /// <summary>What a record that moved says now; nothing where it is in use no more.</summary>
    private readonly record struct Moving(Guid Id, IndicatorContent? Plain, int Policy);

    /// <summary>The terms as the database has them now, and rules that look for what these concepts mean, or later ones.</summary>
    public async Task<Terms> NowAsync(Concepts meant, CancellationToken ct)
    {
        var before = Interlocked.Read(ref begun);
        await turn.WaitAsync(ct);
        try
        {
            // Another look that began since then, and came to its end, has seen what this one would.
            if (Interlocked.Read(ref done) <= before || meant.Changes > concepts.Changes)
            {
                await LookAsync(meant, ct);
            }

            return new(index.Pin(), senses.Items, book, ruleRecords, policies.Items);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Reads what is new before anybody asks, and keeps the index fit.</summary>
    public async Task TendAsync(CancellationToken ct)
    {
        await NowAsync(Concepts.Published, ct);
        index.Tend();
    }

    public void Dispose() => turn.Dispose();

    private async Task LookAsync(Concepts meant, CancellationToken ct)
    {
        var nth = Interlocked.Increment(ref begun);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("begin isolation level repeatable read read only"),
                new(Snapshot),
                new(Moved) { Parameters = { new() { Value = seen is null ? 0UL : ulong.Parse(seen.Split(':')[0], CultureInfo.InvariantCulture), NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = (object?)seen ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } } },
                new("commit"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var snapshot = reader.GetString(0);
        await reader.NextResultAsync(ct);
        var moved = new List<Moving>();
        while (await reader.ReadAsync(ct))
        {
            // At the first look these are all there are: no more of each is kept than is needed.
            var record = JsonSerializer.Deserialize<Indicator>(reader.GetFieldValue<byte[]>(0), Json.Stored)!;
            moved.Add(record.IsInUse ? new(record.Id, record.Plain, PolicyOf(record)) : new(record.Id, Plain: null, Policy: 0));
        }

        // Nothing is taken before all is read: a look that breaks off leaves the terms as they were.
        var (changes, latest) = (new List<TermChange>(), meant.Changes > concepts.Changes ? meant : concepts);
        var ruled = latest != concepts;
        foreach (var record in moved)
        {
            Take(record, changes);
            ruled |= TakeRule(record);
        }

        if (ruled)
        {
            var before = book;
            (book, ruleRecords) = (new(rules.Values.Select(booked => new BookedRule(booked.Rule.Meant(latest), booked.Policy)), before), [.. rules.Keys]);
            changes.AddRange(book.Since(before));
        }

        index.Apply([.. changes]);
        (concepts, seen, done) = (latest, snapshot, nth);
    }

    private void Take(Moving record, List<TermChange> changes)
    {
        var before = held.GetValueOrDefault(record.Id);
        changes.AddRange((before?.Terms ?? []).Select(term => new TermChange(term, before!.Entry, before.Policy, Removes: true)));
        if (TermsOf(record.Plain) is not { Count: > 0 } terms)
        {
            held.Remove(record.Id);
            return;
        }

        var sense = new Sense(record.Id, (record.Plain as LexiconEntry)?.Concept);
        var now = new Held(before?.Sense == sense ? before.Entry : senses.Add(sense), sense, record.Policy, terms);
        changes.AddRange(now.Terms.Select(term => new TermChange(term, now.Entry, now.Policy)));
        held[record.Id] = now;
    }

    private bool TakeRule(Moving record)
    {
        if (record.Plain is not RecruitmentPattern { Rule: { } rule })
        {
            return rules.Remove(record.Id);
        }

        rules[record.Id] = new(rule, record.Policy);
        return true;
    }

    /// <summary>
    /// A spelling that no scan can look for, a single character of a script without spaces, is found by searches alone; whoever disputes a sense
    /// says of a text nothing.
    /// </summary>
    private static IReadOnlyList<Term> TermsOf(IndicatorContent? content) => content switch
    {
        LexiconEntry { Stance: not Stance.Disputes } entry => Readable([entry.Term!, .. entry.Variants ?? []], entry.Diacritics == Diacritics.Exact ? Kept.Marks : Kept.None),
        RecruitmentPattern pattern => Readable(pattern.Phrases ?? [], Kept.None),
        _ => [],
    };

    private static IReadOnlyList<Term> Readable(IReadOnlyList<string> spellings, Kept kept) =>
        [.. spellings.Select(text => Term.Read(text, TermKind.Any, kept, single: false, out var term) is null ? term : null).OfType<Term>()];

    private int PolicyOf(Indicator record)
    {
        var alike = Likeness.Of(record);
        var key = JsonSerializer.Serialize(alike, Json.Stored);
        if (!policyOf.TryGetValue(key, out var policy))
        {
            policyOf[key] = policy = policies.Add(alike);
        }

        return policy;
    }

    /// <summary>Grows at its end; what was handed out stays as it was.</summary>
    private sealed class Growing<T>
    {
        private T[] items = new T[64];
        private int count;

        public ReadOnlyMemory<T> Items => items.AsMemory(0, count);

        public int Add(T item)
        {
            if (count == items.Length)
            {
                Array.Resize(ref items, 2 * count);
            }

            items[count] = item;
            return count++;
        }
    }
}
