using System.Runtime.InteropServices;

namespace IntelShare.Scan;

/// <summary>What the one writer does.</summary>
internal sealed partial class Trie
{
    /// <summary>Whether one more term fits.</summary>
    public bool Fits(Term term) =>
        nodeCount + Term.MostTokens + 1 < nodes.Length && surfaceCount + 2 < surfaces.Length && entryCount + 2 < entries.Length
        && arenaCount + (2 * term.Folded.Length) + term.Exact.Length + TokenHash.Slack < arena.Length;

    /// <summary>The surface of a term, or 0.</summary>
    public int Find(Term term)
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
        Link(Descend(term.Folded, term.Edges), term.Spelled, term.Exact, entry, disguised: false);
        if (term.Skeleton.Length > 0 && (term.Exact.Length == 0 || term.Spelled.SequenceEqual(term.Exact)))
        {
            var length = term.Skeleton.Length - TokenHash.Slack;
            Link(DescendDisguised(term.Skeleton, 1, length), term.Skeleton.AsSpan(0, length), [], entry with { Kept = Unicode.Kept.None }, disguised: true);
        }
    }

    /// <summary>The surface of what a term may be disguised as, or 0.</summary>
    public int FindDisguised(Term term) =>
        term.Skeleton.Length == 0 ? 0 : FindAt(Find(TokenHash.Step(Disguised, Hash.Of(ref term.Skeleton[0], 1, term.Skeleton.Length - TokenHash.Slack))), term.Skeleton.AsSpan(0, term.Skeleton.Length - TokenHash.Slack));

    public void Remove(int entry, uint version) => entries[entry].Removed = version;

    /// <summary>Takes over what still stands in another, in the order in which it was added.</summary>
    public void AddAll(Trie old, uint number)
    {
        var edges = new int[2 * Term.MostTokens];
        var live = new Stack<int>();
        for (var surface = 1; surface < old.surfaceCount; surface++)
        {
            for (var at = old.surfaces[surface].First; at != 0; at = old.entries[at].Next)
            {
                if (old.entries[at].Removed > number)
                {
                    live.Push(at);
                }
            }

            if (live.Count > 0)
            {
                var (from, disguised) = (old.surfaces[surface], old.surfaces[surface].Disguised);
                var node = disguised ? DescendDisguised(old.arena, from.At + 1, from.At + from.Length) : Descend(old.arena, from, edges);
                while (live.TryPop(out var at))
                {
                    Link(node, old.BytesOf(surface), old.ExactOf(at), old.entries[at], disguised);
                }
            }
        }
    }

    private ulong HashOf(Term term, int edge) => Hash.Of(ref MemoryMarshal.GetArrayDataReference(term.Folded), term.Edges[edge], term.Edges[edge + 1]);

    private void Link(uint node, ReadOnlySpan<byte> spelled, ReadOnlySpan<byte> exact, Entry entry, bool disguised)
    {
        var surface = FindAt(node, spelled);
        if (surface == 0)
        {
            surface = surfaceCount++;
            surfaces[surface] = new() { At = Store(spelled), Length = (ushort)spelled.Length, Next = nodes[node].Surface, Disguised = disguised };
            Volatile.Write(ref nodes[node].Surface, surface);
        }

        ref var first = ref surfaces[surface].First;
        var known = exact.Length > 0 && ExactOf(first).SequenceEqual(exact);
        var at = entryCount++;
        entries[at] = entry with { Next = first, Exact = known ? entries[first].Exact : Store(exact), ExactLength = (ushort)exact.Length };
        Volatile.Write(ref first, at);
    }

    private int FindAt(uint node, ReadOnlySpan<byte> spelled)
    {
        var surface = nodes[node].Surface;
        while (surface != 0 && !BytesOf(surface).SequenceEqual(spelled))
        {
            surface = surfaces[surface].Next;
        }

        return surface;
    }

    private uint DescendDisguised(byte[] bytes, int start, int end)
    {
        var step = TokenHash.Step(Disguised, Hash.Of(ref MemoryMarshal.GetArrayDataReference(bytes), start, end));
        Mark(step);
        return Descend(step);
    }

    private uint Descend(byte[] bytes, Surface surface, int[] edges)
    {
        // No token holds a space, and one stands before each.
        var count = 0;
        for (var at = surface.At; at < surface.At + surface.Length; at++)
        {
            if (bytes[at] == ' ')
            {
                edges[count] = at + 1;
                count += 2;
            }

            edges[count - 1] = at + 1;
        }

        return Descend(bytes, edges.AsSpan(0, count));
    }

    private uint Descend(byte[] bytes, ReadOnlySpan<int> edges)
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(bytes);
        var first = Hash.Of(ref text, edges[0], edges[1]);
        Mark(edges.Length == 2 ? first : TokenHash.Pair(first, Hash.Of(ref text, edges[2], edges[3])));
        uint node = 0;
        for (var i = 0; i < edges.Length; i += 2)
        {
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
        nodes[node].Step = step;
        var at = Bucket(step);
        while (slots[at] != 0)
        {
            at = (at + 1) & (uint)(slots.Length - 1);
        }

        Volatile.Write(ref slots[at], ((ulong)node << 32) | (uint)step);
        return node;
    }

    private void Mark(ulong hash) => filter[hash >> filterShift] |= (1UL << (int)hash) | (1UL << (int)(hash >> 6));

    private int Store(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(arena.AsSpan(arenaCount));
        arenaCount += bytes.Length;
        return arenaCount - bytes.Length;
    }
}
