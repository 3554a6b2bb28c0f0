using System.Numerics;
using System.Runtime.CompilerServices;

namespace IntelShare.Scan;

/// <summary>Places in folded texts, in their order.</summary>
internal sealed class Places
{
    private int[] places = new int[64];

    public int Count { get; private set; }

    public ReadOnlySpan<int> All => places.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Adds places by the bits of a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int from, ulong marked)
    {
        if (marked != 0)
        {
            AddEach(from, marked);
        }
    }

    private void AddEach(int from, ulong marked)
    {
        for (; marked != 0; marked &= marked - 1)
        {
            if (Count == places.Length)
            {
                Array.Resize(ref places, Count * 2);
            }

            places[Count++] = from + BitOperations.TrailingZeroCount(marked);
        }
    }
}
