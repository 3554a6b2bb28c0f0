using System.Net.Http.Headers;

namespace IntelShare.Client;

/// <summary>The way to one hub: tokens, repetition, and what a refusal says. All of the library's requests go through it.</summary>
internal sealed class Line : IDisposable
{
    /// <summary>How long an answer may take that is not a file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>How long a file is held back for the hub's word that it will be read; what stands between may keep that to itself.</summary>
    private static readonly TimeSpan Word = TimeSpan.FromSeconds(5);

    private readonly HttpClient http;
    private readonly Func<CancellationToken, ValueTask<string>> token;
    private readonly Retries retries;
    private readonly TimeProvider clock;

    public Line(Uri hub, Func<CancellationToken, ValueTask<string>> token, Retries retries, TimeProvider clock, HttpMessageHandler? transport)
    {
        // A hub redirects nobody; addresses of names are looked up again now and then.
        var way = transport ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), Expect100ContinueTimeout = Word };
        http = new(way, disposeHandler: transport is null) { BaseAddress = hub, Timeout = Timeout.InfiniteTimeSpan };
        (this.token, this.retries, this.clock) = (token, retries, clock);
    }

    /// <summary>Asks, and has the answer whole.</summary>
    public async Task<Answer<string>> SayAsync(HttpMethod method, string path, Stated stated, byte[]? json, CancellationToken ct)
    {
        using var response = await SendAsync(method, path, stated, Body, method == HttpMethod.Get || stated.IsRepeatable, Patience, HttpCompletionOption.ResponseContentRead, ct);
        return await AnswerAsync(response, ct);

        HttpContent? Body() => json is null ? null : new ByteArrayContent(json) { Headers = { ContentType = new("application/json") } };
    }

    /// <summary>Sends a file, from where it stands.</summary>
    public async Task<Answer<string>> SendFileAsync(string path, Stated stated, Stream file, string mediaType, IProgress<long>? sent, CancellationToken ct)
    {
        var begin = file.CanSeek ? file.Position : 0;
        using var response = await SendAsync(HttpMethod.Post, path, stated, Body, file.CanSeek && stated.IsRepeatable, Timeout.InfiniteTimeSpan, HttpCompletionOption.ResponseContentRead, ct);
        return await AnswerAsync(response, ct);

        FileContent Body()
        {
            if (file.CanSeek)
            {
                file.Position = begin;
            }

            return new(file, mediaType, sent);
        }
    }

    /// <summary>Writes what is answered, as it comes. What was cut off is not asked for again: some of it was written.</summary>
    public async Task<string?> FetchAsync(string path, Stated stated, Stream into, IProgress<long>? received, CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Get, path, stated, () => null, isRepeatable: true, Timeout.InfiniteTimeSpan, HttpCompletionOption.ResponseHeadersRead, ct);
        await using var content = await response.Content.ReadAsStreamAsync(ct);
        await FileContent.CopyAsync(ReadAsync, into, received, ct);
        return ProblemException.Header(response, "Audit-Entry");

        async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
        {
            try
            {
                return await content.ReadAsync(buffer, ct);
            }
            catch (IOException cut) when (cut is not HttpIOException)
            {
                // Not of the file that is written.
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The answer was cut off.", cut);
            }
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<Answer<string>> AnswerAsync(HttpResponseMessage response, CancellationToken ct) =>
        new(await response.Content.ReadAsStringAsync(ct), response.Headers.ETag?.ToString(), ProblemException.Header(response, "Audit-Entry"));

    /// <summary>The answer, once it is none that a repetition could mend.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="path">Of the request, with its query.</param>
    /// <param name="stated">What it states.</param>
    /// <param name="body">Makes the body, anew for each attempt.</param>
    /// <param name="isRepeatable">Whether it happens at most once, however often it is sent.</param>
    /// <param name="patience">How long an attempt may take.</param>
    /// <param name="completion">Whether the answer is had whole: only then is one that was cut off asked for again.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ProblemException">The hub refused.</exception>
    /// <exception cref="HttpRequestException">The hub was not reached, or did not answer.</exception>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Stated stated, Func<HttpContent?> body, bool isRepeatable, TimeSpan patience, HttpCompletionOption completion, CancellationToken ct)
    {
        var mayHaveHappened = false;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? wait;
            try
            {
                var response = await AskAsync(method, path, stated, body(), patience, completion, ct);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                using (response)
                {
                    var refused = await ProblemException.ReadAsync(response, mayHaveHappened, clock, ct);
                    wait = isRepeatable ? retries.After(attempt, refused) : null;
                    if (wait is null)
                    {
                        throw refused;
                    }

                    mayHaveHappened = refused.MayHaveHappened;
                }
            }
            catch (HttpRequestException) when (isRepeatable && (wait = retries.After(attempt)) is not null)
            {
                mayHaveHappened = true;
            }

            await Task.Delay(wait.Value, clock, ct);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, Stated stated, HttpContent? body, TimeSpan patience, HttpCompletionOption completion, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        // Who is refused hears of it, which it would not while it sends.
        request.Headers.ExpectContinue = body is FileContent ? true : null;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(ct));
        foreach (var (name, value) in stated.Headers())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var late = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return await http.SendAsync(request, completion, either.Token);
        }
        catch (OperationCanceledException stopped) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new HttpRequestException($"The hub did not answer within {patience.TotalSeconds} s.", stopped);
        }
    }
}
