using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Cli;

public sealed class Working_by_the_tool(TestHub hub) : IClassFixture<TestHub>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-tool-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task submits_a_file_of_records_once_however_often_it_is_sent()
    {
        var file = await WrittenAsync(Bodies.Term("by the tool", "country:FR"), new JsonObject { ["kind"] = "car" }, Bodies.Handle("by.the.tool", "country:FR"));
        var before = await hub.RecordsAsync();
        var first = await hub.ToolAsync("se-noa", "submit", file, "--json");
        var lines = first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal((1, 3, "refused"), (first.Code, lines.Length, JsonNode.Parse(first.Error)!["code"]!.GetValue<string>()));
        Assert.NotNull(lines[1]["problem"]!["code"]);
        var written = await hub.RecordsAsync();
        Assert.Equal(first.Output, (await hub.ToolAsync("se-noa", "submit", file, "--json")).Output);
        Assert.Equal(written, await hub.RecordsAsync());
        Assert.NotEqual(before, written);

        var single = Path.Combine(folder.FullName, "one.json");
        await File.WriteAllTextAsync(single, Bodies.Term("by the tool alone").ToJsonString(new() { WriteIndented = true }), Requests.Ct);
        Assert.StartsWith("1 ", await hub.ToolAsync("se-noa", "submit", single, "--idempotency-key", "mine").DoneAsync(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(single, "{\"kind\":", Requests.Ct);
        Assert.Equal(3, (await hub.ToolAsync("se-noa", "submit", single)).Code);
    }

    [Fact]
    public async Task searches_under_a_purpose_and_a_case()
    {
        await hub.ToolAsync("se-noa", "submit", await WrittenAsync(Bodies.Term("sought by the tool", "country:FR"), Bodies.Handle("sought.tool", "country:FR"))).DoneAsync();
        var found = JsonNode.Parse(await hub.ToolAsync("fr-ofast", "search", "sought by the tool", "not there", "--json").DoneAsync())!["results"]!.AsArray();
        Assert.Equal(["sought by the tool full", "not there none"], found.Select(one => $"{one!["value"]} {one["outcome"]}"));
        var without = await hub.ToolAsync("fr-ofast", "search", "sought.tool", "--kind", "account-handle", "--platform", "tiktok");
        Assert.Equal((1, true), (without.Code, without.Error.Contains("case-missing", StringComparison.Ordinal)));
        Assert.Contains("full", await hub.ToolAsync("fr-ofast", "search", "sought.tool", "--kind", "account-handle", "--platform", "tiktok", "--case", "K-2026-17 åäö").DoneAsync(), StringComparison.Ordinal);
        Assert.Equal(1, (await hub.ToolAsync("fr-ofast", "search", "x", "--purpose", "curiosity")).Code);
    }

    [Fact]
    public async Task scans_a_file_of_texts_and_names_the_line_that_is_broken()
    {
        await hub.ToolAsync("se-noa", "submit", await WrittenAsync(Bodies.Term("🧤🥌", "country:FR"))).DoneAsync();
        var posts = Path.Combine(folder.FullName, "posts.ndjson");
        await File.WriteAllTextAsync(posts, "{\"id\":\"p-1\",\"text\":\"Ny 🧤🥌 i Malmö\"}\n\n{\"id\":\"p-2\",\"text\":\"Fin dag\"}\n", Requests.Ct);
        var lines = (await hub.ToolAsync("fr-ofast", "scan", posts, "--json", "--case", "K-1").DoneAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("🧤🥌", lines[0], StringComparison.Ordinal);
        var place = JsonNode.Parse(lines[0])!["matches"]![0]!;
        Assert.Equal(("🧤🥌", 3, 11, "term", "🧤🥌", "se-noa"), (place["found"]!.GetValue<string>(), place["start"]!.GetValue<int>(), place["end"]!.GetValue<int>(), place["via"]!.GetValue<string>(), place["term"]!.GetValue<string>(), place["owner"]!.GetValue<string>()));
        Assert.Equal(("p-2", 0), (JsonNode.Parse(lines[1])!["id"]!.GetValue<string>(), JsonNode.Parse(lines[1])!["matches"]!.AsArray().Count));
        var table = await hub.ToolAsync("fr-ofast", "scan", posts, "--case", "K-1").DoneAsync();
        Assert.Contains("🧤🥌", table, StringComparison.Ordinal);
        Assert.DoesNotContain("p-2", table, StringComparison.Ordinal);

        foreach (var broken in new[] { "{\"id\":", "{\"id\":\"p\"}", "{\"id\":\"p\",\"text\":null}", "{\"id\":\"p\",\"txet\":\"x\",\"text\":\"x\"}" })
        {
            await File.WriteAllTextAsync(posts, "{\"id\":\"p-1\",\"text\":\"x\"}\n\n" + broken + "\n", Requests.Ct);
            var (code, output, error) = await hub.ToolAsync("fr-ofast", "scan", posts, "--json", "--case", "K-1");
            Assert.Equal((3, ""), (code, output));
            Assert.Contains("line 3", JsonNode.Parse(error)!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.Equal(3, (await hub.ToolAsync("fr-ofast", "scan", Path.Combine(folder.FullName, "none.ndjson"))).Code);
    }

    [Fact]
    public async Task shows_how_specific_a_found_term_is_where_its_owner_counted()
    {
        var counted = Bodies.Term("🧦🥌", "country:FR");
        counted["content"]!["specificity"] = JsonNode.Parse("""{"texts":4000,"found":37,"sample":"posts on curling"}""");
        await hub.ToolAsync("se-noa", "submit", await WrittenAsync(counted, Bodies.Term("🧢🥌", "country:FR"))).DoneAsync();
        var posts = Path.Combine(folder.FullName, "posts.ndjson");
        await File.WriteAllTextAsync(posts, "{\"id\":\"p-1\",\"text\":\"🧦🥌 🧢🥌\"}\n", Requests.Ct);
        var places = JsonNode.Parse(await hub.ToolAsync("fr-ofast", "scan", posts, "--json", "--case", "K-1").DoneAsync())!["matches"]!.AsArray();
        Assert.Equal(["""{"texts":4000,"found":37,"sample":"posts on curling"}""", null], places.Select(place => place!["specificity"]?.ToJsonString()));
        var table = (await hub.ToolAsync("fr-ofast", "scan", posts, "--case", "K-1").DoneAsync()).Split('\n');
        var columns = Columns(table.Single(line => line.Contains("startUtf16", StringComparison.Ordinal)));
        Assert.Equal(["specificity.texts", "specificity.found", "specificity.sample"], columns.Where(column => column.StartsWith("specificity", StringComparison.Ordinal)));
        Assert.Contains("posts on curling", table.Single(line => line.Contains("🧦🥌", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("37", table.Single(line => line.Contains("🧢🥌", StringComparison.Ordinal)).Split("drug.cocaine")[1].Split("se-noa")[0], StringComparison.Ordinal);

        static string[] Columns(string line) => line.Split([' ', '│', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>As a process, since a pipe is no file and no terminal.</summary>
    [Theory]
    [InlineData("{\"id\":\"p-1\",\"text\":\"x\"}\n{\"id\":\n", "-, line 2: expected")]
    [InlineData("{\"id\":\"p-1\",\"text\":\"\u00FF\"}\n", "-, line 1 or a later one: not UTF-8.")]
    public async Task scans_what_is_piped_in_and_writes_no_bar_into_a_pipe(string piped, string refusal)
    {
        using var tool = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "IntelShare.Cli.dll"), "scan", "-", "--case", "K-1", "--client", "fr-ofast", "--data", hub.DataDirectory, "--hub", hub.Address.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardInputEncoding = Encoding.Latin1,
        })!;
        await tool.StandardInput.WriteAsync(piped);
        tool.StandardInput.Close();
        var (output, error) = (tool.StandardOutput.ReadToEndAsync(Requests.Ct), tool.StandardError.ReadToEndAsync(Requests.Ct));
        await tool.WaitForExitAsync(Requests.Ct);
        Assert.Equal((3, ""), (tool.ExitCode, await output));
        Assert.StartsWith(refusal, await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task reads_the_lexicon_by_term_concept_and_name()
    {
        await hub.ToolAsync("se-noa", "submit", await WrittenAsync(Bodies.Term("🛷", "country:FR"))).DoneAsync();
        var named = JsonNode.Parse(await hub.ToolAsync("fr-ofast", "lexicon", "--name", "kälke", "--json").DoneAsync())!["items"]!.AsArray();
        Assert.Equal("🛷", Assert.Single(named)!["term"]!.GetValue<string>());
        var concept = named[0]!["senses"]![0]!["concept"]!.GetValue<string>();
        Assert.Contains("🛷", await hub.ToolAsync("fr-ofast", "lexicon", "--term", "🛷").DoneAsync(), StringComparison.Ordinal);
        Assert.Contains("🛷", await hub.ToolAsync("fr-ofast", "lexicon", "--concept", concept).DoneAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("🛷", await hub.ToolAsync("fr-ofast", "lexicon", "--concept", concept, "--country", "JP").DoneAsync(), StringComparison.Ordinal);
        Assert.Equal(3, (await hub.ToolAsync("fr-ofast", "lexicon")).Code);
        Assert.Equal(3, (await hub.ToolAsync("fr-ofast", "lexicon", "--term", "x", "--country", "SE")).Code);
        Assert.Equal(1, (await hub.ToolAsync("fr-ofast", "lexicon", "--concept", "no.such")).Code);
    }

    [Fact]
    public async Task brings_in_a_table_and_gets_back_what_was_refused_to_be_mended_and_sent_again()
    {
        var (table, defaults, rejected) = (Path.Combine(folder.FullName, "accounts.csv"), Path.Combine(folder.FullName, "ours.json"), Path.Combine(folder.FullName, "back.csv"));
        var said = Bodies.Handle("nobody", "country:FR");
        said["content"]!.AsObject().Remove("handle");
        await File.WriteAllTextAsync(defaults, said.ToJsonString(), Requests.Ct);
        var header = (await hub.ToolAsync("se-noa", "import", "--template", "account-handle").DoneAsync()).Trim();
        Assert.Superset(new HashSet<string>(["kind", "reference", "content.handle", "evaluation.source", "release.full", "subject.age", "retention.reviewBy"]), header.Split(',').ToHashSet(StringComparer.Ordinal));
        await File.WriteAllTextAsync(table, "reference;content.handle;content.note\r\ntool-1;tool.one;\"two\r\nlines; \"\"quoted\"\"\"\r\ntool-2;;\"=1+1\"\r\ntool-3;tool.three;\r\n", Requests.Ct);
        string[] line = ["import", table, "--defaults", defaults, "--rejected", rejected];
        Assert.Equal((0, 2), Counts((await hub.ToolAsync("se-noa", [.. line, "--dry-run", "--json"])).Output, "amended", "submitted"));
        var first = await hub.ToolAsync("se-noa", [.. line, "--json"]);
        Assert.Equal((1, (2, 1)), (first.Code, Counts(first.Output, "submitted", "refused")));
        var back = await File.ReadAllTextAsync(rejected, Requests.Ct);
        Assert.StartsWith("reference;content.handle;content.note;problem\ntool-2;;\"=1+1\";\"/content", back, StringComparison.Ordinal);

        // Mended, it goes as it came back.
        await File.WriteAllTextAsync(table, back.Replace("tool-2;;", "tool-2;tool.two;", StringComparison.Ordinal), Requests.Ct);
        Assert.Equal((1, 0), Counts(await hub.ToolAsync("se-noa", [.. line, "--json"]).DoneAsync(), "submitted", "refused"));
        var text = Path.Combine(folder.FullName, "all.csv");
        await hub.ToolAsync("fr-ofast", "export", text, "--format", "csv", "--kind", "account-handle", "--case", "K-1").DoneAsync();
        Assert.Contains("\"two\nlines; \"\"quoted\"\"\"", await File.ReadAllTextAsync(text, Requests.Ct), StringComparison.Ordinal);
        Assert.Equal(1, (await hub.ToolAsync("fr-ofast", "export", text, "--case", "K-1", "--format", "xml")).Code);
        Assert.False(File.Exists(text + ".part"));
        Assert.Equal(3, (await hub.ToolAsync("se-noa", "import", Path.Combine(folder.FullName, "none.csv"))).Code);
    }

    [Fact]
    public async Task brings_back_in_one_table_what_is_refused_again_and_again()
    {
        // As it is called by default, and as spreadsheets call what they separate by tabs.
        var (rejected, defaults) = (Path.Combine(folder.FullName, "rejected.tsv"), Path.Combine(folder.FullName, "ours.json"));
        var said = Bodies.Handle("nobody", "country:FR");
        said["content"]!.AsObject().Remove("handle");
        await File.WriteAllTextAsync(defaults, said.ToJsonString(), Requests.Ct);
        var note = "\"" + string.Concat(Enumerable.Repeat("too \"\"long\"\"\n", 8000)) + "\"";
        await File.WriteAllTextAsync(rejected, $"reference\tproblem\tcontent.handle\tcontent.note\nback-1\t\tback.one\t\nback-2\told\t\t5\" pipe\nback-3\t\t\t{note}\nback-4\tback.four\n", Requests.Ct);
        string[] line = ["import", rejected, "--defaults", defaults, "--rejected", rejected];
        var before = await File.ReadAllTextAsync(rejected, Requests.Ct);
        Assert.Equal(3, (await hub.ToolAsync("se-noa", [.. line, "--dry-run"])).Code);
        Assert.Equal(before, await File.ReadAllTextAsync(rejected, Requests.Ct));

        var first = await hub.ToolAsync("se-noa", [.. line, "--json"]);
        Assert.Equal((1, (1, 3)), (first.Code, Counts(first.Output, "submitted", "refused")));
        var back = await File.ReadAllTextAsync(rejected, Requests.Ct);
        Assert.StartsWith("reference\tproblem\tcontent.handle\tcontent.note\nback-2\t\"/content", back, StringComparison.Ordinal);
        Assert.Contains("\t\"5\"\" pipe\"\nback-3\t\"row-too-long", back, StringComparison.Ordinal);
        Assert.Contains($"\t\t{note}\nback-4\tback.four\t\"malformed-row", back, StringComparison.Ordinal);
        Assert.Equal((0, 3), Counts((await hub.ToolAsync("se-noa", [.. line, "--json"])).Output, "submitted", "refused"));
        Assert.StartsWith(back[..back.IndexOf("\nback-4", StringComparison.Ordinal)], await File.ReadAllTextAsync(rejected, Requests.Ct), StringComparison.Ordinal);
        Assert.Equal(["ours.json", "rejected.tsv"], folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task says_of_an_answer_that_was_cut_off_that_the_hub_was_not_reached()
    {
        var file = Path.Combine(folder.FullName, "cut.ndjson");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var telling = TellHalfAsync();
        var (code, output, error) = await Toolbox.RunAsync(hub.Clock, "export", file, "--client", "fr-ofast", "--data", hub.DataDirectory, "--hub", $"http://{listener.LocalEndpoint}", "--json");
        await telling;
        Assert.Equal((2, "", "not-reached"), (code, output, JsonNode.Parse(error)!["code"]!.GetValue<string>()));
        Assert.Empty(folder.GetFiles());

        async Task TellHalfAsync()
        {
            using var connection = await listener.AcceptSocketAsync(Requests.Ct);
            await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n" + new string('x', 0x10000) + "\r\n"), Requests.Ct);
            while (new FileInfo(file + ".part") is not { Exists: true, Length: > 0 })
            {
                await Task.Delay(10, Requests.Ct);
            }

            // With a reset, as whatever stands between cuts connections.
            connection.LingerState = new(enable: true, 0);
        }
    }

    [Fact]
    public async Task brings_in_events_of_misp_and_gets_back_what_no_kind_says()
    {
        var (events, defaults, rejected) = (Path.Combine(folder.FullName, "street.misp.json"), Path.Combine(folder.FullName, "ours.json"), Path.Combine(folder.FullName, "back.csv"));
        var said = Bodies.Handle("nobody", "country:FR");
        said.Remove("kind");
        said.Remove("content");
        await File.WriteAllTextAsync(defaults, said.ToJsonString(), Requests.Ct);
        await File.WriteAllTextAsync(events, """[{"Event":{"uuid":"7a0f6f5a-9a7e-4e0c-8f0e-2f9c1a7d3e01","Attribute":[{"uuid":"7a0f6f5a-9a7e-4e0c-8f0e-2f9c1a7d3e02","type":"twitter-id","value":"tool_misp"},{"uuid":"7a0f6f5a-9a7e-4e0c-8f0e-2f9c1a7d3e03","type":"md5","value":"x"}]}}]""", Requests.Ct);
        var brought = await hub.ToolAsync("se-noa", "import", events, "--defaults", defaults, "--rejected", rejected, "--json");
        Assert.Equal((1, (1, 1)), (brought.Code, Counts(brought.Output, "submitted", "refused")));
        Assert.StartsWith("record,problem\n\"{\"\"uuid\"\":\"\"7a0f6f5a-9a7e-4e0c-8f0e-2f9c1a7d3e03\"\"", await File.ReadAllTextAsync(rejected, Requests.Ct), StringComparison.Ordinal);
        var all = Path.Combine(folder.FullName, "all.misp.json");
        await hub.ToolAsync("fr-ofast", "export", all, "--format", "misp", "--kind", "account-handle", "--case", "K-1").DoneAsync();
        Assert.Contains("tool_misp", await File.ReadAllTextAsync(all, Requests.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task writes_reports_to_be_read_kept_or_printed()
    {
        Assert.Contains("unused", await hub.ToolAsync("hub", "report", "access").DoneAsync(), StringComparison.Ordinal);
        Assert.Equal("se-noa", JsonNode.Parse(await hub.ToolAsync("se-noa", "report", "access", "--json").DoneAsync())!["members"]!.AsArray().Single()!["member"]!.GetValue<string>());
        Assert.StartsWith("section,subject,property,value", await hub.ToolAsync("se-noa", "report", "yearly", "--year", "2026", "--format", "csv").DoneAsync(), StringComparison.Ordinal);
        var page = Path.Combine(folder.FullName, "access.html");
        await hub.ToolAsync("hub", "report", "access", "--as-of", "2026-12-01T00:00:00Z", "--format", "html", "--out", page).DoneAsync();
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(page, Requests.Ct), StringComparison.Ordinal);
        Assert.Equal(3, (await hub.ToolAsync("hub", "report", "access", "--out", page)).Code);
        Assert.Equal(1, (await hub.ToolAsync("hub", "report", "access", "--as-of", "yesterday")).Code);
    }

    private static (long, long) Counts(string output, string one, string other) => JsonNode.Parse(output) is { } result ? (result[one]!.GetValue<long>(), result[other]!.GetValue<long>()) : default;

    private async Task<string> WrittenAsync(params JsonNode[] records)
    {
        var file = Path.Combine(folder.FullName, "records.ndjson");
        await File.WriteAllLinesAsync(file, records.Select(record => record.ToJsonString()), Requests.Ct);
        return file;
    }
}
