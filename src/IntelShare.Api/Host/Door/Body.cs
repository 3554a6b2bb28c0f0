using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace IntelShare.Api.Host.Door;

/// <summary>A request body that may be unreadable: the counter answers for it, after it knows who asks.</summary>
internal interface IBody
{
    Answer? Problem { get; }
}

/// <summary>
/// A JSON body bound straight to its command, with the raw bytes for idempotency. Binding never throws, so that an
/// unreadable body is refused after the role and before any look-up, and is on record like every refusal.
/// </summary>
internal sealed class Body<T> : IBody, IEndpointParameterMetadataProvider where T : class
{
    private readonly T? command;

    private Body(T? command, byte[] raw, Answer? problem) => (this.command, Raw, Problem) = (command, raw, problem);

    public Answer? Problem { get; }

    public byte[] Raw { get; }

    public T Command => command ?? throw new InvalidOperationException("The counter answers for an unreadable body; a handler never sees it.");

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsJson(request))
        {
            return new(null, [], Problems.Of("wrong-media-type"));
        }

        byte[] raw;
        try
        {
            raw = await ReadAll(request.BodyReader, context.RequestAborted);
        }
        catch (BadHttpRequestException refused)
        {
            return new(null, [], Problems.Of(refused.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body-too-large" : "malformed-body"));
        }

        try
        {
            var read = JsonSerializer.Deserialize<T>(raw, Json.Wire);
            return new(read, raw, read is null ? Problems.Of("malformed-body", "The body is null.") : Shapes.Refuse(context.RequestServices.GetService<IValidator<T>>(), read));
        }
        catch (JsonException malformed)
        {
            return new(null, raw, Body.Malformed(malformed));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    /// <summary>Nearly everybody writes it plainly, and then it need not be parsed.</summary>
    private static bool IsJson(HttpRequest request) => request.ContentType == "application/json"
        || (request.HasJsonContentType() && (request.GetTypedHeaders().ContentType?.Charset is not { HasValue: true } charset || HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    private static async Task<byte[]> ReadAll(PipeReader reader, CancellationToken ct)
    {
        while (true)
        {
            var result = await reader.ReadAsync(ct);
            if (result.IsCompleted)
            {
                var raw = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return raw;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}

/// <summary>A body that is read once its sender is known, and is the same each time: a request that goes through again finds it again.</summary>
/// <param name="longest">Bytes.</param>
internal sealed class WholeBody(HttpRequest request, int longest)
{
    private (bool IsRead, byte[]? Bytes) whole;

    /// <summary>Null where it has more bytes than it may.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken ct)
    {
        if (!whole.IsRead)
        {
            Body.Unbind(request.HttpContext);
            whole = (IsRead: true, await Body.ReadAsync(request.BodyReader, longest, ct));
        }

        return whole.Bytes;
    }
}

/// <summary>How a body that is no command is read, and how an unreadable one is explained.</summary>
internal static class Body
{
    /// <summary>Lets a request be longer than others: whoever reads it counts for itself.</summary>
    public static void Unbind(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    /// <summary>All of a body; null where it has more than <paramref name="most"/> bytes.</summary>
    public static async Task<byte[]?> ReadAsync(PipeReader body, int most, CancellationToken ct)
    {
        var read = await body.ReadAtLeastAsync(most + 1, ct);
        var whole = read.Buffer.Length > most ? null : read.Buffer.ToArray();
        body.AdvanceTo(read.Buffer.End);
        return whole;
    }

    public static Answer Malformed(JsonException malformed, string under = "") => Problems.Of("malformed-body", Explain(malformed), Pointer(malformed.Path, under));

    /// <summary>The same of one row among many; what the parser takes and no text can hold, half a character, it says by another exception.</summary>
    public static Refusal Refusal(Exception malformed) => malformed is JsonException json ? new("malformed-body", Pointer(json.Path, "") ?? "", Explain(json))
        : new("malformed-body", "", "Half a character, or nested deeper than 16.");

    /// <summary>What is wrong, without a submitted value or a type name of ours.</summary>
    private static string Explain(JsonException malformed) => malformed.Message switch
    {
        { } m when m.StartsWith("Expected one of", StringComparison.Ordinal) || m.StartsWith("Expected an object or", StringComparison.Ordinal) => m.Split(" Path:")[0],
        { } m when m.Contains("could not be mapped", StringComparison.Ordinal) => "A member that this operation does not know.",
        { } m when m.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) => "A member stands twice.",
        { } m when m.Contains("depth", StringComparison.OrdinalIgnoreCase) => "Nested deeper than 16.",
        { } m when m.Contains("could not be converted", StringComparison.Ordinal) => "A value of the wrong type.",
        _ => "Not well-formed JSON.",
    };

    /// <summary>From System.Text.Json's path (<c>$.content.term</c>, <c>$.purposes[0]</c>, <c>$['a.b']</c>) to an RFC 6901 pointer.</summary>
    private static string? Pointer(string? path, string under)
    {
        if (path is null or "$")
        {
            return under.Length == 0 ? null : under;
        }

        // A quoted segment is a member name from the caller, which is not repeated.
        return path.Contains("['", StringComparison.Ordinal) ? null : under + path[1..].Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
    }
}
