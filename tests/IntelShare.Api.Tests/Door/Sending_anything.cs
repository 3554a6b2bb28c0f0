using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Tests.Cast;
using IntelShare.Tests;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Tests.Door;

/// <summary>
/// Good requests, changed anywhere: each is answered, or refused by a code of the contract, and never by a fault; the next is
/// served. A failure names its seed, with which it is played again.
/// </summary>
[Properties(Arbitrary = [typeof(Anything)])]
public sealed class Sending_anything(Crowd crowd) : IClassFixture<Crowd>
{
    [Property(MaxTest = 1500)]
    public async Task as_a_body_is_no_fault(Pick pick, Changed changed)
    {
        var (method, path, example) = Of(pick, request => request.Example.Request is not null);
        var json = changed.Of(example.Request!.ToJsonString());
        Right(await crowd.WrongAsync(example, method, Elsewhere(path, pick), json), method, path, Encoding.UTF8.GetString(json));
    }

    [Property(MaxTest = 800)]
    public async Task as_a_query_is_no_fault(Pick pick, Said[] said)
    {
        var (method, path, example) = Of(pick, request => crowd.Queries[request.Example.Operation].Length > 0);
        string[] known = crowd.Queries[example.Operation];
        var query = string.Join('&', said.Take(3).Select(one => $"{(one.Number % 20 == 0 ? "more" : known[one.Number % known.Length])}={(one.Number % 7 == 0 ? one.Text : Uri.EscapeDataString(Whole(one.Text)))}"));
        var address = $"{Elsewhere(path, pick).Split('?')[0]}?{new string([.. query.Where(letter => letter is > ' ' and < (char)127 and not '#')])}";
        Right(await crowd.WrongAsync(example, method, address, body: null), method, address, "");
    }

    [Property(MaxTest = 600)]
    public async Task as_a_header_is_no_fault(Pick pick, Said[] said)
    {
        string[] names = ["Intel-Purpose", "Intel-Case", "Intel-Justification", "If-Match", "Idempotency-Key", "If-None-Match", "Accept", "traceparent", "X-Forwarded-For", "Intel-Case"];
        var (method, path, example) = Of(pick, _ => true);
        (string, string)[] headers = [.. said.Take(3).Select(one => (names[one.Number % names.Length], new string([.. Whole(one.Number % 3 == 0 ? Uri.EscapeDataString(Whole(one.Text)) : one.Text).Where(letter => letter >= ' ' && letter != (char)127)])))];
        Right(await crowd.WrongAsync(example, method, path, example.Request is { } body ? Encoding.UTF8.GetBytes(body.ToJsonString()) : null, headers), method, path, string.Join(", ", headers));
    }

    [Property(MaxTest = 300)]
    public async Task as_a_part_of_the_address_is_no_fault(Pick pick, Said said)
    {
        // What an agency or its machines are called stays: it would lock the others out.
        var (method, path, example) = Of(pick, request => !request.Path.Contains("suspension", StringComparison.Ordinal));
        var parts = path.Split('?')[0].Split('/');
        // The server itself refuses the null character there, before the hub is asked, and answers nothing.
        var text = said.Number % 3 == 0 ? new string([.. said.Text.Where(letter => letter is > ' ' and < (char)127 and not ('#' or '?' or '/'))]) : Uri.EscapeDataString(Whole(said.Text));
        text = text.Replace("%00", "%01", StringComparison.Ordinal);
        parts[2 + (said.Number % (parts.Length - 2))] = text is "." or ".." ? "%2E" : text;
        var address = string.Join('/', parts);
        Right(await crowd.WrongAsync(example, method, address, example.Request is { } body ? Encoding.UTF8.GetBytes(body.ToJsonString()) : null), method, address, "");
    }

    [Property(MaxTest = 600)]
    public async Task as_a_token_is_no_fault(Changed claims, Changed header, Said said)
    {
        var good = crowd.Hub.Token("fr-ofast").Split('.').Select(part => Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(part.Length % 4 == 1 ? "" : part))).ToArray();
        string Signed(byte[] head, byte[] payload) => $"{Base64UrlEncoder.Encode(head)}.{Base64UrlEncoder.Encode(payload)}" is var text ? text + "." + Base64UrlEncoder.Encode(crowd.Hub.Signature("fr-ofast", text)) : "";
        var token = (said.Number % 3) switch
        {
            0 => Signed(Encoding.UTF8.GetBytes(good[0]), claims.Of(good[1])),
            1 => Signed(header.Of(good[0]), Encoding.UTF8.GetBytes(good[1])),
            _ => Encoding.Latin1.GetString(claims.Flip(Encoding.Latin1.GetBytes(crowd.Hub.Token("fr-ofast")))),
        };
        // Of headers beyond its limit the server says so itself, before the hub is asked.
        var visible = new string([.. token.Where(letter => letter is >= ' ' and < (char)127).Take(9_000)]);
        var password = Convert.ToBase64String(claims.Flip(Encoding.UTF8.GetBytes("fr-ofast:" + visible)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation("Authorization", (said.Number % 4) switch
        {
            0 => "Basic " + password,
            1 => "Basic " + new string([.. Whole(said.Text).Where(letter => letter >= ' ' && letter != (char)127)]),
            _ => "Bearer " + visible,
        });
        Right(await crowd.WrongAsync(request), HttpMethod.Get, "/v1/me", request.Headers.NonValidated["Authorization"].ToString());
    }

    private static void Right(string? wrong, HttpMethod method, string path, string sent) => Assert.True(wrong is null, $"{method} {path} {sent[..Math.Min(sent.Length, 4000)]}\n{wrong}");

    private (HttpMethod Method, string Path, Example Example) Of(Pick pick, Func<(HttpMethod Method, string Path, Example Example), bool> apt)
    {
        // One operation as often as another, however many examples it has.
        var operations = crowd.Requests.Where(apt).GroupBy(request => request.Example.Operation).ToArray();
        var of = operations[pick.Operation % operations.Length].ToArray();
        return of[pick.Example % of.Length];
    }

    /// <summary>The same of another record, request or notice, now and then.</summary>
    private string Elsewhere(string path, Pick pick) =>
        string.Join('/', path.Split('/').Select(part => pick.Name % 3 != 0 && Guid.TryParse(part.Split('?')[0], out _) ? crowd.Names[pick.Name % crowd.Names.Length] + part[36..] : part));

    /// <summary>Without the halves of characters, which no header and no address can carry.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    public sealed record Pick(int Operation, int Example, int Name);

    public sealed record Said(int Number, string Text);

    /// <summary>A seed, for what is only known once the request is: how its JSON is changed.</summary>
    public sealed record Changed(int Seed)
    {
        private const int Size = 20;

        public byte[] Of(string json) => Mutated.Json(json).Sample(1, new Rnd((ulong)Seed, 1), Size).Single();

        public byte[] Flip(byte[] bytes) => Mutated.Bytes(bytes).Sample(1, new Rnd((ulong)Seed, 1), Size).Single();
    }

    private static class Anything
    {
        private static readonly Gen<int> Numbers = Gen.Choose(0, int.MaxValue);

        /// <summary>What parameters and headers are good for, at their edges, and any other text.</summary>
        private static readonly Gen<string> Texts = Gen.Frequency(
            (3, Gen.Elements(
                "", "*", "0", "1", "-1", "+1", "100", "101", "٣", "1e3", "9223372036854775807", "9223372036854775808", "true", "null", "json", "csv", "html", "full", "open", "asked", "received", "issued", "intake", "owner",
                "2026-12-01T12:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-14:00", "2026-12-01", "2026-12-01T24:00:00Z", "2026-12-01T12:00:00", "0001-01", "9999-12", "2026-13", "9999", "0000",
                "Europe/Paris", "UTC", "../../etc/passwd", "Europe/../Paris", "lexicon-entry", "account-handle", "cross-checking", "operational-analysis", "analyst", "se-noa", "hub", "data-subject-request", "H3",
                "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff", "{00000000-0000-4000-8000-000000000000}", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA", "=", "W/\"1\"", "\"1\"", "\"\"", "\"1\", \"2\"", "\"", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "%", "%2", "%zz", "%00", "%ff", "%ed%a0%80", "%C3%A9", "%EF%BF%BF", "a%20b", "a+b", "a&b=c", "'; drop table x; --", "127.0.0.1", new string('a', 3000), new string('%', 200))),
            (1, IntelShare.Tests.Unicode.Text));

        public static Arbitrary<Pick> Picks() => (from operation in Numbers from example in Numbers from name in Numbers select new Pick(operation, example, name)).ToArbitrary();

        public static Arbitrary<Said> Sayings() => (from number in Numbers from text in Texts select new Said(number, text)).ToArbitrary();

        public static Arbitrary<Changed> Changes() => Numbers.Select(seed => new Changed(seed)).ToArbitrary();
    }
}
