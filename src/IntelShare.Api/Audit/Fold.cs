using IntelShare.Audit;

namespace IntelShare.Api.Audit;

/// <summary>What a batch adds to one log.</summary>
internal sealed class Fold(Frontier frontier)
{
    public Frontier Frontier { get; } = frontier;

    public List<byte[]> Leaves { get; } = [];

    public List<Guid> Entries { get; } = [];

    /// <summary>Roots to be kept.</summary>
    public List<(int Level, long N, byte[] Hash)> Roots { get; } = [];

    public void Add(Guid entry, byte[] body)
    {
        Leaves.Add(body);
        Entries.Add(entry);
        Frontier.Append(MerkleTree.Leaf(body), Keep);
    }

    private void Keep(int level, ReadOnlySpan<byte> root)
    {
        if (level % AuditLogs.Step == 0)
        {
            Roots.Add((level, Frontier.Size >> level, root.ToArray()));
        }
    }
}
