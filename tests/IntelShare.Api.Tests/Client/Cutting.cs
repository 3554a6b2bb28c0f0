namespace IntelShare.Api.Tests.Client;

/// <summary>A way to the hub on which answers are lost: what was asked has happened, and the caller never hears of it.</summary>
internal sealed class Cutting : DelegatingHandler
{
    private int left;

    public Cutting(int answers)
        : base(new SocketsHttpHandler()) => left = answers;

    /// <summary>Each request that went out, as method, path and Idempotency-Key.</summary>
    public List<string> Sent { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {(request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : "")}".TrimEnd());
        var answer = await base.SendAsync(request, cancellationToken);
        if (left-- <= 0)
        {
            return answer;
        }

        answer.Dispose();
        throw new HttpRequestException("The connection was cut.");
    }
}
