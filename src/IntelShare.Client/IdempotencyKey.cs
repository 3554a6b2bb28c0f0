using System.Security.Cryptography;

namespace IntelShare.Client;

/// <summary>Names of writes. The hub keeps each for 30 days, for one member and one address: the same key with the same body is the same write.</summary>
public static class IdempotencyKey
{
    /// <summary>A random one: for a write that is not repeated once the process is gone.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>One made of what is sent, so that the same can be sent again after anything.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Name(SHA256.HashData(content));

    /// <summary>One made of a file, read to its end from where it stands.</summary>
    public static async Task<string> OfAsync(Stream content, CancellationToken cancellationToken = default) => Name(await SHA256.HashDataAsync(content, cancellationToken));

    private static string Name(byte[] digest) => "of-" + Convert.ToHexStringLower(digest)[..40];
}
