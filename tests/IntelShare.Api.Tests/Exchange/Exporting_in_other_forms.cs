using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Misp;
using IntelShare.Stix;

namespace IntelShare.Api.Tests.Exchange;

/// <summary>The same records as lines, as a table, as one for spreadsheets and as a bundle.</summary>
public sealed class Exporting_in_other_forms(TestHub hub) : IAsyncLifetime, IClassFixture<TestHub>
{
    private static readonly string[] Kinds = ["lexicon-entry", "account-handle", "recruitment-pattern"];
    private static readonly string[] Shared = ["kind", "content", "evaluation", "handling", "purposes", "crimeAreas", "subject"];

    public async ValueTask InitializeAsync()
    {
        using var sweden = hub.As("se-noa");
        var term = Bodies.Term(Exporting.Word("=2+2, 🍦 \"quoted\" ; +3"), "country:FR");
        term["content"]!["variants"] = new JsonArray("a|b", "c\\d", "🍦🍦");
        term["content"]!["meaning"] = "+first\nsecond, \"line\"\n=third";
        term["evaluation"] = "unassessed";
        await sweden.SubmittedAsync(term);
        var account = Bodies.Handle(Exporting.Word("export"), "country:FR");
        account["content"]!["note"] = "-1;=HYPERLINK(\"x\")";
        await sweden.SubmittedAsync(account);
        await sweden.SubmittedAsync(Exporting.Pattern("country:FR"));
    }

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("se-noa")]
    [InlineData("fr-ofast")]
    public async Task holds_as_a_table_exactly_what_the_lines_hold(string client)
    {
        using var http = hub.As(client);
        foreach (var kind in Kinds)
        {
            var lines = Lines(await ExportedAsync(http, "ndjson", "&kind=" + kind));
            var table = Table(Encoding.UTF8.GetString(await ExportedAsync(http, "csv", "&kind=" + kind)));
            Assert.NotEmpty(lines);
            Assert.Equal(table[0].Length, table[0].Distinct().Count());
            Assert.All(table, row => Assert.Equal(table[0].Length, row.Length));
            Assert.Equal(lines.Select(line => InShort(Leaves(line, ""))), table.Skip(1).Select(row => InShort(table[0].Zip(row).Where(cell => cell.Second.Length > 0))));
        }
    }

    [Fact]
    public async Task gives_a_list_back_from_its_cell()
    {
        using var http = hub.As("fr-ofast");
        var table = Table(Encoding.UTF8.GetString(await ExportedAsync(http, "csv", "&kind=lexicon-entry")));
        Assert.Contains("a\\|b|c\\\\d|🍦🍦", table.Select(row => row[Array.IndexOf(table[0], "content.variants")]));
    }

    [Fact]
    public async Task holds_nothing_that_a_spreadsheet_would_run()
    {
        using var http = hub.As("fr-ofast");
        foreach (var kind in Kinds)
        {
            var bytes = await ExportedAsync(http, "csv-for-spreadsheets", "&kind=" + kind);
            Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
            var text = Encoding.UTF8.GetString(bytes.AsSpan(3));
            var (safe, exact) = (Table(text), Table(Encoding.UTF8.GetString(await ExportedAsync(http, "csv", "&kind=" + kind))));
            Assert.All(safe.SelectMany(row => row).SelectMany(cell => cell.Split(';', '\n', '\r')), part => Assert.False(part.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t', ..], part));
            Assert.Equal(exact.Select(row => string.Join('\0', row).Replace("'", "", StringComparison.Ordinal)), safe.Select(row => string.Join('\0', row).Replace("'", "", StringComparison.Ordinal)));
        }

        Assert.Contains("\"'-1;'=HYPERLINK(\"\"x\"\")\"", Encoding.UTF8.GetString(await ExportedAsync(http, "csv-for-spreadsheets", "&kind=account-handle")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task gives_the_same_records_back_from_a_bundle()
    {
        await hub.TideAsync();
        using var http = hub.As("fr-ofast");
        var bundle = await ExportedAsync(http, "stix", "");
        Assert.Equal("bundle", JsonNode.Parse(bundle)!["type"]!.GetValue<string>());
        var reading = Envelope.Read(bundle, new(Objects: int.MaxValue));
        Assert.Null(reading.Refusal);
        Assert.Empty(reading.Objects.OfType<Refused>());
        var offered = reading.Objects.OfType<Offered>().ToList();
        Assert.All(offered, offer => Assert.True(offer.Whole && offer.Lost is []));
        var lines = Lines(await ExportedAsync(http, "ndjson", ""));
        Assert.Equal(lines.Select(Body).Order(StringComparer.Ordinal), offered.Select(offer => Body(offer.Body)).Order(StringComparer.Ordinal));

        var objects = JsonNode.Parse(bundle)!["objects"]!.AsArray();
        var known = objects.Select(one => one!["id"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        Assert.All(objects, one => Assert.Subset(known, new[] { one!["created_by_ref"] }.Concat(one["object_marking_refs"]?.AsArray() ?? []).OfType<JsonNode>().Select(id => id.GetValue<string>()).ToHashSet(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task gives_the_same_records_back_from_events()
    {
        await hub.TideAsync();
        using var http = hub.As("fr-ofast");
        var events = await ExportedAsync(http, "misp", "");
        var reading = MispReading.Read(events, new(Objects: int.MaxValue));
        Assert.Null(reading.Refusal);
        Assert.Empty(reading.Objects.OfType<Refused>());
        var offered = reading.Objects.OfType<Offered>().ToList();
        Assert.All(offered, offer => Assert.True(offer.Whole && offer.Lost is []));
        Assert.Equal(Lines(await ExportedAsync(http, "ndjson", "")).Select(Body).Order(StringComparer.Ordinal), offered.Select(offer => Body(offer.Body)).Order(StringComparer.Ordinal));
        var ids = JsonNode.Parse(events)!["response"]!.AsArray().Select(one => one!["Event"]!["uuid"]!.GetValue<string>()).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Encoding.UTF8.GetString(events).EnumerateRunes(), rune => Assert.True(rune.IsBmp));
    }

    [Fact]
    public async Task tells_what_its_owner_took_back_as_revoked()
    {
        using var norway = hub.As("no-kripos");
        var id = (await norway.SubmittedAsync(Bodies.Handle(Exporting.Word("export"), "country:FR"))).Id;
        await norway.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"The source recanted."}""", ("If-Match", "*")).DoneAsync();
        var reading = Envelope.Read(await ExportedAsync(norway, "stix", "&kind=account-handle&mine=true"), new());
        Assert.Contains(reading.Objects, one => one is Withdrawn);
        Assert.Empty(reading.Objects.OfType<Offered>());
        var events = MispReading.Read(await ExportedAsync(norway, "misp", "&kind=account-handle&mine=true"), new());
        Assert.Contains(events.Objects, one => one is Withdrawn);
        Assert.Empty(events.Objects.OfType<Offered>());
    }

    [Theory]
    [InlineData("csv", "&kind=lexicon-entry", "text/csv; charset=utf-8", "indicators.csv")]
    [InlineData("csv-for-spreadsheets", "&kind=lexicon-entry", "text/csv; charset=utf-8", "indicators.csv")]
    [InlineData("stix", "", "application/stix+json; version=2.1", "indicators.json")]
    [InlineData("misp", "", "application/vnd.misp+json", "indicators.json")]
    public async Task says_what_it_is(string format, string also, string media, string file)
    {
        using var answer = await hub.As("de-bka").SendAsync(HttpMethod.Get, $"/v1/exports?format={format}{also}");
        Assert.Equal((HttpStatusCode.OK, media, file), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentDisposition!.FileName!.Trim('"')));
    }

    private static string Body(JsonNode told) => InShort(Shared.SelectMany(name => Leaves(told[name], name)));

    private static async Task<byte[]> ExportedAsync(HttpClient http, string format, string also)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, $"/v1/exports?format={format}{also}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(Requests.Ct);
    }

    private static JsonNode[] Lines(byte[] text) => [.. Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private static string InShort(IEnumerable<(string Column, string Cell)> cells) => string.Join('\0', cells.Select(cell => $"{cell.Column}={cell.Cell}").Order(StringComparer.Ordinal));

    /// <summary>The values of a record by their paths; empty lists say as little as no list.</summary>
    private static IEnumerable<(string Path, string Cell)> Leaves(JsonNode? node, string path) => node switch
    {
        null => [],
        JsonObject parts => parts.SelectMany(part => Leaves(part.Value, path.Length == 0 ? part.Key : $"{path}.{part.Key}")),
        JsonArray list => list.Count == 0 ? [] : [(path, string.Join('|', list.Select(item => item!.ToString().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal))))],
        _ => [(path, node.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString())],
    };

    /// <summary>Rows as RFC 4180 says them.</summary>
    private static List<string[]> Table(string text)
    {
        var (rows, row, cell, quoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append(text[++i]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !quoted && text[i + 1] == '\n':
                    rows.Add([.. row, cell.ToString()]);
                    (row, cell) = ([], cell.Clear());
                    i++;
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }
        }

        Assert.True(cell.Length == 0 && row.Count == 0 && !quoted, "The last row ends with a line end.");
        return rows;
    }
}
