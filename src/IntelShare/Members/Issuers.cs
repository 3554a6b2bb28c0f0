using System.Collections.Immutable;
using System.Text.Json;

namespace IntelShare.Members;

/// <summary>The hub's word that a member may bring tokens of an identity provider, which two administrators gave; the member says the rest itself.</summary>
/// <param name="Iss">What the provider's tokens say in <c>iss</c>, to the letter; of one member only.</param>
/// <param name="LongestMinutes">How long its tokens may live: 10, or at most 90 where the provider cannot make them shorter.</param>
public sealed record IssuerCap(string? Iss, int? LongestMinutes);

/// <summary>Where a provider's tokens say what the hub asks: JSON pointers (RFC 6901) into the payload, through objects.</summary>
/// <param name="Client">What the provider calls the client.</param>
/// <param name="Officer">The person behind the request; opaque, and never given to another.</param>
/// <param name="Roles">An array, or a text for a list of one.</param>
/// <param name="Purposes">Likewise; null: tokens do not narrow them.</param>
/// <param name="TokenId">What no two tokens share; where a token has none, the hub calls it by its digest.</param>
public sealed record ClaimPaths(string Client, string Officer, string Roles, string? Purposes, string TokenId)
{
    /// <summary>The value at a pointer, or null.</summary>
    public static JsonElement? Find(JsonElement payload, string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        foreach (var step in pointer.Split('/').Skip(1))
        {
            if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out payload))
            {
                return null;
            }
        }

        return payload;
    }
}

/// <summary>Trust tokens of the own identity provider, or change how they are read. Whole.</summary>
/// <param name="Iss">One that the hub allowed the member.</param>
/// <param name="Algorithms">Of <c>ES256</c>, <c>PS256</c>, <c>RS256</c>.</param>
/// <param name="Types">Of <c>at+jwt</c> (RFC 9068), and <c>JWT</c> for a provider that cannot do otherwise.</param>
/// <param name="JwksUri">Where the provider publishes its keys: https, without user or fragment. This or <paramref name="Jwks"/>.</param>
/// <param name="Jwks">The keys themselves (RFC 7517 section 5): at most 16.</param>
/// <param name="Audience">What its tokens say in <c>aud</c>, and nothing beside it; null: the hub's own.</param>
/// <param name="Clients">By what the provider calls them, the member's clients for which its tokens may speak: 1 to 64.</param>
/// <param name="Claims">Where its tokens say what the hub asks; what is absent stands where RFC 9068 has it.</param>
/// <param name="RolePrefix">With it only roles that begin with it count; for providers that list those of other applications too.</param>
public sealed record TrustIssuer(string? Iss, string[]? Algorithms, string[]? Types, string? JwksUri, JsonElement? Jwks, string? Audience, IReadOnlyDictionary<string, string>? Clients, IssuerClaims? Claims, string? RolePrefix);

/// <summary>JSON pointers into a token's payload.</summary>
/// <param name="Client">By default <c>/client_id</c>; <c>/azp</c> of Keycloak and Entra.</param>
/// <param name="Officer">By default <c>/sub</c>; <c>/oid</c> of Entra.</param>
/// <param name="Roles">By default <c>/roles</c>.</param>
/// <param name="Purposes">By default nowhere.</param>
/// <param name="TokenId">By default <c>/jti</c>; <c>/uti</c> of Entra.</param>
public sealed record IssuerClaims(string? Client, string? Officer, string? Roles, string? Purposes, string? TokenId);

/// <summary>Trust tokens of a provider no longer, from the next answer on.</summary>
/// <param name="Reason">At most 500 code points.</param>
public sealed record DistrustIssuer(string? Reason);

/// <summary>Tokens of an identity provider are read this way from now on.</summary>
public sealed record IssuerTrusted(Issuer Issuer);

/// <summary>They are trusted no longer.</summary>
public sealed record IssuerDistrusted(string Issuer, string Reason);

/// <summary>How tokens of a member's identity provider are verified and read.</summary>
/// <param name="Id">What the member calls it.</param>
/// <param name="Keys">Public keys that the member uploaded; empty where they are fetched.</param>
public sealed record Issuer(
    string Id, string Iss, ImmutableArray<string> Algorithms, ImmutableArray<string> Types, string? JwksUri, ImmutableArray<IssuerKey> Keys, string? Audience,
    ImmutableDictionary<string, string> Clients, ClaimPaths Claims, string? RolePrefix)
{
    /// <summary>Whether both read tokens in the same way.</summary>
    public bool Says(Issuer other) => this with { Algorithms = other.Algorithms, Types = other.Types, Keys = other.Keys, Clients = other.Clients } == other
        && Algorithms.SequenceEqual(other.Algorithms) && Types.SequenceEqual(other.Types) && Keys.SequenceEqual(other.Keys)
        && Clients.Count == other.Clients.Count && Clients.All(client => other.Clients.GetValueOrDefault(client.Key) == client.Value);
}

/// <summary>A provider's public key.</summary>
/// <param name="Kid">Its name within the provider.</param>
/// <param name="Jwk">RFC 7517, public members alone.</param>
/// <param name="Thumbprint">RFC 7638.</param>
public sealed record IssuerKey(string Kid, string Jwk, string Thumbprint);

/// <content>The member's own identity providers, within what the hub allowed.</content>
public sealed partial record Member
{
    /// <summary>Keys of a provider at most.</summary>
    public const int MostIssuerKeys = 16;
    private const int MostIssuers = 4;
    private const int MostNamedClients = 64;
    private const int LongestUri = 500;
    private const int LongestWord = 128;
    private const int LongestMinutes = 90;
    private static readonly string[] ProvidersAlgorithms = ["ES256", "PS256", "RS256"];
    private static readonly string[] ProvidersTypes = ["at+jwt", "JWT"];

    /// <summary>What the hub allows the member, by <c>iss</c>: how long tokens live at most.</summary>
    public ImmutableDictionary<string, int> IssuerCaps { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The identity providers that the member trusts, by its own name for them.</summary>
    public ImmutableDictionary<string, Issuer> Issuers { get; init; } = ImmutableDictionary<string, Issuer>.Empty;

    /// <summary>The provider behind <paramref name="iss"/> that the member trusts, and the hub allows, or null.</summary>
    public Issuer? Provider(string iss) => IssuerCaps.ContainsKey(iss) ? Issuers.Values.FirstOrDefault(issuer => issuer.Iss == iss) : null;

    /// <summary>Decides a provider, new or changed.</summary>
    public Decision Trust(string issuer, TrustIssuer command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (keys, keyRefusals) = command.Jwks is { } jwks ? ReadKeys(jwks) : ([], []);
        var claims = new ClaimPaths(command.Claims?.Client ?? "/client_id", command.Claims?.Officer ?? "/sub", command.Claims?.Roles ?? "/roles", command.Claims?.Purposes, command.Claims?.TokenId ?? "/jti");
        Refusal[] refusals =
        [
            .. Text.IsSlug(issuer, 1, 40) ? Array.Empty<Refusal>() : [new("malformed-issuer", "", "1 to 40 letters, digits and hyphens, in lower case.")],
            .. IssuerCaps.ContainsKey(command.Iss ?? "") ? Array.Empty<Refusal>() : [new("issuer-beyond-cap", "/iss", IssuerCaps.IsEmpty ? "The hub has allowed this member no identity provider." : $"One that the hub allowed: {string.Join(", ", IssuerCaps.Keys.Order(StringComparer.Ordinal))}.")],
            .. Chosen(command.Algorithms, ProvidersAlgorithms, "algorithm"),
            .. Chosen(command.Types, ProvidersTypes, "type"),
            .. (command.JwksUri is null) == (command.Jwks is null) ? [new("required", "/jwksUri", "Either where the keys are published, or the keys.")] : Array.Empty<Refusal>(),
            .. command.JwksUri is null || IsAddress(command.JwksUri) ? Array.Empty<Refusal>() : [new("malformed-address", "/jwksUri", $"An https address without user and fragment, at most {LongestUri} characters.")],
            .. keyRefusals,
            .. Text.Optional(command.Audience, "/audience", LongestUri),
            .. command.Audience is "" ? [new("required", "/audience", "Absent, or what the tokens say.")] : Array.Empty<Refusal>(),
            .. Named(command.Clients),
            .. new[] { (claims.Client, "client"), (claims.Officer, "officer"), (claims.Roles, "roles"), (claims.Purposes ?? "/", "purposes"), (claims.TokenId, "tokenId") }
                .Where(path => !IsPointer(path.Item1)).Select(path => new Refusal("malformed-pointer", "/claims/" + path.Item2, "A JSON pointer (RFC 6901): /realm_access/roles.")),
            .. Text.Optional(command.RolePrefix, "/rolePrefix", LongestWord),
        ];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        var put = new Issuer(issuer, command.Iss!, [.. command.Algorithms!.Distinct().Order(StringComparer.Ordinal)], [.. command.Types!.Distinct().Order(StringComparer.Ordinal)], command.JwksUri, [.. keys], command.Audience,
            command.Clients!.ToImmutableDictionary(), claims, command.RolePrefix is "" ? null : command.RolePrefix);
        return Issuers.Values.Any(other => other.Id != issuer && other.Iss == put.Iss) ? Decision.Refuse(new Refusal("issuer-taken", "/iss", "Another issuer of the member says how its tokens are read."))
            : Issuers.GetValueOrDefault(issuer)?.Says(put) == true ? Decision.AlreadySo
            : Decision.Accept(new IssuerTrusted(put));
    }

    /// <summary>Decides the end of one.</summary>
    public static Decision Distrust(Issuer issuer, DistrustIssuer command)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(command);
        return Reasoned(command.Reason, Decision.Accept(new IssuerDistrusted(issuer.Id, command.Reason!)));
    }

    /// <summary>Reads a provider's keys as published: those that sign, and that the hub verifies with; others are left out.</summary>
    /// <returns>The keys, and what refuses them as an upload: <c>malformed-jwks</c>, <c>private-key</c>, <c>no-usable-key</c>, <c>too-many</c>.</returns>
    public static (IReadOnlyList<IssuerKey> Keys, IReadOnlyList<Refusal> Refusals) ReadKeys(JsonElement jwks)
    {
        if (Part(jwks, "keys") is not { ValueKind: JsonValueKind.Array } list)
        {
            return ([], [new("malformed-jwks", "/jwks", "An object with an array of keys (RFC 7517 section 5).")]);
        }

        if (list.GetArrayLength() > MostIssuerKeys)
        {
            return ([], [new("too-many", "/jwks/keys", $"At most {MostIssuerKeys}.")]);
        }

        var read = list.EnumerateArray().Select(key => PublicKey.ReadOfProvider(key, "/jwks/keys")).ToList();
        var usable = read.Select(one => one.Key).OfType<IssuerKey>().DistinctBy(key => key.Kid).ToList();
        var leaked = read.SelectMany(one => one.Refusals).FirstOrDefault(refusal => refusal.Code == "private-key");
        return leaked is not null ? ([], [leaked])
            : usable.Count == 0 ? ([], [new("no-usable-key", "/jwks/keys", "At least one that signs: EC on P-256, or RSA of 2048 to 4096 bits, with a kid.")])
            : (usable, []);
    }

    /// <summary>A member of an object, by every spelling of its name; null where there is none, or a name that no string can hold.</summary>
    private static JsonElement? Part(JsonElement whole, string name)
    {
        try
        {
            return whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Refusals of what the hub would allow a member: every <c>iss</c> is of one member.</summary>
    internal static IEnumerable<Refusal> CheckIssuers(string member, IReadOnlyList<IssuerCap> caps, Registry registry)
    {
        if (caps.Count > MostIssuers)
        {
            yield return new("too-many", "/issuers", $"At most {MostIssuers}.");
        }

        for (var i = 0; i < caps.Count; i++)
        {
            if (caps[i] is not { Iss: { Length: <= LongestUri } iss } || !Text.IsClean(iss) || !Uri.TryCreate(iss, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            {
                // ADFS names itself by http, and is asked by https all the same.
                yield return new("malformed-issuer", $"/issuers/{i}/iss", $"As its tokens say it: an http or https address, at most {LongestUri} characters.");
            }
            else if (caps.Take(i).Any(other => other?.Iss == iss) || registry.Members.Values.Any(other => other.Id != member && other.IssuerCaps.ContainsKey(iss)))
            {
                yield return new("issuer-given", $"/issuers/{i}/iss", "It was given before: an identity provider speaks for one member.");
            }

            if (caps[i]?.LongestMinutes is < 1 or > LongestMinutes)
            {
                yield return new("out-of-range", $"/issuers/{i}/longestMinutes", $"1 to {LongestMinutes}.");
            }
        }
    }

    private static IEnumerable<Refusal> Chosen(string[]? chosen, string[] known, string what) => chosen is null or [] ? [new("required", $"/{what}s", $"Of {string.Join(", ", known)}.")]
        : Array.Exists(chosen, one => !known.Contains(one)) ? [new("unknown-" + what, $"/{what}s", $"Of {string.Join(", ", known)}.")]
        : [];

    private IEnumerable<Refusal> Named(IReadOnlyDictionary<string, string>? named) => named switch
    {
        null or { Count: 0 } => [new("required", "/clients", "For which clients its tokens speak.")],
        { Count: > MostNamedClients } => [new("too-many", "/clients", $"At most {MostNamedClients}.")],
        _ when named.Keys.Any(name => Text.IsBlank(name) || !Text.IsClean(name) || name.Length > LongestWord) => [new("malformed-client", "/clients", "What the provider calls a client has 1 to 128 characters.")],
        _ when named.Values.Any(client => Clients.GetValueOrDefault(client ?? "") is not { Removed: false }) => [new("unknown-client", "/clients", "Each the id of a client of this member.")],
        _ => [],
    };

    private static bool IsAddress(string address) => address.Length <= LongestUri && Text.IsClean(address) && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Scheme: "https", UserInfo: "", Fragment: "" };

    private static bool IsPointer(string path) => path.Length is > 0 and <= LongestUri && path[0] == '/' && Text.IsClean(path)
        && !path.Replace("~0", "", StringComparison.Ordinal).Replace("~1", "", StringComparison.Ordinal).Contains('~', StringComparison.Ordinal);
}
