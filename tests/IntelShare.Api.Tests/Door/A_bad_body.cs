using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Door;

public sealed class A_bad_body(TestHub hub) : IClassFixture<TestHub>
{
    private const string Canary = "canary-of-a-body";

    private static readonly Dictionary<string, (string Code, Func<byte[]> Body)> Bad = new(StringComparer.Ordinal)
    {
        ["unknown member"] = ("malformed-body", () => Text(b => b["more"] = Canary)),
        ["unknown member of content"] = ("malformed-body", () => Text(b => b["content"]!["more"] = Canary)),
        ["unknown member of handling"] = ("malformed-body", () => Text(b => b["handling"]!["Codes"] = new JsonArray())),
        ["owner from the body"] = ("malformed-body", () => Text(b => b["owner"] = "fr-ofast")),
        ["kind inside content"] = ("malformed-body", () => Text(b => b["content"]!["kind"] = "lexicon-entry")),
        ["wrong-case member"] = ("malformed-body", () => Text(b => b["Reference"] = Canary)),
        ["wrong-case code"] = ("malformed-body", () => Text(b => b["purposes"] = new JsonArray("Cross-Checking"))),
        ["wrong-case source"] = ("malformed-body", () => Text(b => b["evaluation"]!["source"] = "b")),
        ["wrong-case handling"] = ("malformed-body", () => Text(b => b["handling"]!["codes"] = new JsonArray("h0"))),
        ["a code as a number"] = ("malformed-body", () => Text(b => b["purposes"] = new JsonArray(0))),
        ["a code that is null"] = ("malformed-body", () => Text(b => b["purposes"] = new JsonArray([null]))),
        ["a number as text"] = ("malformed-body", () => Text(b => b["evaluation"]!["information"] = "2")),
        ["a huge number"] = ("malformed-body", () => Text(b => b["evaluation"]!["information"] = JsonNode.Parse("1e400"))),
        ["a number of 400 digits"] = ("malformed-body", () => Text(b => b["evaluation"]!["information"] = JsonNode.Parse(new string('9', 400)))),
        ["a number with a fraction"] = ("malformed-body", () => Text(b => b["evaluation"]!["information"] = JsonNode.Parse("2.5"))),
        ["a bad date"] = ("malformed-body", () => Text(b => b["retention"]!["reviewBy"] = "2027-02-30")),
        ["a date with time"] = ("malformed-body", () => Text(b => b["retention"]!["reviewBy"] = "2027-02-03T00:00:00Z")),
        ["a text as a list"] = ("malformed-body", () => Text(b => b["content"]!["term"] = new JsonArray("a"))),
        ["a list as a text"] = ("malformed-body", () => Text(b => b["purposes"] = "cross-checking")),
        ["content as a list"] = ("malformed-body", () => Text(b => b["content"] = new JsonArray())),
        ["content as a text"] = ("malformed-body", () => Text(b => b["content"] = "x")),
        ["kind as a number"] = ("malformed-body", () => Text(b => b["kind"] = 1)),
        ["unassessed in other words"] = ("malformed-body", () => Text(b => b["evaluation"] = "Unassessed")),
        ["a list for a body"] = ("malformed-body", () => Utf8("[" + Text() + "]")),
        ["a text for a body"] = ("malformed-body", () => Utf8("\"" + Canary + "\"")),
        ["a number for a body"] = ("malformed-body", () => Utf8("5")),
        ["null"] = ("malformed-body", () => Utf8("null")),
        ["nothing"] = ("malformed-body", () => []),
        ["blanks"] = ("malformed-body", () => Utf8("  \n ")),
        ["duplicate member"] = ("malformed-body", () => Utf8(Text().Insert(1, "\"kind\":\"lexicon-entry\","))),
        ["duplicate member, once escaped"] = ("malformed-body", () => Utf8(Text().Insert(1, "\"\\u006bind\":\"lexicon-entry\","))),
        ["duplicate member of content"] = ("malformed-body", () => Utf8(Text().Replace("\"term\":", "\"term\":\"x\",\"term\":", StringComparison.Ordinal))),
        ["duplicate member of an unknown kind"] = ("malformed-body", () => Utf8(Text().Replace("\"term\":", "\"term\":\"x\",\"term\":", StringComparison.Ordinal).Replace("lexicon-entry", "no-kind", StringComparison.Ordinal))),
        ["trailing comma"] = ("malformed-body", () => Utf8(Text()[..^1] + ",}")),
        ["comment"] = ("malformed-body", () => Utf8(Text().Insert(1, "/* " + Canary + " */"))),
        ["garbage after"] = ("malformed-body", () => Utf8(Text() + Canary)),
        ["a second body after"] = ("malformed-body", () => Utf8(Text() + Text())),
        ["a null character after"] = ("malformed-body", () => Utf8(Text() + "\0")),
        ["cut short"] = ("malformed-body", () => Utf8(Text()[..^2])),
        ["single quotes"] = ("malformed-body", () => Utf8(Text().Replace('"', '\''))),
        ["NaN"] = ("malformed-body", () => Utf8(Text().Replace("\"information\":2", "\"information\":NaN", StringComparison.Ordinal))),
        ["byte order mark"] = ("malformed-body", () => [0xEF, 0xBB, 0xBF, .. Utf8(Text())]),
        ["UTF-16"] = ("malformed-body", () => Encoding.Unicode.GetBytes(Text())),
        ["invalid UTF-8 in a text"] = ("malformed-body", () => With([0xFF])),
        ["a surrogate in UTF-8"] = ("malformed-body", () => With([0xED, 0xA0, 0x80])),
        ["overlong UTF-8"] = ("malformed-body", () => With([0xC0, 0xAF])),
        ["an escaped lone surrogate"] = ("malformed-body", () => With(Utf8("\\ud800"))),
        ["an escaped low surrogate first"] = ("malformed-body", () => With(Utf8("\\udc00\\ud800"))),
        ["a bad escape"] = ("malformed-body", () => With(Utf8("\\x41"))),
        ["a raw line feed in a text"] = ("malformed-body", () => With([0x0A])),
        ["a lone surrogate in a member name"] = ("malformed-body", () => Utf8(Text().Insert(1, "\"\\ud800\":1,"))),
        ["invalid UTF-8 in a member name"] = ("malformed-body", () => [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)',', .. Utf8(Text()[1..])]),
        ["invalid UTF-8 in a member name of content"] = ("malformed-body", () =>
        {
            var at = Text().IndexOf("\"term\"", StringComparison.Ordinal);
            return [.. Utf8(Text()[..at]), (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)',', .. Utf8(Text()[at..])];
        }
        ),
        ["a lone surrogate for a kind"] = ("malformed-body", () => Utf8(Text().Replace("lexicon-entry", "\\ud800", StringComparison.Ordinal))),
        ["a lone surrogate for a code"] = ("malformed-body", () => Utf8(Text().Replace("cross-checking", "\\ud800", StringComparison.Ordinal))),
        ["depth 17"] = ("malformed-body", () => Utf8(Text()[..^1] + ",\"deep\":" + string.Concat(Enumerable.Repeat("[", 16)) + string.Concat(Enumerable.Repeat("]", 16)) + "}")),
        ["depth 100,000"] = ("malformed-body", () => Utf8(new string('[', 100_000))),
        ["a non-character"] = ("refused", () => With(Utf8("\\uffff"))),
        ["a raw non-character"] = ("refused", () => With(Utf8("\uFDD0"))),
        ["a null character in a text"] = ("refused", () => With(Utf8("\\u0000"))),
        ["a null character in a basis"] = ("refused", () => Text(b => b["retention"]!["basis"] = "a\0b")),
        ["a null character in a reference"] = ("refused", () => Text(b => b["reference"] = "a\0b")),
        ["a null character in an audience"] = ("refused", () => Text(b => b["release"]!["full"] = new JsonArray("country:FR\0"))),
        ["an audience that is null"] = ("refused", () => Text(b => b["release"]!["full"] = new JsonArray([null]))),
        ["an exclusion that is null"] = ("refused", () => Text(b => b["release"]!["excluded"] = new JsonArray([null]))),
        ["a variant that is null"] = ("refused", () => Text(b => b["content"]!["variants"] = new JsonArray([null]))),
        ["101 audiences"] = ("refused", () => Text(b => b["release"]!["full"] = new JsonArray([.. Enumerable.Range(0, 101).Select(_ => JsonValue.Create("country:FR"))]))),
        ["unknown kind"] = ("refused", () => Text(b => b["kind"] = "no-kind")),
        ["no kind"] = ("refused", () => Text(b => b.Remove("kind"))),
        ["nothing in it"] = ("refused", () => Utf8("{}")),
        ["nothing but nulls"] = ("refused", () => Text(b =>
        {
            foreach (var name in b.Select(member => member.Key).ToArray())
            {
                b[name] = null;
            }
        })),
        ["information 0"] = ("refused", () => Text(b => b["evaluation"]!["information"] = 0)),
        ["65 code points"] = ("refused", () => Text(b => b["content"]!["term"] = string.Concat(Enumerable.Repeat("🎿", 65)))),
    };

    public static TheoryData<string> Names => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task is_refused_with_its_code_stored_nowhere_and_on_record_once(string name)
    {
        var (code, body) = Bad[name];
        var (records, entries) = (await hub.RecordsAsync(), await hub.EntriesAsync());

        using var response = await PostAsync("/v1/indicators", body(), "application/json");
        var answer = await response.Content.ReadAsStringAsync(Requests.Ct);

        Assert.Equal(code, await response.CodeAsync());
        Assert.Equal(code == "refused" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(Canary, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("IntelShare.", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer, StringComparison.Ordinal);
        Assert.Equal((records, entries + 1), (await hub.RecordsAsync(), await hub.EntriesAsync()));
    }

    [Theory]
    [InlineData("/v1/searches", "POST", "{\"queries\":[{\"kind\":\"lexicon-entry\",\"value\":\"\\ud800\"}]}", "malformed-body")]
    [InlineData("/v1/searches", "POST", "{\"queries\":[{\"kind\":\"lexicon-entry\",\"value\":\"\\uffff\"}]}", "refused")]
    [InlineData("/v1/searches", "POST", "{\"queries\":[null]}", "refused")]
    [InlineData("/v1/searches", "POST", "{\"queries\":null}", "refused")]
    [InlineData("/v1/searches", "POST", "{\"queries\":{}}", "malformed-body")]
    [InlineData("/v1/searches", "POST", "{}", "refused")]
    [InlineData("/v1/searches", "POST", "[]", "malformed-body")]
    [InlineData("/v1/searches", "POST", "{\"queries\":[{\"kind\":\"lexicon-entry\",\"value\":\" \"}]}", "refused")]
    [InlineData("/v1/searches", "POST", "{\"queries\":[{\"kind\":\"lexicon-entry\"}]}", "refused")]
    [InlineData("/v1/searches", "POST", "{\"queries\":[{\"value\":\"a\"}]}", "refused")]
    [InlineData("/v1/searches", "POST", "{\"queries\":[{\"kind\":\"lexicon-entry\",\"value\":\"a\",\"extra\":1}]}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"content\":\"x\"}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"content\":[]}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"content\":{\"handle\":\"x\"}}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"content\":{\"term\":\"\\ud800\"}}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"content\":{\"term\":\"a\",\"term\":\"b\"}}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"reference\":\"\\udc00\"}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"reference\":\"a\",\"reference\":\"b\"}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"release\":{}}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"kind\":\"account-handle\"}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"evaluation\":5}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "{\"evaluation\":[]}", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "[]", "malformed-body")]
    [InlineData("/v1/indicators/{id}", "PATCH", "null", "malformed-body")]
    [InlineData("/v1/indicators/{id}/release", "PUT", "{\"full\":\"country:FR\"}", "malformed-body")]
    [InlineData("/v1/indicators/{id}/release", "PUT", "{\"full\":[1]}", "malformed-body")]
    [InlineData("/v1/indicators/{id}/release", "PUT", "{\"full\":[null]}", "refused")]
    [InlineData("/v1/indicators/{id}/release", "PUT", "{\"feeds\":\"true\"}", "malformed-body")]
    [InlineData("/v1/indicators/{id}/release", "PUT", "{\"all\":[]}", "malformed-body")]
    [InlineData("/v1/indicators/{id}/release", "PUT", "{\"full\":[\"\\ud800\"]}", "malformed-body")]
    [InlineData("/v1/indicators/{id}/withdrawal", "POST", "{}", "refused")]
    [InlineData("/v1/indicators/{id}/withdrawal", "POST", "{\"reason\":\"a\\u0000b\"}", "refused")]
    [InlineData("/v1/indicators/{id}/withdrawal", "POST", "{\"reason\":1}", "malformed-body")]
    public async Task is_refused_on_every_route(string path, string method, string body, string code)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("bad body here"));
        var (records, entries) = (await hub.RecordsAsync(), await hub.EntriesAsync());

        using var response = await hub.As("se-noa").SendAsync(new(method), path.Replace("{id}", id, StringComparison.Ordinal), body, ("If-Match", "*"));

        Assert.Equal(code, await response.CodeAsync());
        Assert.Equal((records, entries + 1), (await hub.RecordsAsync(), await hub.EntriesAsync()));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/*")]
    [InlineData("*/*")]
    [InlineData("json")]
    [InlineData("")]
    public async Task is_refused_by_its_media_type_and_on_record_once(string type)
    {
        var (records, entries) = (await hub.RecordsAsync(), await hub.EntriesAsync());

        using var response = await PostAsync("/v1/indicators", Text(_ => { }), type);

        Assert.Equal("wrong-media-type", await response.CodeAsync());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal((records, entries + 1), (await hub.RecordsAsync(), await hub.EntriesAsync()));
    }

    [Theory]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("APPLICATION/JSON")]
    public async Task is_not_what_these_media_types_say(string type)
    {
        using var response = await PostAsync("/v1/indicators", Text(_ => { }), type);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task may_be_a_merge_patch_by_name()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("merge patch"));
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/v1/indicators/" + id) { Content = new StringContent("""{"reference":"R-1"}""", new MediaTypeHeaderValue("application/merge-patch+json")) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");

        using var response = await hub.As("se-noa").SendAsync(request, Requests.Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(0, "refused")]
    [InlineData(1, "body-too-large")]
    public async Task is_too_large_beyond_256_KB(int beyond, string code)
    {
        var before = await hub.EntriesAsync();
        using var response = await PostAsync("/v1/searches", Padded((256 * 1024) + beyond), "application/json");

        Assert.Equal(code, await response.CodeAsync());
        Assert.Equal(before + 1, await hub.EntriesAsync());
    }

    [Fact]
    public async Task is_too_large_in_chunks_too()
    {
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string(' ', 0x10000) + "\r\n");
        var body = Enumerable.Repeat(chunk, 5).SelectMany(bytes => bytes).Concat("0\r\n\r\n"u8.ToArray()).ToArray();
        var before = await hub.EntriesAsync();

        var answer = await hub.RawAsync("POST /v1/searches", [.. Head(), "Transfer-Encoding: chunked"], body);

        Assert.Equal(413, answer.Status);
        Assert.Contains("\"body-too-large\"", answer.Body, StringComparison.Ordinal);
        Assert.Equal(before + 1, await hub.EntriesAsync());
    }

    [Fact]
    public async Task is_refused_by_its_announced_length_before_it_is_sent()
    {
        Assert.Equal(413, (await hub.RawAsync("POST /v1/searches", [.. Head(), "Content-Length: 1000000000"])).Status);
        Assert.Equal(401, (await hub.RawAsync("POST /v1/searches", ["Content-Type: application/json", "Content-Length: 1000000000"])).Status);
        Assert.Equal(401, (await hub.RawAsync("GET /v1/me", ["Content-Length: 1000000000"])).Status);
        Assert.Equal(415, (await hub.RawAsync("POST /v1/searches", [.. Head("text/plain"), "Content-Length: 1000000000"])).Status);
    }

    [Fact]
    public async Task is_never_read_without_the_role_for_it()
    {
        using var response = await hub.As("se-noa", "cross-checking", "K-1", "auditor").SendAsync(HttpMethod.Post, "/v1/searches", "not json");
        Assert.Equal("role-missing", await response.CodeAsync());
    }

    private string[] Head(string type = "application/json") => ["Authorization: Bearer " + hub.Token("se-noa"), "Intel-Purpose: cross-checking", "Intel-Case: K-1", "Content-Type: " + type];

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (type.Length > 0)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        request.Headers.Add("Idempotency-Key", Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)));
        return await hub.As("se-noa").SendAsync(request, Requests.Ct);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text() => Bodies.Term("plain term", "country:FR").ToJsonString();

    private static byte[] Text(Action<JsonObject> change)
    {
        var body = Bodies.Term("plain term", "country:FR");
        change(body);
        return Utf8(body.ToJsonString());
    }

    private static byte[] With(byte[] inTerm)
    {
        var parts = Text().Split("plain term");
        return [.. Utf8(parts[0]), .. inTerm, .. Utf8(parts[1])];
    }

    private static byte[] Padded(int length) => Utf8("{" + new string(' ', length - 2) + "}");
}
