using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntelShare.Api.Host;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>
/// Ids that a member's own requests alone number, so that two worlds name the same thing alike. What happens in one world
/// only is numbered aside, or it would shift what its actor does in both.
/// </summary>
internal sealed class OwnIds : Ids
{
    private readonly ConcurrentDictionary<string, int> counts = new();

    public bool Aside { get; set; }

    public override Guid Next(string member)
    {
        var of = (Aside ? "aside/" : "") + member;
        return Numbered(of, counts.AddOrUpdate(of, 1, (_, n) => n + 1));
    }

    /// <summary>What the member's next record aside will be called.</summary>
    public Guid Upcoming(string member) => Numbered("aside/" + member, counts.GetValueOrDefault("aside/" + member) + 1);

    private static Guid Numbered(string of, int count) =>
        Stamp(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{of}/{count}"))).AsSpan(0, 16), version: 4);
}
