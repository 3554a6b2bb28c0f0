using System.Globalization;

namespace IntelShare.Client;

/// <summary>What an operation makes its caller state.</summary>
[Flags]
internal enum States
{
    Nothing = 0,

    /// <summary>Purpose, case and justification.</summary>
    Why = 1,

    /// <summary>An Idempotency-Key.</summary>
    Key = 2,

    /// <summary>The version that it changes.</summary>
    Version = 4,
}

/// <summary>An operation of the contract, as far as the library names it. A test holds each against <c>openapi/intelshare.v1.json</c>.</summary>
/// <param name="Id">Its <c>operationId</c>.</param>
/// <param name="Method">Of the request.</param>
/// <param name="Path">With parts in braces.</param>
/// <param name="States">What it makes its caller state.</param>
/// <param name="Body">What is sent as JSON; null where nothing is.</param>
/// <param name="Query">Names of its parameters.</param>
internal abstract record Operation(string Id, HttpMethod Method, string Path, States States, Type? Body, IReadOnlyList<string> Query)
{
    /// <summary>What it answers as JSON; null where it answers something else.</summary>
    public abstract Type? Answers { get; }

    /// <summary>The address with these parts and parameters; a parameter that is null stays out.</summary>
    public string At(params IReadOnlyList<(string Name, object? Value)> given)
    {
        var path = given.Aggregate(Path, (path, part) => path.Replace($"{{{part.Name}}}", Say(part.Value), StringComparison.Ordinal));
        var query = string.Join('&', given.Where(part => part.Value is not null && !Path.Contains($"{{{part.Name}}}", StringComparison.Ordinal)).Select(part => Query.Contains(part.Name, StringComparer.Ordinal)
            ? $"{part.Name}={Say(part.Value)}"
            : throw new ArgumentException($"{Id} has no parameter {part.Name}.", nameof(given))));
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    private static string Say(object? value) => Uri.EscapeDataString(value switch
    {
        bool flag => flag ? "true" : "false",
        DateTimeOffset moment => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    });
}

/// <inheritdoc />
internal sealed record Operation<TAnswer>(string Id, HttpMethod Method, string Path, States States = States.Nothing, Type? Body = null, params IReadOnlyList<string> Query) : Operation(Id, Method, Path, States, Body, Query)
{
    public override Type? Answers => typeof(TAnswer) == typeof(Stream) ? null : typeof(TAnswer);
}
