using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Members;
using Microsoft.IdentityModel.JsonWebTokens;

namespace IntelShare.Cli;

/// <summary>One thing that a token must say, and what this one says.</summary>
/// <param name="What">The member of the token, or what was asked of the hub.</param>
/// <param name="Good">Whether the hub would take it.</param>
/// <param name="Says">What it says, and where it is wrong what it must say.</param>
internal sealed record Finding(string What, bool Good, string Says);

/// <summary>
/// <c>intelshare token check</c>: why the hub would refuse a token. A hub answers every wrong token with the same 401, so that
/// nobody learns by trying; whoever holds the token may read it. The signature is the hub's to verify.
/// </summary>
internal static class TokenCheckCommand
{
    private const int Good = 0;
    private const int Wrong = 1;
    private const int Usage = 3;
    private const string Issuer = "urn:intelshare:member:";
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    public static Command Make(TimeProvider clock)
    {
        var token = new Argument<string>("TOKEN") { Description = "The token, or - to read it from standard input, which keeps it out of the shell's history." };
        var hub = new Option<string?>("--hub") { Description = "A hub's address: compares clocks and audience with it, and asks what it sees of the token." };
        var json = new Option<bool>("--json") { Description = "One JSON object in place of sentences." };
        var command = new Command("check", "Explain a token: what in it the hub would refuse. Exit code 0 nothing, 1 something, 3 no token or no hub.") { token, hub, json };
        command.SetAction(async (parsed, ct) =>
        {
            var text = parsed.GetRequiredValue(token) is var given && given == "-" ? (await Console.In.ReadToEndAsync(ct)).Trim() : given.Trim();
            if (Read(text) is not { } read)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("This is no signed token: three parts in base64url, with points between them.");
                return Usage;
            }

            List<Finding> findings = [.. Explain(read, clock.GetUtcNow())];
            try
            {
                if (parsed.GetValue(hub) is { } address)
                {
                    findings.AddRange(await AskAsync(new Uri(address), text, read, clock, ct));
                }
            }
            catch (Exception failed) when (failed is HttpRequestException or UriFormatException or JsonException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(failed.Message);
                return Usage;
            }

            var good = findings.TrueForAll(finding => finding.Good);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { good, findings }, JsonSerializerOptions.Web)
                : string.Join('\n', findings.Select(finding => $"{(finding.Good ? "ok   " : "WRONG")} {finding.What,-10} {finding.Says}")));
            return good ? Good : Wrong;
        });
        return command;
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return text.Split('.').Length == 3 ? new JsonWebToken(text) : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>What can be said without the hub.</summary>
    private static IEnumerable<Finding> Explain(JsonWebToken token, DateTimeOffset now)
    {
        if (Uri.TryCreate(token.Issuer, UriKind.Absolute, out var provider) && provider.Scheme is "https" or "http")
        {
            yield return new("iss", Good: true, token.Issuer + ": an identity provider. How its tokens are read, its agency says (/v1/members/{member}/issuers); what the hub refuses stands in that agency's trail.");
            foreach (var finding in Times(token, roles: null, now))
            {
                yield return finding;
            }

            yield break;
        }

        yield return Of("typ", token.Typ, token.Typ == "at+jwt", "at+jwt (RFC 9068)");
        yield return Of("alg", token.Alg, token.Alg is "ES256" or "PS256", "ES256 or PS256");
        yield return Of("kid", token.Kid, !string.IsNullOrEmpty(token.Kid), "the name of a registered key");
        if (token.TryGetHeaderValue<JsonElement>("crit", out _))
        {
            yield return new("crit", Good: false, "The hub takes no critical headers.");
        }

        yield return Of("iss", token.Issuer, token.Issuer.StartsWith(Issuer, StringComparison.Ordinal) && token.Issuer.Length > Issuer.Length, Issuer + "<id of the agency>");
        var audiences = token.Audiences.ToArray();
        yield return Of("aud", string.Join(", ", audiences), audiences.Length == 1, "exactly one, the hub's own");
        foreach (var (claim, most, needs) in new[] { ("client_id", 64, "the id of a registered client"), ("sub", 128, "the officer, by a name of the agency's own choice"), ("jti", 128, "an id of its own") })
        {
            var said = token.TryGetPayloadValue<string>(claim, out var value) ? value : null;
            yield return Of(claim, said, said is { Length: > 0 } && said.Length <= most && Text.IsClean(said) && said is not ("." or ".."), needs);
        }

        var roles = Codes<Role>(token, "roles");
        yield return Of("roles", Say(token, "roles"), roles is { Count: > 0 } && Roles.MayStandTogether(roles), $"an array of {string.Join(", ", IntelShare.Codes.Of<Role>())}; administration and audit never beside content");
        if (Say(token, "purposes") is { } purposes)
        {
            yield return Of("purposes", purposes, Codes<Purpose>(token, "purposes") is { Count: > 0 }, $"an array of {string.Join(", ", IntelShare.Codes.Of<Purpose>())}, or absent");
        }

        foreach (var finding in Times(token, roles, now))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> Times(JsonWebToken token, HashSet<Role>? roles, DateTimeOffset now)
    {
        var (issued, ends) = (Moment(token.IssuedAt), Moment(token.ValidTo));
        yield return Of("iat", issued?.ToString("u", CultureInfo.InvariantCulture), issued is { } at && now > at - Leeway, "when it was issued, not in the future by more than a minute");
        yield return Of("exp", ends is { } said ? $"{said:u}, {(said > now ? "in" : "ended before")} {(said - now).Duration():d\\.hh\\:mm\\:ss} by this clock" : null, ends is { } end && now < end + Leeway, "when it ends, not yet past by more than a minute");
        if (issued is { } from && ends is { } to)
        {
            var isLong = to - from > TokenClaims.Longest;
            var isFeed = roles is not null && roles.SetEquals([Role.Feed]);
            yield return new("life", !isLong || (isFeed && to - from <= TimeSpan.FromDays(90)), isLong
                ? $"{to - from:d\\.hh\\:mm\\:ss}: longer than 10 minutes only with the one role feed, at most 90 days, and registered by its jti before its use."
                : $"{to - from:mm\\:ss}");
        }

        static DateTimeOffset? Moment(DateTime said) => said == DateTime.MinValue ? null : new(DateTime.SpecifyKind(said, DateTimeKind.Utc), TimeSpan.Zero);
    }

    /// <summary>What the hub says of itself and of the token.</summary>
    private static async Task<IEnumerable<Finding>> AskAsync(Uri hub, string text, JsonWebToken token, TimeProvider clock, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = hub, Timeout = TimeSpan.FromSeconds(10) };
        var before = clock.GetUtcNow();
        using var about = await http.GetAsync(new Uri(ResourceMetadata.Path, UriKind.Relative), ct);
        about.EnsureSuccessStatusCode();
        var half = (clock.GetUtcNow() - before) / 2;
        var offset = about.Headers.Date is { } date ? before + half - date : TimeSpan.Zero;
        var audience = (await about.Content.ReadFromJsonAsync<JsonObject>(ct))?["audience"]?.GetValue<string>();

        var (status, seen) = await SeenAsync(hub, text, clock, ct);
        return
        [
            // The header tells whole seconds.
            new("clock", offset.Duration() < Leeway, $"This machine's is {Math.Abs(Math.Round(offset.TotalSeconds))} s {(offset > TimeSpan.Zero ? "ahead of" : "behind")} the hub's; a minute is forgiven."),
            Of("audience", string.Join(", ", token.Audiences), token.Audiences.ToArray() is [var only] && only == audience, $"this hub's: {audience}"),
            new("hub", seen is not null, seen is not null ? $"It sees {seen["client"]} of {seen["member"]}, with the roles {string.Join(", ", seen["roles"]!.AsArray().Select(role => role!.GetValue<string>()))}."
                : $"It answered {status}. If the signature was good, the reason is in the agency's own trail: GET /v1/audit/entries?act=token-refused."),
        ];
    }

    private static async Task<(int Status, JsonNode? Seen)> SeenAsync(Uri hub, string text, TimeProvider clock, CancellationToken ct)
    {
        using var client = new Client.IntelShareClient(hub, _ => ValueTask.FromResult(text), new() { Clock = clock, Retries = Client.Retries.None });
        try
        {
            return (200, await client.JsonAsync(HttpMethod.Get, "/v1/me", body: null, ct));
        }
        catch (Client.ProblemException refused)
        {
            return (refused.Status, null);
        }
    }

    private static Finding Of(string what, string? says, bool good, string must) =>
        new(what, good, good ? says! : $"{(string.IsNullOrEmpty(says) ? "absent" : says)}; must be {must}.");

    private static string? Say(JsonWebToken token, string claim) => token.TryGetPayloadValue<JsonElement>(claim, out var value) ? value.GetRawText() : null;

    /// <summary>A claim that is an array of codes; null where it is none.</summary>
    private static HashSet<T>? Codes<T>(JsonWebToken token, string claim) where T : struct, Enum
    {
        if (!token.TryGetPayloadValue<JsonElement>(claim, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var read = list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String && IntelShare.Codes.TryRead<T>(item.GetString(), out var code) ? code : (T?)null).ToArray();
        return Array.TrueForAll(read, code => code is not null) ? [.. read.Select(code => code!.Value)] : null;
    }
}
