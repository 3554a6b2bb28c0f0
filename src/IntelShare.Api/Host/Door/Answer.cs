using System.Text.Json;
using IntelShare.Access;

namespace IntelShare.Api.Host.Door;

/// <summary>A record that an answer tells something of, and how much.</summary>
internal readonly record struct Told(string Owner, Guid Indicator, Level Level);

/// <summary>
/// A finished answer: its bytes exist before its audit entry is written, and leave only after that is durable.
/// </summary>
internal sealed class Answer : IResult
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly string? contentType;
    private readonly List<(string Name, string Value)> headers = [];

    private Answer(int status, string outcome, ReadOnlyMemory<byte> body, string? contentType) =>
        (Status, Outcome, this.body, this.contentType) = (status, outcome, body, contentType);

    public int Status { get; }

    /// <summary>For the trail: <c>ok</c>, <c>replayed</c> or a problem code.</summary>
    public string Outcome { get; private init; }

    /// <summary>The records it tells of, for the trail.</summary>
    public IReadOnlyList<Told> Told { get; private init; } = [];

    public ReadOnlySpan<byte> Body => body.Span;

    private Problem? Refusal { get; init; }

    /// <summary>Makes the bytes of an answer too large to be made beforehand, while they leave.</summary>
    private Func<HttpContext, Task>? Telling { get; init; }

    public static Answer Json<T>(int status, T view, params IReadOnlyList<Told> told) =>
        new(status, "ok", JsonSerializer.SerializeToUtf8Bytes(view, Host.Json.Wire), "application/json; charset=utf-8") { Told = told };

    /// <summary>What is not the contract's own JSON: a table, a page, what a standard asks for.</summary>
    public static Answer Of(string contentType, ReadOnlyMemory<byte> body, params IReadOnlyList<Told> told) => new(StatusCodes.Status200OK, "ok", body, contentType) { Told = told };

    /// <summary>An answer that is made while it leaves. Its entry says that it was begun; what it tells, <paramref name="telling"/> puts on record before that leaves.</summary>
    public static Answer Stream(string contentType, Func<HttpContext, Task> telling) => new(StatusCodes.Status200OK, "ok", default, contentType) { Telling = telling };

    public static Answer Problem(int status, string code, Problem problem) =>
        new(status, code, JsonSerializer.SerializeToUtf8Bytes(problem, Host.Json.Wire), "application/problem+json") { Refusal = problem };

    /// <summary>The same answer under another status.</summary>
    public Answer As(int status) => new(status, Outcome, body, contentType) { Told = Told };

    public string? Header(string name) => headers.Find(header => header.Name == name).Value;

    public Answer With(string header, string value)
    {
        headers.Add((header, value));
        return this;
    }

    /// <summary>The same answer, on record as a repeat of an earlier one.</summary>
    public Answer AsReplay()
    {
        var replay = new Answer(Status, "replayed", body, contentType) { Told = Told };
        replay.headers.AddRange(headers);
        return replay;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        if (Telling is { } telling)
        {
            response.ContentType = contentType;
            return telling(httpContext);
        }

        if (body.Length == 0)
        {
            return Task.CompletedTask;
        }

        var (type, bytes) = Refusal is { } refusal && httpContext.Request.Path.StartsWithSegments(TaxiiError.Path, StringComparison.OrdinalIgnoreCase)
            ? (TaxiiError.MediaType, JsonSerializer.SerializeToUtf8Bytes(TaxiiError.Of(refusal), Host.Json.Wire)) : (contentType, body);
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
