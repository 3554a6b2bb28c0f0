using System.Text.Json.Serialization;

namespace IntelShare.Api.Host;

/// <summary>
/// What a client must know before its first token (RFC 9728). A hub is no authorization server: each agency signs for itself,
/// so none is named.
/// </summary>
/// <param name="Resource">The hub's address, as the client called it.</param>
/// <param name="Audience">What tokens say in <c>aud</c>: exactly this.</param>
/// <param name="BearerMethods">Where a token stands.</param>
/// <param name="Algorithms">By which it is signed.</param>
/// <param name="Types">What it says in <c>typ</c>.</param>
/// <param name="LongestLife">Seconds from <c>iat</c> to <c>exp</c>, unless registered before its use.</param>
/// <param name="Documentation">The contract.</param>
internal sealed record ResourceMetadata(
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("audience")] string Audience,
    [property: JsonPropertyName("bearer_methods_supported")] string[] BearerMethods,
    [property: JsonPropertyName("token_signing_alg_values_supported")] string[] Algorithms,
    [property: JsonPropertyName("token_types_supported")] string[] Types,
    [property: JsonPropertyName("token_lifetime_max")] int LongestLife,
    [property: JsonPropertyName("resource_documentation")] string Documentation)
{
    public const string Path = "/.well-known/oauth-protected-resource";

    public static IResult Get(HttpContext http, Settings settings)
    {
        var address = $"{http.Request.Scheme}://{http.Request.Host}";
        return TypedResults.Json(new ResourceMetadata(address, settings.Audience, ["header"], ["ES256", "PS256"], ["at+jwt"], 600, address + "/swagger"), Json.Wire);
    }
}
