using Marten.Exceptions;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace IntelShare.Api.Host.Door;

/// <summary>A write was sent and its commit not confirmed: it may or may not have happened.</summary>
internal sealed class OutcomeUnknownException(Exception inner) : Exception("The commit was not confirmed.", inner);

/// <summary>What is answered when something broke: a code, never a cause. The cause is logged without bodies or values.</summary>
internal sealed partial class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var code = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => "body-too-large",
            BadHttpRequestException => "malformed-parameter",
            OutcomeUnknownException => "outcome-unknown",
            NpgsqlException or MartenCommandException or TimeoutException or RegistryMovedException => "audit-unavailable",
            _ => "internal-error",
        };
        if (code is not ("body-too-large" or "malformed-parameter"))
        {
            Failed(exception.GetType().Name, (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState, code, exception.StackTrace);
        }

        await Problems.Of(code).ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "{Exception} {SqlState} answered as {Code}\n{Trace}")]
    private partial void Failed(string exception, string? sqlState, string code, string? trace);
}
