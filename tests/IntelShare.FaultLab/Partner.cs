using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace IntelShare.FaultLab;

/// <summary>What the partner knows afterwards. <see cref="Unknown"/>: sent, and no answer that says what became of it.</summary>
internal enum Outcome
{
    Ok,
    Failed,
    Unknown,
}

/// <summary>An answer; status 0 when there was none.</summary>
/// <param name="Entry">The name of its entry in the log; a failure has none.</param>
internal sealed record Reply(Outcome Outcome, int Status, JsonNode? Body, string? Entry = null);

/// <summary>
/// A partner's machine. Every request goes out under an officer of its own, so that its entry in the trail can be told from
/// every other's.
/// </summary>
internal sealed class Partner(HttpClient http, ClientKey key, Journal journal, TimeProvider clock)
{
    public Task<Reply> SubmitAsync(Submission submission, CancellationToken ct) =>
        SendAsync("/v1/indicators", submission.Body, request => request.Headers.Add("Idempotency-Key", submission.Key), ct);

    public Task<Reply> SearchAsync(IEnumerable<Submission> submissions, CancellationToken ct) => SendAsync(
        "/v1/searches",
        new JsonObject { ["queries"] = new JsonArray([.. submissions.Select(submission => submission.Query())]) }.ToJsonString(),
        request =>
        {
            request.Headers.Add("Intel-Purpose", "cross-checking");
            request.Headers.Add("Intel-Case", "fault-lab");
        },
        ct);

    private async Task<Reply> SendAsync(string path, string body, Action<HttpRequestMessage> headers, CancellationToken ct)
    {
        var officer = journal.NextOfficer();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", key.Sign(clock.GetUtcNow(), officer: officer));
        headers(request);
        var reply = await ReplyAsync(request, ct);
        journal.Enter(officer, path, reply);
        return reply;
    }

    private async Task<Reply> ReplyAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var response = await http.SendAsync(request, ct);
            var status = (int)response.StatusCode;
            var text = await response.Content.ReadAsStringAsync(ct);
            return new(status < 400 ? Outcome.Ok : status < 500 ? Outcome.Failed : Outcome.Unknown, status, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers.TryGetValues("Audit-Entry", out var named) ? named.Single() : null);
        }
        catch (HttpRequestException refused) when (refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return new(Outcome.Failed, Status: 0, Body: null);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            return new(Outcome.Unknown, Status: 0, Body: null);
        }
    }
}
