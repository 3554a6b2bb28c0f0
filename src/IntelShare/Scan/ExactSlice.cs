using IntelShare.Unicode;

namespace IntelShare.Scan;

/// <summary>One place of a text as terms compare it that ask for more than the folded form: folded once, however many ask.</summary>
internal sealed class ExactSlice
{
    private readonly FoldedText[] folded = [.. Enumerable.Range(0, 4).Select(kept => new FoldedText((Kept)kept))];
    private int done;

    /// <summary>Goes to another place.</summary>
    public void Turn() => done = 0;

    /// <summary>Whether the place, with its differences kept, is spelled so.</summary>
    public bool Is(Kept kept, ReadOnlySpan<byte> place, ReadOnlySpan<byte> spelled)
    {
        var text = folded[(int)kept];
        if ((done >> (int)kept & 1) == 0)
        {
            text.Clear();
            text.Append(place);
            done |= 1 << (int)kept;
        }

        return text.Spells(1, text.Count - 1, spelled);
    }
}
