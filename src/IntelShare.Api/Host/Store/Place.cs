using System.Text.Json;

namespace IntelShare.Api.Host.Store;

/// <summary>Where a page ended, newest first, in a list of things that keep their moment.</summary>
internal sealed record Place(DateTimeOffset At, Guid Id)
{
    public static readonly Place Start = new(DateTimeOffset.MaxValue, Guid.AllBitsSet);

    /// <summary>The place a cursor names; null for one that was not sealed for <paramref name="bound"/>.</summary>
    public static Place? Read(Vault vault, string bound, string? cursor) =>
        cursor is null ? Start : vault.OpenToken(bound, cursor) is { } opened ? JsonSerializer.Deserialize<Place>(opened) : null;

    public string Seal(Vault vault, string bound) => vault.SealToken(bound, JsonSerializer.SerializeToUtf8Bytes(this));
}
