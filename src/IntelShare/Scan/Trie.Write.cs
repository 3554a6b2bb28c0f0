using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IntelShare.Scan;

/// <summary>What the one writer does.</summary>
internal sealed partial class Trie
{
    /// <summary>Whether one more term fits.</summary>
    public bool Fits(Term term) =>
        nodeCount + Term.MostTokens + 3 < nodes.Length && surfaceCount + 2 < Capacity.Surfaces && entryCount + 2 < entries.Length
        && arenaCount + (2 * term.Folded.Length) + term.Exact.Length + TokenHash.Slack + (2 * sizeof(ushort)) < arena.Length;

    /// <summary>Where the spelling of a term stands, or 0.</summary>
    public uint Find(Term term)
    {
        uint node = 0;
        for (var i = 0; i < term.Edges.Length; i += 2)
        {
            node = Find(TokenHash.Step(node, HashOf(term, i)));
            if (node == 0)
            {
                return 0;
            }
        }

        return FindAt(node, term.Spelled);
    }

    public void Add(Term term, Entry entry)
    {
        Link(Descend(term.Folded, term.Edges), term.Spelled, term.Exact, entry);
        if (term.Skeleton.Length > 0 && (term.Exact.Length == 0 || term.Spelled.SequenceEqual(term.Exact)))
        {
            var length = term.Skeleton.Length - TokenHash.Slack;
            Link(DescendDisguised(term.Skeleton, 1, length), term.Skeleton.AsSpan(0, length), [], entry with { Kept = Unicode.Kept.None });
        }
    }

    /// <summary>Where stands what a term may be disguised as, or 0.</summary>
    public uint FindDisguised(Term term) =>
        term.Skeleton.Length == 0 ? 0 : FindAt(Find(StepOfDisguised(term.Skeleton, 1, term.Skeleton.Length - TokenHash.Slack)), term.Skeleton.AsSpan(0, term.Skeleton.Length - TokenHash.Slack));

    public void Remove(int entry, uint version) => entries[entry].Removed = version;

    private ulong HashOf(Term term, int edge) => Hash.Of(ref MemoryMarshal.GetArrayDataReference(term.Folded), term.Edges[edge], term.Edges[edge + 1]);

    private void Link(uint node, ReadOnlySpan<byte> spelled, ReadOnlySpan<byte> exact, Entry entry)
    {
        var place = FindAt(node, spelled);
        if (place == 0)
        {
            // Told by its first entry, or by the way there: nobody reads it before.
            place = nodes[node].First == 0 ? node : (uint)nodeCount++;
            nodes[place].At = StoreSpelled(spelled);
            surfaceCount++;
        }

        ref var first = ref nodes[place].First;
        var known = exact.Length > 0 && ExactOf(first).SequenceEqual(exact);
        var at = entryCount++;
        entries[at] = entry with { Next = first, Exact = known ? entries[first].Exact : Store(exact), ExactLength = (ushort)exact.Length };
        var isNew = first == 0;
        Volatile.Write(ref first, at);
        if (isNew && place != node)
        {
            nodes[place].Next = Next(node);
            Volatile.Write(ref nodes[node].Next, place | (nodes[node].Next & Branch));
        }
    }

    private uint FindAt(uint node, ReadOnlySpan<byte> spelled)
    {
        while (node != 0 && (nodes[node].First == 0 || !BytesOf(node).SequenceEqual(spelled)))
        {
            node = Next(node);
        }

        return node;
    }

    private uint DescendDisguised(byte[] bytes, int start, int end)
    {
        var step = StepOfDisguised(bytes, start, end);
        Mark(step);
        return Descend(step);
    }

    private ulong StepOfDisguised(byte[] bytes, int start, int end) => TokenHash.Step(Disguised, Hash.Of(ref MemoryMarshal.GetArrayDataReference(bytes), start, end));

    private static ReadOnlySpan<int> Edges(byte[] bytes, int start, int end, int[] edges)
    {
        // No token holds a space, and one stands before each.
        var count = 0;
        for (var at = start; at < end; at++)
        {
            if (bytes[at] == ' ')
            {
                edges[count] = at + 1;
                count += 2;
            }

            edges[count - 1] = at + 1;
        }

        return edges.AsSpan(0, count);
    }

    private void Mark(byte[] bytes, ReadOnlySpan<int> edges)
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(bytes);
        var first = Hash.Of(ref text, edges[0], edges[1]);
        Mark(first);
        Mark(TokenHash.Pair(first, edges.Length == 2 ? 0 : Hash.Of(ref text, edges[2], edges[3])));
    }

    private uint Descend(byte[] bytes, ReadOnlySpan<int> edges)
    {
        Mark(bytes, edges);
        ref var text = ref MemoryMarshal.GetArrayDataReference(bytes);
        uint node = 0;
        for (var i = 0; i < edges.Length; i += 2)
        {
            if (node != 0)
            {
                // Before the version in which anybody looks for what follows.
                nodes[node].Next |= Branch;
            }

            node = Descend(TokenHash.Step(node, Hash.Of(ref text, edges[i], edges[i + 1])));
        }

        return node;
    }

    private uint Descend(ulong step)
    {
        if (Find(step) is > 0 and var known)
        {
            return known;
        }

        var node = (uint)nodeCount++;
        Volatile.Write(ref slots[Vacant(TagOf(step))], ((ulong)node << 32) | TagOf(step));
        return node;
    }

    private uint Vacant(uint tag)
    {
        var at = Bucket(tag);
        while (slots[at] != 0)
        {
            at = Behind(at);
        }

        return at;
    }

    private void Mark(ulong hash) => filter[hash >> filterShift] |= (1UL << (int)hash) | (1UL << (int)(hash >> 6));

    private int StoreSpelled(ReadOnlySpan<byte> bytes)
    {
        Unsafe.WriteUnaligned(ref arena[arenaCount], (ushort)bytes.Length);
        arenaCount += sizeof(ushort);
        return Store(bytes) - sizeof(ushort);
    }

    private int Store(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(arena.AsSpan(arenaCount));
        arenaCount += bytes.Length;
        return arenaCount - bytes.Length;
    }
}
