using System.Runtime.InteropServices;

namespace IntelShare.Scan;

/// <summary>What stands in disguise is looked up as a word of its own, first among all terms, then among what terms may be disguised as.</summary>
public sealed partial class Scanner
{
    private readonly ref struct Undone(Scanner scanner, ReadOnlySpan<byte> utf8, ScanVersion version, PolicySet policies, Found found) : Disguise.IUndone
    {
        private readonly ReadOnlySpan<byte> utf8 = utf8;

        public void Add(byte[] word, int length, int first, int last)
        {
            var token = version.Trie.Hash.Of(ref MemoryMarshal.GetArrayDataReference(word), 0, length);
            var disguised = TokenHash.Step(Trie.Disguised, token);
            LookUp(version.Trie, token, (byte)' ', word.AsSpan(0, length), first, last);
            LookUp(version.Trie, disguised, 0, word.AsSpan(0, length), first, last);
            LookUp(version.Beside, token, (byte)' ', word.AsSpan(0, length), first, last);
            LookUp(version.Beside, disguised, 0, word.AsSpan(0, length), first, last);
        }

        private void LookUp(Trie trie, ulong step, byte before, ReadOnlySpan<byte> word, int first, int last)
        {
            if (!trie.MayHold(step))
            {
                return;
            }

            for (var surface = trie.Find(step); surface != 0; surface = trie.Next(surface))
            {
                if (trie.EntriesOf(surface) != 0 && trie.BytesOf(surface) is [var own, .. var spelled] && own == before && spelled.SequenceEqual(word))
                {
                    scanner.Tell(utf8, trie, version.Number, policies, found, surface, scanner.TextOf(first), first, last, Via.Evasion);
                }
            }
        }
    }

    private int TextOf(int token)
    {
        var (low, high) = (0, textCount - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            (low, high) = texts[middle].Token <= token ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
