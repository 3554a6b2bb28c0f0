using Microsoft.Extensions.Primitives;

namespace IntelShare.Api.Host;

/// <summary>What every answer says to whatever shows it: keep nothing, guess nothing, run nothing. And what no request may say.</summary>
internal static class AnswerHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>The contract's page runs what this hub serves, and styles itself.</summary>
    private const string Page = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

    /// <summary>Where the server puts the length of a body that came in chunks too: a proxy in front may have read the other one.</summary>
    private const string SecondLength = "X-Content-Length";

    public static void UseAnswerHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // As the answer starts: a failure clears what was set before it.
        context.Response.OnStarting(static started =>
        {
            var http = (HttpContext)started;
            var headers = http.Response.Headers;
            headers.CacheControl = "no-store";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            // A page to be printed says which style is its own.
            headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.Count > 0 ? headers.ContentSecurityPolicy : (StringValues)(http.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase) ? Page : Nothing);
            if (http.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            }

            return Task.CompletedTask;
        }, context);
        if (context.Request.Headers.ContainsKey(SecondLength))
        {
            context.Response.Headers.Connection = "close";
            return Door.Problems.Of("malformed-parameter", "A body has one length.").ExecuteAsync(context);
        }

        return next(context);
    });
}
