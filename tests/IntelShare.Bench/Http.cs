using System.Text;

namespace IntelShare.Bench;

/// <summary>Requests as a partner's client writes them, whole.</summary>
internal static class Http
{
    public static byte[] Request(string method, string path, string token, string? body, string? reference, string? key = null, string? match = null)
    {
        var text = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nIntel-Purpose: cross-checking\r\n");
        if (reference is not null)
        {
            text.Append("Intel-Case: ").Append(reference).Append("\r\n");
        }

        if (key is not null)
        {
            text.Append("Idempotency-Key: ").Append(key).Append("\r\n");
        }

        if (match is not null)
        {
            text.Append("If-Match: ").Append(match).Append("\r\n");
        }

        if (body is not null)
        {
            text.Append("Content-Type: application/json\r\nContent-Length: ").Append(Encoding.UTF8.GetByteCount(body)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(body).ToString());
    }
}
