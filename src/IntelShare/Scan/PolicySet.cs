namespace IntelShare.Scan;

/// <summary>Whose entries a reader may see, by the numbers under which they were added. Immutable.</summary>
public sealed class PolicySet
{
    private readonly ulong[] words;

    /// <summary>A set of policies; numbers begin at 0.</summary>
    public PolicySet(params IEnumerable<int> policies)
    {
        var numbers = policies.ToArray();
        words = new ulong[numbers.Length == 0 ? 0 : (numbers.Max() >> 6) + 1];
        foreach (var number in numbers)
        {
            words[number >> 6] |= 1UL << number;
        }
    }

    /// <summary>Whether entries of this policy are seen.</summary>
    public bool Contains(int policy) => policy >> 6 is var word && word < words.Length && (words[word] >> policy & 1) != 0;
}
