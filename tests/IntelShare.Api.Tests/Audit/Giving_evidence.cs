using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Audit;
using IntelShare.Api.Tests.Cast;
using IntelShare.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Audit;

public sealed class Giving_evidence(TestHub hub) : IClassFixture<TestHub>
{
    private static readonly string[] Files = [Evidence.File, Export.Checkpoint, Export.Keys, Evidence.Page];

    [Fact]
    public async Task of_an_own_sealed_record_proves_and_opens_every_fact()
    {
        var owner = hub.As("se-noa");
        var (id, _) = await owner.SubmittedAsync(Bodies.Handle("proved.in.court", "country:FR"));
        using var amended = await owner.SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, """{"reference":"our file 7"}""", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, amended.StatusCode);
        using var early = await owner.SendAsync(HttpMethod.Get, "/v1/audit/evidence/" + id);
        Assert.Equal((HttpStatusCode.Conflict, "not-sealed-yet"), (early.StatusCode, await early.CodeAsync()));
        await hub.SealAsync();

        var files = FilesOf(await owner.ReadAsync("/v1/audit/evidence/" + id));
        var verified = Verify(files);
        Assert.Null(verified.Fault);
        Assert.Equal(["indicator-submitted", "indicator-amended"], verified.Evidence!.Entries.SelectMany(entry => entry.Facts).Select(fact => StoredFact.Parse(fact.Text)!.Type));
        Assert.Equal(2, verified.Evidence.Entries.SelectMany(entry => entry.Facts).Count(fact => StoredFact.Parse(fact.Text)!.Open(verified.Evidence.Key!)!.Contains("proved.in.court", StringComparison.Ordinal)));
        Assert.Contains("our file 7", Encoding.UTF8.GetString(files[Evidence.Page]), StringComparison.Ordinal);
        Assert.DoesNotContain("proved.in.court", string.Concat(verified.Evidence.Entries.SelectMany(entry => entry.Facts).Select(fact => fact.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_fetched_and_verified_with_the_tool()
    {
        using var desk = new AuditDesk(hub, "se-noa");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("laid.before.court", "country:FR"));
        await hub.SealAsync();
        Task<Said> FetchAsync(string name, params string[] options) =>
            desk.RunAsync(["audit", "evidence", id, "--client", "se-noa", "--data", hub.DataDirectory, "--hub", hub.Address.ToString(), "--out", desk.In(name), .. options]);
        Assert.Equal(3, (await FetchAsync("caseless")).Code);
        Assert.Equal((0, ""), (await FetchAsync("court", "--case", "Mål B 12/26")) is var said ? (said.Code, said.Error) : default);
        Assert.Contains("laid.before.court", await File.ReadAllTextAsync(desk.In("court", Evidence.Page), Requests.Ct), StringComparison.Ordinal);
        Assert.Equal(3, (await desk.VerifyAsync("court")).Code);
        Assert.StartsWith($"Whole: evidence of {id}, 1 entries and 1 facts", (await desk.VerifyAsync("court", "--keys", desk.In("court", Export.Keys))).Output, StringComparison.Ordinal);
        await File.AppendAllTextAsync(desk.In("court", Evidence.Page), " ", Requests.Ct);
        Assert.Equal(1, (await desk.VerifyAsync("court", "--keys", desk.In("court", Export.Keys))).Code);
        File.Delete(desk.In("court", Export.Checkpoint));
        Assert.Equal(2, (await desk.VerifyAsync("court", "--keys", desk.In("court", Export.Keys))).Code);
        Assert.Equal(3, (await FetchAsync("court", "--case", "K")).Code);
        Assert.Equal(1, (await FetchAsync("other", "--case", "K", "--purpose", "none")).Code);
        Assert.False(Directory.Exists(desk.In("other")));
    }

    [Fact]
    public async Task that_was_changed_in_any_byte_is_seen()
    {
        var owner = hub.As("se-noa");
        var (id, _) = await owner.SubmittedAsync(Bodies.Handle("not.to.be.changed", "country:FR"));
        await hub.SealAsync();
        var files = FilesOf(await owner.ReadAsync("/v1/audit/evidence/" + id));
        var (tried, detected) = (0, 0);
        foreach (var file in Files)
        {
            Assert.Equal(FaultKind.Incomplete, Verify(files.Where(one => one.Key != file).ToDictionary()).Fault!.Kind);
            Parallel.For(0, files[file].Length, at =>
            {
                var bytes = files[file].ToArray();
                bytes[at] ^= (byte)(1 << at % 8);
                Interlocked.Increment(ref tried);
                Interlocked.Add(ref detected, Verify(new Dictionary<string, byte[]>(files) { [file] = bytes }).Fault is null ? 0 : 1);
            });
        }

        var whole = Verify(files).Evidence!;
        Evidence[] others =
        [
            whole with { Entries = [] },
            whole with { Entries = [whole.Entries[0] with { Facts = [] }] },
            whole with { Entries = [whole.Entries[0] with { Facts = [.. whole.Entries[0].Facts, .. whole.Entries[0].Facts] }] },
        ];
        Assert.All(others, other => Assert.Equal(FaultKind.Tampered, Verify(new Dictionary<string, byte[]>(files) { [Evidence.File] = Export.Line(other), [Evidence.Page] = EvidencePage.Of(other, Verify(files).Checkpoint!) }).Fault!.Kind));
        string[] odd = ["{}\n", "null\n", "[]\n", new('[', 100_000), Spoilt("entries"), Spoilt("hashes"), Spoilt("facts")];
        Assert.All(odd, one => Assert.Equal(FaultKind.Tampered, Verify(new Dictionary<string, byte[]>(files) { [Evidence.File] = Encoding.UTF8.GetBytes(one) }).Fault!.Kind));
        TestContext.Current.TestOutputHelper!.WriteLine($"{tried} bytes flipped, {detected} detected");
        Assert.Equal(tried, detected);
        Assert.NotNull(EvidenceVerification.Of(files.GetValueOrDefault, []).Fault);
        Assert.NotNull(EvidenceVerification.Of(files.GetValueOrDefault, Keys(files), origin => new(origin, Verify(files).Checkpoint!.Size, Convert.ToBase64String(new byte[32]))).Fault);

        string Spoilt(string list)
        {
            var json = JsonNode.Parse(files[Evidence.File])!.AsObject();
            (list == "entries" ? json : json["entries"]![0]!.AsObject())[list] = new JsonArray(null, null);
            return json.ToJsonString() + "\n";
        }
    }

    [Fact]
    public async Task to_a_reader_is_its_own_readings_and_no_fact_of_the_owner()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("read.and.proved", "country:FR", "country:DK"));
        var reader = hub.As("fr-ofast");
        await reader.ReadAsync("/v1/indicators/" + id);
        await hub.SealAsync();

        var answer = await reader.ReadAsync("/v1/audit/evidence/" + id);
        var evidence = Verify(FilesOf(answer)).Evidence!;
        Assert.Null(Verify(FilesOf(answer)).Fault);
        Assert.Equal(["indicator-read"], evidence.Entries.Select(entry => JsonNode.Parse(entry.Leaf)!["act"]!.GetValue<string>()));
        Assert.Empty(evidence.Entries.Single().Facts);
        Assert.Null(evidence.Key);
        Assert.Contains("read.and.proved", evidence.Told, StringComparison.Ordinal);
        Assert.DoesNotContain("country:DK", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("se-noa-officer", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task under_H1_takes_the_permission_for_judicial_use()
    {
        var body = Bodies.Term("under H1", "country:FR");
        body["handling"] = new JsonObject { ["codes"] = new JsonArray("H1") };
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        var reader = hub.As("fr-ofast");
        await reader.ReadAsync("/v1/indicators/" + id);
        await hub.SealAsync();
        using var refused = await reader.SendAsync(HttpMethod.Get, "/v1/audit/evidence/" + id);
        Assert.Equal((HttpStatusCode.Forbidden, "judicial-use-missing"), (refused.StatusCode, await refused.CodeAsync()));

        var request = await reader.AskedAsync(Disclosing.ForRecord(id, "judicial-use"));
        await hub.As("se-noa").DecidedAsync(request, Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(30)));
        Assert.Null(Verify(FilesOf(await reader.ReadAsync("/v1/audit/evidence/" + id))).Fault);
        await hub.SealAsync();
        Assert.Null(Verify(FilesOf(await hub.As("se-noa").ReadAsync("/v1/audit/evidence/" + id))).Fault);
    }

    [Fact]
    public async Task is_no_way_around_a_restriction_or_a_release()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("kept as evidence", "country:FR"));
        using var restricted = await hub.As("se-noa").RestrictAsync(id);
        await hub.SealAsync();
        using var closed = await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/audit/evidence/" + id);
        Assert.Equal("restricted", await closed.CodeAsync());
        using var hidden = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/audit/evidence/" + id);
        using var nowhere = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/audit/evidence/11111111-1111-4111-8111-111111111111");
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(await nowhere.Content.ReadAsStringAsync(Requests.Ct), await hidden.Content.ReadAsStringAsync(Requests.Ct));
        using var caseless = await hub.As("se-noa", @case: null).SendAsync(HttpMethod.Get, "/v1/audit/evidence/" + id);
        Assert.Equal("case-missing", await caseless.CodeAsync());
    }

    /// <summary>As the tool writes them.</summary>
    private static Dictionary<string, byte[]> FilesOf(JsonNode view)
    {
        var given = System.Text.Json.JsonSerializer.Deserialize<EvidenceView>(view, System.Text.Json.JsonSerializerOptions.Web)!;
        var evidence = new Evidence(given.Log, given.Origin, given.Indicator, given.Salt, given.Told, given.Statement, [.. given.Entries], given.Key);
        return new(StringComparer.Ordinal)
        {
            [Evidence.File] = Export.Line(evidence),
            [Export.Checkpoint] = Encoding.UTF8.GetBytes(given.Note),
            [Export.Keys] = Encoding.UTF8.GetBytes(string.Concat(given.Keys.Select(one => one + "\n"))),
            [Evidence.Page] = EvidencePage.Of(evidence, Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(given.Note))!.Text)!),
        };
    }

    private static IEnumerable<VerifierKey> Keys(Dictionary<string, byte[]> files) => Encoding.UTF8.GetString(files[Export.Keys]).Split('\n')[..^1].Select(line => VerifierKey.Parse(line)!);

    private EvidenceVerification Verify(Dictionary<string, byte[]> files) => EvidenceVerification.Of(files.GetValueOrDefault, hub.Services.GetRequiredService<AuditKeys>().Of("se-noa").Concat(hub.Services.GetRequiredService<AuditKeys>().Of("fr-ofast")));
}
