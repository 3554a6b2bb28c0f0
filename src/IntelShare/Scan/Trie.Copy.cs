namespace IntelShare.Scan;

/// <summary>When another takes its place, and what that takes over.</summary>
internal sealed partial class Trie
{
    /// <summary>Whether less than this part of its entries still stands.</summary>
    public bool IsGone(uint number, double part)
    {
        var standing = 0;
        foreach (ref readonly var entry in entries.AsSpan(1, entryCount - 1))
        {
            standing += entry.Removed > number ? 1 : 0;
        }

        return standing < part * (entryCount - 1);
    }

    /// <summary>Whether less than a sixteenth of some array is left.</summary>
    public bool IsNearlyFull()
    {
        return Nearly(nodeCount, nodes.Length) || Nearly(surfaceCount, Capacity.Surfaces) || Nearly(entryCount, entries.Length) || Nearly(arenaCount, arena.Length);

        static bool Nearly(int used, int all) => used > all - (all >> 4);
    }

    /// <summary>Takes over all of another, as it stands; this one is empty and has room for it.</summary>
    public void CopyAll(Trie old)
    {
        (nodeCount, surfaceCount, entryCount, arenaCount) = (old.nodeCount, old.surfaceCount, old.entryCount, old.arenaCount);
        old.nodes.AsSpan(0, nodeCount).CopyTo(nodes);
        old.entries.AsSpan(0, entryCount).CopyTo(entries);
        old.arena.AsSpan(0, arenaCount).CopyTo(arena);
        foreach (var slot in old.slots)
        {
            if (slot != 0)
            {
                slots[Vacant((uint)slot)] = slot;
            }
        }

        var edges = new int[2 * Term.MostTokens];
        for (var node = 1u; node < nodeCount; node++)
        {
            if (nodes[node].First != 0)
            {
                var (start, length) = (nodes[node].At + sizeof(ushort), BytesOf(node).Length);
                if (arena[start] == ' ')
                {
                    Mark(arena, Edges(arena, start, start + length, edges));
                }
                else
                {
                    Mark(StepOfDisguised(arena, start + 1, start + length));
                }
            }
        }
    }

    /// <summary>Takes over what stood in another in a version, in the order in which it was added; its writer may go on meanwhile.</summary>
    public void AddAll(Trie old, uint number)
    {
        var edges = new int[2 * Term.MostTokens];
        var live = new Stack<int>();
        for (var from = 1u; from < old.nodeCount; from++)
        {
            for (var at = old.EntriesOf(from); at != 0; at = old.entries[at].Next)
            {
                if (old.entries[at].Added <= number && old.entries[at].Removed > number)
                {
                    live.Push(at);
                }
            }

            if (live.Count > 0)
            {
                var (start, length) = (old.nodes[from].At + sizeof(ushort), old.BytesOf(from).Length);
                var node = old.arena[start] == ' ' ? Descend(old.arena, Edges(old.arena, start, start + length, edges)) : DescendDisguised(old.arena, start + 1, start + length);
                while (live.TryPop(out var at))
                {
                    Link(node, old.BytesOf(from), old.ExactOf(at), old.entries[at]);
                }
            }
        }
    }
}
