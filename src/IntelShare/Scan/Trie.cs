using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IntelShare.Scan;

/// <summary>
/// All terms by the hashes of their tokens, in arrays that one writer fills and any number of readers read at the same time: whatever a reader
/// can reach was written before its way there. It never grows; a larger one takes its place.
/// </summary>
internal sealed partial class Trie
{
    /// <summary>The root of what is found only in disguise: a key space of its own.</summary>
    public const uint Disguised = uint.MaxValue;

    private const int FilterBitsPerTerm = 16;

    // In a node's Next: some term goes on behind it.
    private const uint Branch = 1U << 31;

    private readonly ulong[] filter;
    private readonly ulong[] slots;
    private readonly Node[] nodes;
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
        slots = new ulong[(7L * room.Nodes / 5) + 16];
        nodes = new Node[room.Nodes];
        entries = new Entry[room.Entries];
        arena = new byte[room.Bytes];
    }

    public TokenHash Hash { get; }

    /// <summary>What it holds at most.</summary>
    public Room Capacity { get; }

    /// <summary>What it holds.</summary>
    public Room Used => new(nodeCount, surfaceCount, entryCount, arenaCount);

    /// <summary>Memory without the entries, in bytes.</summary>
    public long Size => (8L * (filter.Length + slots.Length)) + ((long)Unsafe.SizeOf<Node>() * nodes.Length) + arena.Length;

    /// <summary>Whether a term may begin with this token, or these two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHold(ulong hash)
    {
        var bits = (1UL << (int)hash) | (1UL << (int)(hash >> 6));
        return (filter[hash >> filterShift] & bits) == bits;
    }

    /// <summary>Keeps the tokens with which a term may begin, each with the last that the term may reach.</summary>
    /// <param name="hashes">Of all tokens, and of what follows the last.</param>
    /// <param name="into">Where those are put that are kept; room for all.</param>
    public int Sift(ReadOnlySpan<ulong> hashes, Span<(int First, int Last)> into)
    {
        // Apart from each other: the shorter the way from one question to the next, the more of them memory answers at once.
        var (found, sifted) = (0, 0);
        for (var i = 0; i < hashes.Length - 1; i++)
        {
            into[found].First = i;
            found += Unsafe.BitCast<bool, byte>(MayHold(hashes[i]));
        }

        for (var i = 0; i < found; i++)
        {
            // Without a second token that a term goes on with, the first is the last.
            var first = into[i].First;
            var (alone, goesOn) = (MayHold(TokenHash.Pair(hashes[first], 0)), MayHold(TokenHash.Pair(hashes[first], hashes[first + 1])));
            into[sifted] = (first, first + (Unsafe.BitCast<bool, byte>(goesOn) * (Term.MostTokens - 1)));
            sifted += Unsafe.BitCast<bool, byte>(alone | goesOn);
        }

        return sifted;
    }

    /// <summary>The child of a node by the hash of a step, or 0; what hashes alike shares it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Find(ulong step)
    {
        var tag = TagOf(step);
        for (var at = Bucket(tag); ; at = Behind(at))
        {
            var slot = Volatile.Read(ref slots[at]);
            if (slot == 0 || (uint)slot == tag)
            {
                return (uint)(slot >> 32);
            }
        }
    }

    /// <summary>
    /// Finds the first step of many walks and reads what they will read next, each kind for all of them: memory then answers many questions at
    /// once, where a walk waits for each. What it returns says nothing.
    /// </summary>
    public int Enter(ReadOnlySpan<ulong> hashes, ReadOnlySpan<(int First, int Last)> tokens, Span<uint> into)
    {
        var touched = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            into[i] = Find(hashes[tokens[i].First]);
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            touched += nodes[into[i]].First;
            if (tokens[i].Last > tokens[i].First)
            {
                touched += (int)slots[Bucket(TagOf(TokenHash.Step(into[i], hashes[tokens[i].First + 1])))];
            }
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var node = ref nodes[into[i]];
            // The first and the last of an entry, which may lie in two lines of the cache.
            touched += arena[node.At] + entries[node.First].Id + (int)entries[node.First].Kept;
        }

        return touched;
    }

    /// <summary>The next spelling that shares a node, or 0.</summary>
    public uint Next(uint node) => Volatile.Read(ref nodes[node].Next) & ~Branch;

    /// <summary>Whether some term goes on behind a node: a look-up that finds nothing waits for memory all the same.</summary>
    public bool GoesOn(uint node) => (Volatile.Read(ref nodes[node].Next) & Branch) != 0;

    public ref readonly Entry EntryAt(int entry) => ref entries[entry];

    /// <summary>The last added entry of a node's spelling, or 0 where no term ends; asked before <see cref="BytesOf"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int EntriesOf(uint node) => Volatile.Read(ref nodes[node].First);

    public ReadOnlySpan<byte> BytesOf(uint node)
    {
        var at = nodes[node].At;
        return arena.AsSpan(at + sizeof(ushort), Unsafe.ReadUnaligned<ushort>(ref arena[at]));
    }

    /// <summary>What an entry compares beyond the folded form.</summary>
    public ReadOnlySpan<byte> ExactOf(int entry) => arena.AsSpan(entries[entry].Exact, entries[entry].ExactLength);

    // All that a slot keeps of a step: what has the same tag is one step.
    private static uint TagOf(ulong step) => (uint)(step >> 32);

    // By the first bits: tags stand in the same order in every table, so that copying goes through both from end to end.
    private uint Bucket(uint tag) => (uint)(((ulong)tag * (uint)slots.Length) >> 32);

    private uint Behind(uint at) => at + 1 == (uint)slots.Length ? 0 : at + 1;

    /// <summary>Numbers of things, or room for them.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Room(int Nodes, int Surfaces, int Entries, int Bytes);

    /// <summary>One token after others, and the spelling that ends with it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Node
    {
        public int At;
        public int First;
        public uint Next;
    }

    /// <summary>One entry of one spelling: seen in versions from <see cref="Added"/> until before <see cref="Removed"/>.</summary>
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

        public readonly bool IsSeen(uint version) => Added <= version && version < Removed;
    }
}
