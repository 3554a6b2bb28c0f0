using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Cast;

/// <summary>The audit logs as an agency's auditor reads them.</summary>
internal static class Logs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Folds what is on record into the logs; an older transaction that is still open elsewhere is waited for.</summary>
    /// <param name="hub">Whose logs.</param>
    /// <param name="node">The node that seals; by default the hub itself.</param>
    public static async Task SealAsync(this TestHub hub, IServiceProvider? node = null)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Requests.Ct);
        late.CancelAfter(Patience);
        do
        {
            await (node ?? hub.Services).GetRequiredService<Sealer>().GoAsync(late.Token);
        }
        while (await hub.HasUnsealedAsync());
    }

    /// <summary>Whether an entry is in no log yet.</summary>
    public static Task<bool> HasUnsealedAsync(this TestHub hub) => hub.ScalarAsync<bool>("select exists (select from intelshare.audit_entry where xid >= coalesce((select max(xid) from intelshare.audit_fold), '0'))");

    /// <summary>Requests of an agency that are on record and tell nothing.</summary>
    /// <returns>The names of their entries.</returns>
    public static async Task<IReadOnlyList<string>> ReadsAsync(this TestHub hub, string member, int times)
    {
        using var http = hub.As(member);
        var entries = new List<string>();
        for (var i = 0; i < times; i++)
        {
            using var me = await http.SendAsync(HttpMethod.Get, "/v1/me");
            entries.Add(me.Headers.GetValues("Audit-Entry").Single());
        }

        return entries;
    }

    /// <summary>As many entries of an agency at once as nobody would wait for.</summary>
    public static Task EnterAsync(this TestHub hub, string member, int times) => hub.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
        $$"""
        insert into intelshare.audit_entry (id, at, member, client, officer, token, act, outcome, owners, records, levels, registry_version)
        select gen_random_uuid(), '{{hub.Clock.GetUtcNow():O}}', '{{member}}', '{{member}}', 'many', 'none', 'caller-read', 'ok', '{}', '{}', '{}', 1 from generate_series(1, {{times}})
        """));

    public static Task<HttpResponseMessage> AuditorAsync(this TestHub hub, string member, string path) => hub.As(member, purpose: null, @case: null, "auditor").SendAsync(HttpMethod.Get, path);

    /// <summary>What an agency reads of its own log.</summary>
    public static async Task<JsonNode> LogAsync(this TestHub hub, string member, string part)
    {
        using var response = await hub.AuditorAsync(member, $"/v1/audit/logs/{member}/{part}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    /// <summary>The first thousand leaves of an agency's log.</summary>
    public static Task<JsonNode> LeavesAsync(this TestHub hub, string member) => hub.LogAsync(member, "leaves");
}
