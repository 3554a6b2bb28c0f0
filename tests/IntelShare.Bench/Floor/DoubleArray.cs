namespace IntelShare.Bench.Floor;

/// <summary>The automaton of Aho and Corasick in a double array: what one writes who searches many words in bytes. No boundaries, no folding, no readers.</summary>
internal sealed class DoubleArray
{
    private readonly byte[][] terms;
    private int[] @base = new int[1 << 16];
    private int[] check = new int[1 << 16];
    private int[] fail = new int[1 << 16];
    private int[] output = new int[1 << 16];
    private int[] suffix = new int[1 << 16];
    private int nextFree = 2;

    public DoubleArray(IEnumerable<byte[]> terms)
    {
        this.terms = [.. terms.DistinctBy(Convert.ToHexString)];
        Array.Sort(this.terms, (one, other) => one.AsSpan().SequenceCompareTo(other));
        Build();
    }

    public long Size => 20L * @base.Length;

    /// <summary>Counts all occurrences of all terms.</summary>
    public int Count(ReadOnlySpan<byte> text)
    {
        var (count, state) = (0, 1);
        foreach (var value in text)
        {
            state = Step(state, value);
            for (var at = output[state] != 0 ? state : suffix[state]; at != 0; at = suffix[at])
            {
                count++;
            }
        }

        return count;
    }

    private int Step(int state, byte value)
    {
        while (true)
        {
            var next = @base[state] + value + 1;
            if ((uint)next < (uint)check.Length && check[next] == state)
            {
                return next;
            }

            if (state == 1)
            {
                return 1;
            }

            state = fail[state];
        }
    }

    // By breadth, so that a state's failure stands before it is asked.
    private void Build()
    {
        var queue = new Queue<(int State, int From, int To, int Depth)>([(1, 0, terms.Length, 0)]);
        check[1] = -1;
        fail[1] = 1;
        while (queue.TryDequeue(out var node))
        {
            var from = node.From;
            while (from < node.To && terms[from].Length == node.Depth)
            {
                output[node.State] = ++from;
            }

            var children = Children(from, node.To, node.Depth);
            if (children.Count == 0)
            {
                continue;
            }

            @base[node.State] = Place(children);
            foreach (var (value, _, _) in children)
            {
                check[@base[node.State] + value + 1] = node.State;
            }

            foreach (var (value, first, end) in children)
            {
                var child = @base[node.State] + value + 1;
                fail[child] = node.State == 1 ? 1 : Step(fail[node.State], value);
                suffix[child] = output[fail[child]] != 0 ? fail[child] : suffix[fail[child]];
                queue.Enqueue((child, first, end, node.Depth + 1));
            }
        }
    }

    private List<(byte Value, int From, int To)> Children(int from, int to, int depth)
    {
        var children = new List<(byte, int, int)>();
        while (from < to)
        {
            var (first, value) = (from, terms[from][depth]);
            while (from < to && terms[from][depth] == value)
            {
                from++;
            }

            children.Add((value, first, from));
        }

        return children;
    }

    private int Place(List<(byte Value, int From, int To)> children)
    {
        for (var at = Math.Max(nextFree - children[0].Value - 1, 1); ; at++)
        {
            if (at + 257 >= check.Length)
            {
                Grow();
            }

            if (children.TrueForAll(child => check[at + child.Value + 1] == 0))
            {
                while (check[nextFree] != 0 || (nextFree == at + children[0].Value + 1))
                {
                    nextFree++;
                }

                // Leaves small holes behind rather than trying them again for each state.
                nextFree = at + children[0].Value + 1 - nextFree > 4096 ? nextFree + 1024 : nextFree;
                return at;
            }
        }
    }

    private void Grow()
    {
        var size = check.Length * 2;
        Array.Resize(ref @base, size);
        Array.Resize(ref check, size);
        Array.Resize(ref fail, size);
        Array.Resize(ref output, size);
        Array.Resize(ref suffix, size);
    }
}
