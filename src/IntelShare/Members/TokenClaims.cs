using System.Text.Json;

namespace IntelShare.Members;

/// <summary>What a verified token says, before the registry has looked at it.</summary>
/// <param name="Issuer"><c>iss</c>.</param>
/// <param name="Kid">The key that verified the signature.</param>
/// <param name="Client">The client it speaks for; of a provider's token, the one that its issuer row names.</param>
/// <param name="Officer">Opaque to the hub.</param>
/// <param name="Roles">Null when one is not on the list.</param>
/// <param name="Purposes">Null when the token does not narrow them.</param>
/// <param name="TokenId"><c>jti</c>, or what a provider has in its place.</param>
public sealed record TokenClaims(string Issuer, string Kid, string Client, string Officer, IReadOnlySet<Role>? Roles, IReadOnlySet<Purpose>? Purposes, string TokenId)
{
    /// <summary>How long a token lives that was signed for one errand, and not registered before its use.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private const int LongestClient = 64;
    private const int LongestWord = 128;

    /// <summary>An ID token, and every other that a provider signs but for a resource server to read, shows itself by one of these.</summary>
    private static readonly string[] NotOfAccess = ["nonce", "at_hash", "c_hash", "s_hash", "cnf", "events"];

    /// <summary>Where the member's own tokens say it (RFC 9068).</summary>
    private static readonly ClaimPaths Own = new("/client_id", "/sub", "/roles", "/purposes", "/jti");

    /// <summary>The row of the provider that signed it; null of a token that a client signed itself.</summary>
    public Issuer? ReadBy { get; init; }

    /// <summary><c>iat</c>.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary><c>exp</c>.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long it lives.</summary>
    public TimeSpan Life() => ExpiresAt - IssuedAt;

    /// <summary>Reads a signed token. What cannot be read is empty.</summary>
    /// <param name="payload">The token's claims, no member twice.</param>
    /// <param name="issuer">Its <c>iss</c>.</param>
    /// <param name="kid">Its key.</param>
    /// <param name="provider">The row of the provider that signed it; null: a client's own key did.</param>
    /// <param name="digest">What the hub calls a provider's token that has no id: ADFS gives none.</param>
    /// <returns>The claims, and why they are not enough, or null.</returns>
    public static (TokenClaims Claims, string? Wrong) Read(JsonElement payload, string issuer, string kid, Issuer? provider, string digest)
    {
        var paths = provider?.Claims ?? Own;
        var (named, officer, id) = (Word(paths.Client, provider is null ? LongestClient : LongestWord), Word(paths.Officer, LongestWord), Word(paths.TokenId, LongestWord) ?? (provider is null ? null : digest));
        var client = provider is null ? named : named is null ? null : provider.Clients.GetValueOrDefault(named);
        var purposes = paths.Purposes is null ? null : List<Purpose>(paths.Purposes, prefix: null);
        var wrong = provider is not null && (NotOfAccess.Any(name => payload.TryGetProperty(name, out _)) || (payload.TryGetProperty("typ", out var type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("Bearer")))) ? "not-an-access-token"
            : provider is not null && named is not null && client is null ? "client-not-of-issuer"
            // A path cannot name the officer "..", so nobody could block it.
            : client is null || officer is null or "." or ".." || id is null || kid.Length is 0 or > LongestWord ? "claims-wrong"
            : purposes is null && paths.Purposes is not null && ClaimPaths.Find(payload, paths.Purposes) is not null ? "purpose-beyond-cap"
            : null;
        return (new(issuer, kid, client ?? "", officer ?? "", List<Role>(paths.Roles, provider?.RolePrefix), purposes, id ?? "") { ReadBy = provider }, wrong);

        string? Word(string path, int most) =>
            ClaimPaths.Find(payload, path) is { ValueKind: JsonValueKind.String } said && TextOf(said) is { Length: > 0 } text && text.Length <= most && Text.IsClean(text) ? text : null;

        IReadOnlySet<T>? List<T>(string path, string? prefix) where T : struct, Enum
        {
            JsonElement[]? said = ClaimPaths.Find(payload, path) switch
            {
                { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
                // ADFS writes a list of one without brackets.
                { ValueKind: JsonValueKind.String } one when provider is not null => [one],
                _ => null,
            };
            var members = said is null ? null : new HashSet<T>();
            foreach (var item in said ?? [])
            {
                var word = item.ValueKind == JsonValueKind.String ? TextOf(item) : null;
                if (word is not null && prefix is not null && !word.StartsWith(prefix, StringComparison.Ordinal))
                {
                    // Of another application of the same provider.
                    continue;
                }

                if (!Codes.TryRead<T>(word?[(prefix?.Length ?? 0)..], out var member))
                {
                    return null;
                }

                members!.Add(member);
            }

            return members;
        }
    }

    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: JSON may say it, and no string can hold it.
            return null;
        }
    }
}
