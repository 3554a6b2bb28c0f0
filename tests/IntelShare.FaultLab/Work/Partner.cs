using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.FaultLab.Hubs;

namespace IntelShare.FaultLab.Work;

/// <summary>What the partner knows afterwards. <see cref="Unknown"/>: sent, and no answer that says what became of it.</summary>
internal enum Outcome
{
    Ok,
    Failed,
    Unknown,
}

/// <summary>An answer; status 0 when there was none.</summary>
/// <param name="Entry">The name of its entry in the log; a failure has none.</param>
/// <param name="ETag">Of the record, for its owner.</param>
/// <param name="Last">Of a TAXII page: the moment of its last object.</param>
internal sealed record Reply(Outcome Outcome, int Status, JsonNode? Body, string? Entry = null, string? ETag = null, string? Last = null);

/// <summary>A partner's machine. Every request goes out under an officer of its own, to one of the nodes.</summary>
internal sealed class Partner(Site site, string member, Journal journal, Random dice, TimeProvider clock)
{
    /// <summary>No answer within this is none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public string Member => member;

    public Task<Exchange> SubmitAsync(LabRecord record, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/v1/indicators", record.Submission(clock.GetUtcNow()), ct, ("Idempotency-Key", record.Key));

    public Task<Exchange> SearchAsync(IEnumerable<LabRecord> records, CancellationToken ct) => SendAsync(
        HttpMethod.Post,
        "/v1/searches",
        new JsonObject { ["queries"] = new JsonArray([.. records.Select(record => record.Query())]) }.ToJsonString(),
        ct,
        ("Intel-Purpose", "cross-checking"),
        ("Intel-Case", "fault-lab"));

    /// <summary>Has texts read in which the records are named, one in each.</summary>
    public Task<Exchange> ScanAsync(IEnumerable<LabRecord> records, CancellationToken ct) => SendAsync(
        HttpMethod.Post,
        "/v1/scans",
        new JsonObject { ["texts"] = new JsonArray([.. records.Select(record => new JsonObject { ["id"] = record.Key, ["text"] = record.Text() })]) }.ToJsonString(),
        ct,
        ("Intel-Purpose", "cross-checking"),
        ("Intel-Case", "fault-lab"));

    /// <summary>Brings in a file under its own key; 409 while the agency brings in another.</summary>
    public Task<Exchange> ImportAsync(IReadOnlyList<LabRecord> file, CancellationToken ct)
    {
        var rows = new StringContent(string.Join('\n', file.Select(record => record.Submission(clock.GetUtcNow()))), Encoding.UTF8, "application/x-ndjson");
        return SendAsync(HttpMethod.Post, "/v1/imports", rows, roles: [], [("Idempotency-Key", "file-" + file[0].Key)], ct, awaited: 409);
    }

    public Task<Exchange> ReadAsync(string path, CancellationToken ct, params string[] roles) => ReadAsync(path, awaited: null, ct, roles);

    /// <summary>Reads, where a refusal may be right.</summary>
    public Task<Exchange> ReadAsync(string path, int? awaited, CancellationToken ct, params string[] roles) =>
        SendAsync(HttpMethod.Get, path, body: null, roles, [("Intel-Purpose", "cross-checking"), ("Intel-Case", "fault-lab")], ct, awaited);

    /// <summary>Reads a record.</summary>
    /// <param name="record">That has an id.</param>
    /// <param name="absent">How one is answered that is not there: 404 to readers, 410 to its owner.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Exchange> FindAsync(LabRecord record, int absent, CancellationToken ct) => ReadAsync($"/v1/indicators/{record.Id}", absent, ct);

    public Task<Exchange> SendAsync(HttpMethod method, string path, string? body, CancellationToken ct, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), roles: [], headers, ct);

    private async Task<Exchange> SendAsync(HttpMethod method, string path, HttpContent? body, string[] roles, (string Name, string Value)[] headers, CancellationToken ct, int? awaited = null)
    {
        var (officer, node, began) = (journal.NextOfficer(), dice.Next(site.Nodes.Count), clock.GetTimestamp());
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new("Bearer", site.Key(member).Sign(clock.GetUtcNow(), roles is [] ? null : roles, officer));
        if (path.StartsWith("/taxii2", StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("Accept", "application/taxii+json;version=2.1");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var reply = await ReplyAsync(site.Nodes[node], request, ct);
        var exchange = new Exchange(officer, member, OperationOf(method, path), began, clock.GetTimestamp(), reply);
        journal.Enter(exchange, node, awaited);
        return exchange;
    }

    private static async Task<Reply> ReplyAsync(HttpClient http, HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var response = await http.SendAsync(request, ct);
            var status = (int)response.StatusCode;
            var text = await response.Content.ReadAsStringAsync(ct);
            return new(status < 400 ? Outcome.Ok : status < 500 ? Outcome.Failed : Outcome.Unknown, status, text.Length == 0 ? null : JsonNode.Parse(text), Header(response, "Audit-Entry"), response.Headers.ETag?.ToString(), Header(response, "X-TAXII-Date-Added-Last"));
        }
        catch (HttpRequestException refused) when (refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return new(Outcome.Failed, Status: 0, Body: null);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return new(Outcome.Unknown, Status: 0, Body: null);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    /// <summary>"POST indicators/…/release": no id, no query.</summary>
    private static string OperationOf(HttpMethod method, string path) =>
        $"{method} {string.Join('/', path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(step => Guid.TryParse(step, out _) ? "…" : step))}";
}
