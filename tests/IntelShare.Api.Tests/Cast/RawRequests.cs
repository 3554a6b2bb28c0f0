using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace IntelShare.Api.Tests.Cast;

/// <summary>An answer as it came over the wire, without its <c>Date</c> and the random name of its entry: two that are equal tell nothing apart.</summary>
internal sealed record RawAnswer(int Status, string Head, string Body);

/// <summary>Requests byte by byte, for what no HTTP library sends.</summary>
internal static class RawRequests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request on a connection of its own and reads until the hub closes it.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="start">Method and address.</param>
    /// <param name="headers">Whole lines; <c>Content-Length</c> is added unless one is given or the body is null.</param>
    /// <param name="body">What follows the head, as it is.</param>
    public static async Task<RawAnswer> RawAsync(this TestHub hub, string start, string[] headers, byte[]? body = null)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Requests.Ct);
        late.CancelAfter(Patience);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(hub.Address.Host, hub.Address.Port, late.Token);
        await using var stream = tcp.GetStream();
        var framed = body is null || headers.Any(h => h.StartsWith("Content-Length", StringComparison.Ordinal) || h.StartsWith("Transfer-Encoding", StringComparison.Ordinal));
        string[] lines = [start + " HTTP/1.1", "Host: " + hub.Address.Authority, "Connection: close", .. headers,
            .. framed ? Array.Empty<string>() : ["Content-Length: " + body!.Length.ToString(CultureInfo.InvariantCulture)], "", ""];
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines)), late.Token);
        try
        {
            await stream.WriteAsync(body ?? [], late.Token);
        }
        catch (IOException)
        {
            // The hub has answered and closed without reading on.
        }

        using var read = new MemoryStream();
        try
        {
            await stream.CopyToAsync(read, late.Token);
        }
        catch (IOException) when (read.Length > 0)
        {
            // Closed over unread bytes; what came before counts.
        }

        var answer = Encoding.UTF8.GetString(read.ToArray());
        var split = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(split > 0, "No answer.");
        var head = answer[..split].Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Audit-Entry:", StringComparison.OrdinalIgnoreCase));
        return new(int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture), string.Join('\n', head), answer[(split + 4)..]);
    }

    public static Task<RawAnswer> WhoAmIAsync(this TestHub hub, params string[] authorization) =>
        hub.RawAsync("GET /v1/me", [.. authorization.Select(value => "Authorization: " + value)]);
}
