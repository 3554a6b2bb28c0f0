using System.Reflection;
using IntelShare.Api.Host.Store;
using IntelShare.Members;
using Marten.Exceptions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Npgsql;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// Where every request under <c>/v1</c> is served, in one order: admitted by the registry, role, purpose and case, body,
/// handler, audit entry, answer. Nothing leaves before its entry is durable; a registry that moved meanwhile sends the
/// request through again.
/// </summary>
internal sealed class Counter(RegistryCache registry, Trail trail, Tellings tellings, Measures measures, TimeProvider clock) : IEndpointFilter
{
    /// <summary>A registry that moves this often within one request is under attack or broken.</summary>
    private const int Attempts = 8;

    /// <summary>Names the entry of an answer: with it the caller proves later that what it received is on record.</summary>
    public const string Receipt = "Audit-Entry";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var ct = http.RequestAborted;
        var visit = http.RequestServices.GetRequiredService<Visit>();
        var line = http.RequestServices.GetRequiredService<Line>();
        visit.Act = http.GetEndpoint()!.Metadata.GetRequiredMetadata<Act>();
        var claims = http.Features.GetRequiredFeature<TokenClaims>();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (current, now) = (registry.Current, clock.GetUtcNow());
                var (caller, reason) = current.Admit(claims, http.Connection.RemoteIpAddress, now);
                if (caller is null)
                {
                    return await Tokens.RefuseAsync(http, claims, reason!);
                }

                visit.Admit(caller, current, now);
                var answer = Refusal(http, visit, context.Arguments) ?? await tellings.RefusalAsync(visit, line, ct) ?? (Answer)(await next(context))!;
                if (!visit.IsEntered)
                {
                    await trail.EnterAsync(trail.EntryOf(visit, answer.Outcome, answer.Told), line, ct, tellings.Counting(visit, answer.Told), totals => tellings.HearAsync(visit, totals, ct));
                    tellings.Remember(visit, answer.Told);
                }

                if (answer.Status == StatusCodes.Status429TooManyRequests)
                {
                    measures.Refused(answer.Status, answer.Outcome);
                }

                measures.ToldHits(visit.Hits.Count);
                return answer.With(Receipt, visit.Receipt!);
            }
            catch (RegistryMovedException) when (attempt < Attempts)
            {
                await line.CloseAsync();
                await registry.ReloadAsync(ct);
            }
            catch (Exception broken) when (broken is not (NpgsqlException or MartenCommandException or OutcomeUnknownException or RegistryMovedException or OperationCanceledException))
            {
                // A fault of ours is an operation too, and a body that stalled or was cut; a database that is away can hold no entry.
                await line.CloseAsync();
                try
                {
                    await trail.EnterAsync(trail.EntryOf(visit, broken is BadHttpRequestException or ConnectionResetException ? "malformed-body" : "internal-error", []), CancellationToken.None);
                }
                catch (RegistryMovedException) when (attempt < Attempts && !visit.IsEntered)
                {
                    // Perhaps no fault at all: decided on what stands no more.
                    await registry.ReloadAsync(ct);
                    continue;
                }

                throw;
            }
            finally
            {
                await line.CloseAsync();
            }
        }
    }

    /// <summary>What is refused before any look-up: it depends on the request alone.</summary>
    private static Answer? Refusal(HttpContext http, Visit visit, IList<object?> arguments)
    {
        if (visit.Act.Roles.Count > 0 && !visit.Caller.Roles.Overlaps(visit.Act.Roles))
        {
            return Problems.Of("role-missing", $"One of: {string.Join(", ", visit.Act.Roles.Select(role => role.Code()))}.");
        }

        if (Unknown(http) is { } parameter)
        {
            return Problems.Of("malformed-parameter", parameter);
        }

        if (!Visit.TryReadWords(http.Request.Headers["Intel-Case"], 128, out var reference))
        {
            return Problems.Of("malformed-parameter", "Intel-Case: once, percent-encoded UTF-8, at most 128 code points.");
        }

        if (!Visit.TryReadWords(http.Request.Headers["Intel-Justification"], 500, out var justification))
        {
            return Problems.Of("malformed-parameter", "Intel-Justification: once, percent-encoded UTF-8, at most 500 code points.");
        }

        // A machine that pulls by itself states once, in its registration, what it does not state in its requests.
        var standing = visit.Caller.Roles.SetEquals([Role.Feed]) ? visit.Caller.Client.Standing : null;
        visit.Case = reference ?? standing?.Case;
        visit.Justification = justification;
        visit.Purpose = standing?.Purpose is { } always && visit.Caller.Purposes.Contains(always) ? always : null;
        if (Single(http.Request.Headers["Intel-Purpose"]) is { } stated)
        {
            if (!Codes.TryRead<Purpose>(stated, out var purpose) || !visit.Caller.Purposes.Contains(purpose))
            {
                return Problems.Of("purpose-missing", $"One of: {string.Join(", ", visit.Caller.Purposes.Order().Select(p => p.Code()))}.");
            }

            visit.Purpose = purpose;
        }
        else if (visit.Act.StatesPurpose && visit.Purpose is null)
        {
            return Problems.Of("purpose-missing");
        }

        return arguments.OfType<IBody>().Select(body => body.Problem).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>A filter that is ignored answers more than was asked for, so a parameter the route does not have, or one given twice, is refused.</summary>
    private static string? Unknown(HttpContext http)
    {
        if (http.Request.Query.Count == 0)
        {
            return null;
        }

        var known = http.GetEndpoint()!.Metadata.GetRequiredMetadata<MethodInfo>().GetParameters().Where(p => p.ParameterType == typeof(string)).Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name ?? p.Name!)
            .Except(http.Request.RouteValues.Keys, StringComparer.Ordinal).ToList();
        return http.Request.Query.Any(q => !known.Contains(q.Key, StringComparer.Ordinal)) ? $"This operation knows: {(known.Count == 0 ? "no query parameter" : string.Join(", ", known))}."
            : http.Request.Query.Any(q => q.Value.Count != 1) ? "A query parameter is given twice."
            : null;
    }

    private static string? Single(StringValues values) => values.Count == 0 ? null : values.ToString();
}
