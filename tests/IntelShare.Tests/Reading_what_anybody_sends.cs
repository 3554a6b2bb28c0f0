using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;
using IntelShare.Tests.Members;

namespace IntelShare.Tests;

/// <summary>Whatever stands where a partner's words are read, the law says yes or no: no exception, and nothing that it could not keep. A new reader of words joins here.</summary>
[Properties(MaxTest = 2000, Arbitrary = [typeof(UnicodeText)])]
public sealed class Reading_what_anybody_sends
{
    private const string Token = """{"iss":"https://a.example","client_id":"de-bka","sub":"officer-7","aud":"urn:intelshare:hub:local","iat":1778578500,"exp":1778578800,"jti":"one","typ":"Bearer","roles":["analyst","discloser"],"purposes":["cross-checking"],"resource_access":{"intelshare":{"roles":["x-analyst"]}}}""";
    private static readonly string Keys = new JsonObject { ["keys"] = new JsonArray(JsonNode.Parse(Administering.Jwk.GetRawText()), JsonNode.Parse("""{"kty":"RSA","kid":"one","use":"sig","alg":"RS256","n":"AQAB","e":"AQAB"}""")) }.ToJsonString();

    [Property]
    public bool takes_a_text_that_is_clean_to_be_one_that_can_be_kept(string text)
    {
        _ = (Text.IsBlank(text), Text.IsSlug(text, 1, 64));
        var length = Text.Length(text);
        var refused = Text.Required(text, "/reason", 20).Select(refusal => refusal.Code).ToArray();
        return length <= text.Length && (refused.Length == 0) == (Text.IsClean(text) && !Text.IsBlank(text) && length <= 20)
            && (!Text.IsClean(text) || (Encoding.UTF8.GetString(new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text)) == text && text.Normalize().Length > -1));
    }

    [Property]
    public bool takes_for_a_code_only_what_is_published(string text) =>
        !Codes.TryRead<Purpose>(text, out _) && !Codes.TryRead<Role>(text, out _) && !Codes.TryRead<HandlingCode>(text, out _) && (text.Length == 2 || Country.Check(text, "/country").Any());

    [Property]
    public bool looks_up_any_value_under_names_that_can_be_kept(string value, string platform) =>
        // The counter refuses any other before it is looked up.
        !Text.IsClean(value) || !Text.IsClean(platform) || Kind.All.Values.SelectMany(kind => kind.LookUp(value, null) ?? []).Concat(AccountHandle.LookUp(value, platform) ?? []).Concat(AccountHandle.LookUp(value, "other:" + platform) ?? [])
            .Concat(Platforms.All.SelectMany(known => AccountHandle.LookUp(value, known.Id) ?? [])).All(Text.IsClean);

    /// <summary>An address made of pieces of addresses: what the parser of the platform does with them is not ours.</summary>
    [Property]
    public bool reads_any_address(string host, string path, string query)
    {
        string[] addresses = [$"https://{host}/{path}?{query}", $"https://t.me/{path}?{query}#{host}", $"tg://resolve?domain={query}", $"https://{host}@tiktok.com:99999/@{path}", $"//{host}/{path}", $"https://[{host}]/{path}", $"https://xn--{host}/{path}", $"discord.gg/{path}/%ZZ%{query}"];
        return addresses.All(address => (Platforms.OfUrl(address) is null || address.Contains('/', StringComparison.Ordinal)) && Platforms.All.All(known => (AccountHandle.LookUp(address, known.Id) ?? []).All(key => Text.IsClean(key) || !Text.IsClean(address))));
    }

    [Property]
    public bool takes_an_audience_for_one_of_the_registry_or_refuses_it(string text, bool isNamed)
    {
        string[] tokens = [text, "country:" + text, "org:" + text, "member:" + text, "task-force:" + text, "task-force:" + text + "+", "task-force:grimm+" + text];
        return tokens.All(token => token is "task-force:grimm+" || Audience.Check(isNamed ? token : null, "/release", Cast.Registry.Members["se-noa"], Cast.Registry, Cast.Now).Any());
    }

    [Property(Arbitrary = [typeof(Sent)])]
    public bool checks_any_content_that_could_be_read(Content content)
    {
        var read = OrNothing(() => JsonSerializer.Deserialize(content.Json, Kind.All[content.Kind].Content, Samples.Wire) as IndicatorContent);
        return read is null || read.Check().Any() || (read.MatchValues().All(Text.IsClean) && read.Identifier().Values.All(Text.IsClean));
    }

    [Property(Arbitrary = [typeof(Sent)])]
    public bool reads_any_claims_to_words_that_can_be_kept_or_says_what_is_wrong(Claims said)
    {
        if (OrNothing(() => JsonSerializer.Deserialize<JsonElement?>(said.Json)) is not { ValueKind: JsonValueKind.Object } payload)
        {
            return true;
        }

        // Of names and types that no string can hold the counter knows, and refuses them.
        if (OrNothing(() => Tuple.Create(TokenClaims.Read(payload, "https://a.example", "key-1", said.Provider, "digest"))) is not { Item1: var (claims, wrong) })
        {
            return Encoding.UTF8.GetString(said.Json).Contains("\\ud", StringComparison.OrdinalIgnoreCase);
        }

        return Text.IsClean(claims.Client) && Text.IsClean(claims.Officer) && Text.IsClean(claims.TokenId) && (wrong is not null || (claims.Client is "de-bka" or { Length: > 0 and <= 64 } && claims.Officer.Length is > 0 and <= 128 && claims.TokenId.Length is > 0 and <= 128));
    }

    [Property(Arbitrary = [typeof(Sent)])]
    public bool keeps_of_any_key_the_public_part_alone(Jwks sent)
    {
        if (OrNothing(() => JsonSerializer.Deserialize<JsonElement?>(sent.Json)) is not { } jwks)
        {
            return true;
        }

        var (keys, refusals) = Member.ReadKeys(jwks);
        JsonElement[] each = jwks.ValueKind == JsonValueKind.Object && jwks.EnumerateObject().FirstOrDefault().Value is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [jwks];
        var kept = each.Select(key => PublicKey.Read(key, "/jwk").Key?.Jwk).OfType<string>().Concat(keys.Select(key => key.Jwk));
        return keys.Count > 0 == (refusals.Count == 0) && kept.All(jwk => JsonNode.Parse(jwk)!.AsObject().All(member => member.Key is "crv" or "kty" or "x" or "y" or "n" or "e" or "kid" or "alg" or "use"));
    }

    /// <summary>Null where it is no JSON, or says what no string can hold, as the counter answers before the law is asked.</summary>
    private static T? OrNothing<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    public sealed record Content(string Kind, byte[] Json)
    {
        public override string ToString() => $"{Kind}: {Encoding.UTF8.GetString(Json)}";
    }

    public sealed record Claims(byte[] Json, Issuer? Provider)
    {
        public override string ToString() => $"{Encoding.UTF8.GetString(Json)} by {Provider?.Claims}";
    }

    public sealed record Jwks(byte[] Json)
    {
        public override string ToString() => Encoding.UTF8.GetString(Json);
    }

    private static class Sent
    {
        private static readonly Gen<string> Pointers = Gen.OneOf(Gen.Elements("/client_id", "/sub", "/roles", "/jti", "/resource_access/intelshare/roles", "/", "//", "/~1", "/~01", "/roles/0"), Unicode.Text.Where(Text.IsClean).Select(text => "/" + text));

        public static Arbitrary<Content> Contents() => (
            from kind in Gen.Elements(Kind.All.Keys.ToArray())
            from json in Mutated.Json(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", kind + ".json")))
            select new Content(kind, json)).ToArbitrary();

        public static Arbitrary<Claims> Tokens() => (
            from json in Mutated.Json(Token)
            from own in Gen.Elements(true, false)
            from client in Pointers
            from officer in Pointers
            from roles in Pointers
            from purposes in Gen.OneOf(Gen.Constant<string?>(null), Pointers.Select(pointer => (string?)pointer))
            from id in Pointers
            from prefix in Gen.Elements<string?>(null, "", "x-", "analyst and more")
            select new Claims(json, own ? null : new("provider", "https://a.example", ["RS256"], ["JWT"], "https://a.example/keys", [], Audience: null, ImmutableDictionary<string, string>.Empty.Add("de-bka", "de-bka"), new(client, officer, roles, purposes, id), prefix))).ToArbitrary();

        public static Arbitrary<Jwks> KeySets() => Mutated.Json(Keys).Select(json => new Jwks(json)).ToArbitrary();
    }
}
