using System.Runtime.InteropServices;

namespace IntelShare.Scan;

/// <summary>One change of a <see cref="ScanIndex"/>.</summary>
/// <param name="Term">What is sought.</param>
/// <param name="Entry">The caller's number for one sense of it, told in each match; below zero what rules look for, told to them alone.</param>
/// <param name="Policy">Under which number of a <see cref="PolicySet"/> the entry is seen.</param>
/// <param name="Removes">True takes the entry out.</param>
/// <param name="IsBeside">True for what is looked for only in texts in which a rule may hold by what else stands there.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TermChange(Term Term, int Entry, int Policy, bool Removes = false, bool IsBeside = false);

/// <summary>The terms of one moment, for as long as somebody holds it: changes made meanwhile are not seen.</summary>
public sealed class ScanVersion
{
    internal ScanVersion(Trie trie, Trie beside, uint number) => (Trie, Beside, Number) = (trie, beside, number);

    /// <summary>Rises with each change.</summary>
    public uint Number { get; }

    internal Trie Trie { get; }

    /// <summary>What is looked for only beside other things: apart, so that it costs texts nothing that hold none of them.</summary>
    internal Trie Beside { get; }
}

/// <summary>
/// All terms that are sought, of all owners. Any thread may pin a version and scan, and none ever waits; writers take turns. A change is seen by
/// whoever pins after it.
/// </summary>
public sealed class ScanIndex
{
    private static readonly Trie.Room Smallest = new(1024, 512, 512, 16 * 1024);

    private readonly Lock gate = new();
    private readonly TokenHash hash;
    private volatile ScanVersion current;

    /// <summary>An index without terms.</summary>
    /// <param name="seed">Secret and random, anew for each index: where terms lie must not be known outside.</param>
    public ScanIndex(ulong seed)
    {
        hash = new(seed);
        current = new(new(hash, Smallest), new(hash, Smallest), 0);
    }

    /// <summary>Memory of terms without their entries, in bytes.</summary>
    public long Size => current.Trie.Size + current.Beside.Size;

    /// <summary>Distinct spellings, also of removed terms until <see cref="Rebuild"/>.</summary>
    public int Surfaces => current.Trie.Used.Surfaces + current.Beside.Used.Surfaces - 2;

    /// <summary>The terms as they stand now.</summary>
    public ScanVersion Pin() => current;

    /// <summary>Adds one entry of a term.</summary>
    public void Add(Term term, int entry, int policy) => Apply(new TermChange(term, entry, policy));

    /// <summary>Takes one entry of a term out; nothing happens where it does not stand.</summary>
    public void Remove(Term term, int entry) => Apply(new TermChange(term, entry, Policy: 0, Removes: true));

    /// <summary>Makes changes that are seen together.</summary>
    public void Apply(params ReadOnlySpan<TermChange> changes)
    {
        if (changes.IsEmpty)
        {
            return;
        }

        lock (gate)
        {
            var (terms, beside, number) = (current.Trie, current.Beside, current.Number + 1);
            foreach (var change in changes)
            {
                ref var trie = ref change.IsBeside ? ref beside : ref terms;
                if (change.Removes)
                {
                    Remove(trie, change, number);
                    continue;
                }

                if (!trie.Fits(change.Term))
                {
                    trie = Grow(trie, number, change.Term);
                }

                trie.Add(change.Term, new() { Id = change.Entry, Policy = change.Policy, Added = number, Removed = uint.MaxValue, Kind = change.Term.Kind, Kept = change.Term.Kept });
            }

            current = new(terms, beside, number);
        }
    }

    /// <summary>Takes what was removed out of memory. Nobody waits for it; false, and nothing is done, where a writer came between.</summary>
    public bool Rebuild() => Replace((trie, number) => Compacted(trie, number, trie.Used, 1, more: null));

    /// <summary>The same once an eighth was removed; makes room where little is left, before a change has to wait for that.</summary>
    public bool Tend() => Replace((trie, number) => trie.IsNearlyFull() || trie.IsGone(number, 7 / 8d) ? Renewed(trie, number, more: null) : trie);

    private static void Remove(Trie trie, TermChange change, uint number)
    {
        Remove(trie, trie.Find(change.Term), change.Entry, change.Term.Kind, change.Term.Kept, number);
        Remove(trie, trie.FindDisguised(change.Term), change.Entry, change.Term.Kind, Unicode.Kept.None, number);
    }

    private static void Remove(Trie trie, uint node, int id, TermKind kind, Unicode.Kept kept, uint number)
    {
        for (var at = trie.EntriesOf(node); at != 0; at = trie.EntryAt(at).Next)
        {
            ref readonly var entry = ref trie.EntryAt(at);
            if (entry.Id == id && entry.Removed == uint.MaxValue && entry.Kind == kind && entry.Kept == kept)
            {
                trie.Remove(at, number);
                return;
            }
        }
    }

    // Whoever pinned the old one keeps it; nothing is written there any more. Where most was removed, how much is left is known when it is copied.
    private Trie Grow(Trie old, uint number, Term more)
    {
        if (old.IsGone(number, 1 / 2d))
        {
            return Renewed(old, number, more);
        }

        var larger = WithRoom(old.Used, 2, more);
        larger.CopyAll(old);
        return larger;
    }

    private bool Replace(Func<Trie, uint, Trie> by)
    {
        var pinned = current;
        var (terms, beside) = (by(pinned.Trie, pinned.Number), by(pinned.Beside, pinned.Number));
        lock (gate)
        {
            // What a writer changed meanwhile the copies lack.
            var alone = current == pinned;
            current = alone ? new(terms, beside, pinned.Number) : current;
            return alone;
        }
    }

    private Trie Renewed(Trie old, uint number, Term? more) => Compacted(old, number, Compacted(old, number, old.Used, 1, more).Used, 2, more);

    private Trie Compacted(Trie old, uint number, Trie.Room room, int times, Term? more)
    {
        var copy = WithRoom(room, times, more);
        copy.AddAll(old, number);
        return copy;
    }

    private Trie WithRoom(Trie.Room room, int times, Term? more)
    {
        // Which steps share a tag, and with it a node, is drawn anew with the numbers of the nodes: a copy may need some more.
        return new(hash, new(Room(room.Nodes, Term.MostTokens + 4 + (room.Nodes >> 8)), Room(room.Surfaces, 4), Room(room.Entries, 4), Room(room.Bytes, 72 + (2 * (more is null ? 0 : more.Folded.Length + more.Exact.Length)))));

        int Room(int count, int least) => checked((count * times) + least);
    }
}
