using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IntelShare.Scan;

/// <summary>
/// All terms by the hashes of their tokens, in arrays that one writer fills and any number of readers read at the same time: whatever a reader
/// can reach was written before its way there. It never grows; a larger one takes its place.
/// </summary>
internal sealed class Trie
{
    /// <summary>The node of what is found only in disguise: a key space of its own.</summary>
    public const uint Disguised = uint.MaxValue;

    private const int FilterBitsPerTerm = 16;

    private readonly ulong[] filter;
    private readonly ulong[] slots;
    private readonly Node[] nodes;
    private readonly Surface[] surfaces;
    private readonly Entry[] entries;
    private readonly byte[] arena;
    private readonly int filterShift;
    private int nodeCount = 1;
    private int surfaceCount = 1;
    private int entryCount = 1;
    private int arenaCount = 1;

    public Trie(TokenHash hash, Room room)
    {
        (Hash, Capacity) = (hash, room);
        filter = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, room.Surfaces * FilterBitsPerTerm / 64))];
        filterShift = 64 - BitOperations.Log2((uint)filter.Length);
        slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)(room.Nodes * 4 / 3) + 16)];
        nodes = new Node[room.Nodes];
        surfaces = new Surface[room.Surfaces];
        entries = new Entry[room.Entries];
        arena = new byte[room.Bytes];
    }

    public TokenHash Hash { get; }

    /// <summary>What it holds at most.</summary>
    public Room Capacity { get; }

    /// <summary>What it holds.</summary>
    public Room Used => new(nodeCount, surfaceCount, entryCount, arenaCount);

    /// <summary>Memory without the entries, in bytes.</summary>
    public long Size => (8L * (filter.Length + slots.Length)) + ((long)Unsafe.SizeOf<Node>() * nodes.Length) + ((long)Unsafe.SizeOf<Surface>() * surfaces.Length) + arena.Length;

    /// <summary>Whether a term may begin with this token, or these two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHold(ulong hash)
    {
        var bits = (1UL << (int)hash) | (1UL << (int)(hash >> 6));
        return (filter[hash >> filterShift] & bits) == bits;
    }

    /// <summary>The child of a node by the hash of a step, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Find(ulong step)
    {
        for (var at = Bucket(step); ; at = (at + 1) & (uint)(slots.Length - 1))
        {
            var slot = Volatile.Read(ref slots[at]);
            if (slot == 0 || ((uint)slot == (uint)step && nodes[slot >> 32].Step == step))
            {
                return (uint)(slot >> 32);
            }
        }
    }

    /// <summary>The first of a node's surfaces, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int SurfacesOf(uint node) => Volatile.Read(ref nodes[node].Surface);

    public int Next(int surface) => surfaces[surface].Next;

    public ref readonly Entry EntryAt(int entry) => ref entries[entry];

    public int EntriesOf(int surface) => Volatile.Read(ref surfaces[surface].First);

    public ReadOnlySpan<byte> BytesOf(int surface) => arena.AsSpan(surfaces[surface].At, surfaces[surface].Length);

    /// <summary>What an entry compares beyond the folded form.</summary>
    public ReadOnlySpan<byte> ExactOf(int entry) => arena.AsSpan(entries[entry].Exact, entries[entry].ExactLength);

    /// <summary>Whether one more term fits.</summary>
    public bool Fits(Term term) =>
        nodeCount + Term.MostTokens + 1 < nodes.Length && surfaceCount + 2 < surfaces.Length && entryCount + 2 < entries.Length
        && arenaCount + (2 * term.Folded.Length) + (2 * term.Exact.Length) + TokenHash.Slack < arena.Length;

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

    public void Add(Term term, Entry entry) =>
        Link(Descend(term.Folded, term.Edges), term.Spelled, term.Exact, entry);

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
                var node = Descend(old.arena, old.surfaces[surface], edges);
                while (live.TryPop(out var at))
                {
                    Link(node, old.BytesOf(surface), old.ExactOf(at), old.entries[at]);
                }
            }
        }
    }

    private ulong HashOf(Term term, int edge) => Hash.Of(ref MemoryMarshal.GetArrayDataReference(term.Folded), term.Edges[edge], term.Edges[edge + 1]);

    private void Link(uint node, ReadOnlySpan<byte> spelled, ReadOnlySpan<byte> exact, Entry entry)
    {
        var surface = FindAt(node, spelled);
        if (surface == 0)
        {
            surface = surfaceCount++;
            surfaces[surface] = new() { At = Store(spelled), Length = (ushort)spelled.Length, Next = nodes[node].Surface };
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

    private uint Bucket(ulong step) => (uint)(step >> 32) & (uint)(slots.Length - 1);

    /// <summary>Numbers of things, or room for them.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Room(int Nodes, int Surfaces, int Entries, int Bytes);

    /// <summary>One token after others.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Node
    {
        public ulong Step;
        public int Surface;
    }

    /// <summary>One spelling, whoever added it.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Surface
    {
        public int At;
        public int Next;
        public int First;
        public ushort Length;
    }

    /// <summary>One entry of one surface: seen in versions from <see cref="Added"/> until before <see cref="Removed"/>.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal record struct Entry
    {
        public int Id;
        public int Policy;
        public uint Added;
        public uint Removed;
        public int Next;
        public int Exact;
        public ushort ExactLength;
        public TermKind Kind;
        public Unicode.Kept Kept;
    }
}
