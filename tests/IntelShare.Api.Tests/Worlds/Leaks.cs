using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>
/// Channels through which systems of this kind have leaked, each as a hurried engineer makes it: around the hub, from its own database and
/// registry, for the tests alone. The reader they leak to is <c>fr-ofast</c>.
/// </summary>
internal static class Leaks
{
    private const string Count = "select count(*) from doc.mt_doc_indicator";
    private const string Exists = "select count(*) from doc.mt_doc_indicator where id = $1";
    private const string Version = "select mt_version from doc.mt_doc_indicator where id = $1";
    private const string Held = "select count(*) from intelshare.match_key k join doc.mt_doc_indicator d on d.id = k.indicator where k.key = any($1) and d.data->>'owner' <> $2";
    private const string NewestPlace = "select coalesce(max(p.pos), 0) from intelshare.posting p join intelshare.posting_class c on c.id = p.class where p.indicator = $1 and c.audience = any('{country:FR,member:fr-ofast,member-states}')";
    private const string OthersActs = "select coalesce(string_agg(member || ' ' || act, ', ' order by at, id), '') from intelshare.audit_entry where member <> 'fr-ofast'";

    public static readonly IReadOnlyDictionary<string, Action<IServiceCollection>> All = new Dictionary<string, Action<IServiceCollection>>
    {
        ["a header counts all records"] = Around(async visit => visit.Headers["X-Total"] = await visit.AskAsync(Count)),
        ["a hidden record is forbidden, not absent"] = Around(async visit => visit.Status = visit.Status == 404 && await visit.ExistsAsync() ? 403 : visit.Status),
        ["a hidden record has another version, to whoever would change it"] = Around(async visit => visit.Status = visit.Method != "GET" && visit.Status == 404 && await visit.ExistsAsync() ? 412 : visit.Status),
        ["a value is unique across owners"] = Around(async visit => visit.Status = visit.Submitting && await visit.HeldByOthersAsync() != "0" ? 409 : visit.Status),
        ["a submission is told that others hold the value"] = Around(async visit => visit.Body = visit.Submitting ? visit.Body.Replace("{", $"{{\"heldBy\":{await visit.HeldByOthersAsync()},", StringComparison.Ordinal) : visit.Body),
        ["an ETag is the raw version"] = Around(async visit => visit.Headers.ETag = visit.Headers.ETag.Count > 0 && visit.Record is { } record ? $"\"{await visit.AskAsync(Version, record)}\"" : visit.Headers.ETag),
        ["a cursor is a legible position"] = services => services.AddSingleton<IStartupFilter>(_ => new Legible()),
        ["ids follow one another"] = services => services.AddSingleton<Ids>(new Sequential()),
        ["a record is announced again through a second audience"] = Around(async visit => visit.Body = visit.Path == "/v1/indicators" && visit is { Method: "GET", Status: 200 } ? await ReorderedAsync(visit) : visit.Body),
        ["the trail tells of others' acts"] = Around(async visit => visit.Body = visit.Path == "/v1/audit/entries" ? visit.Body + await visit.AskAsync(OthersActs) : visit.Body),
        ["a caller sees who is in its task force"] = Around(visit =>
        {
            var members = visit.Services.GetRequiredService<RegistryCache>().Current.TaskForces["grimm"].Participations.Select(p => p.Participant);
            visit.Body = visit.Path == "/v1/me" ? visit.Body + string.Join(' ', members) : visit.Body;
            return Task.CompletedTask;
        }),
        ["a search says how many records it looked at"] = Around(async visit => visit.Headers["X-Examined"] = visit.Path == "/v1/searches" ? await visit.AskAsync("select count(*) from intelshare.match_key") : "0"),
    };

    private static Action<IServiceCollection> Around(Func<Overheard, Task> leak) => services => services.AddSingleton<IStartupFilter>(_ => new Between(leak));

    private static async Task<string> ReorderedAsync(Overheard visit)
    {
        var page = JsonNode.Parse(visit.Body)!;
        var placed = new List<(long Place, JsonNode Item)>();
        foreach (var item in page["items"]!.AsArray())
        {
            placed.Add((long.Parse(await visit.AskAsync(NewestPlace, item!["id"]!.GetValue<Guid>()), CultureInfo.InvariantCulture), item.DeepClone()));
        }

        page["items"] = new JsonArray([.. placed.OrderByDescending(item => item.Place).Select(item => item.Item)]);
        return page.ToJsonString();
    }

    /// <summary>An answer on its way out, still to be changed.</summary>
    private sealed class Overheard(HttpContext context, string asked, string answered)
    {
        public string Method => context.Request.Method;

        public string Path => context.Request.Path;

        public int Status { get => context.Response.StatusCode; set => context.Response.StatusCode = value; }

        public IHeaderDictionary Headers => context.Response.Headers;

        public string Body { get; set; } = answered;

        public IServiceProvider Services => context.RequestServices;

        public bool Submitting => Method == "POST" && Path == "/v1/indicators" && Status == 201;

        public Guid? Record => Path.Split('/') is ["", "v1", "indicators", var id, ..] && Guid.TryParse(id, out var record) ? record : null;

        public async Task<bool> ExistsAsync() => Record is { } record && await AskAsync(Exists, record) != "0";

        public Task<string> HeldByOthersAsync()
        {
            var body = JsonNode.Parse(asked)!;
            var (kind, vault) = (body["kind"]!.GetValue<string>(), Services.GetRequiredService<Vault>());
            var value = (body["content"]!["term"] ?? body["content"]!["handle"])!.GetValue<string>();
            return AskAsync(Held, (object)Kind.All[kind].LookUp(value, null)!.Select(key => vault.MatchKey(kind, key)).ToArray(), Caller);
        }

        /// <summary>The member that asks, as its token says.</summary>
        private string Caller => JsonNode.Parse(Base64Url.DecodeFromChars(context.Request.Headers.Authorization.ToString().Split('.')[1]))!["client_id"]!.GetValue<string>();

        public async Task<string> AskAsync(string sql, params object[] values)
        {
            await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
        }
    }

    private sealed class Between(Func<Overheard, Task> leak) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (HttpContext context, RequestDelegate then) =>
            {
                context.Request.EnableBuffering();
                using var body = new StreamReader(context.Request.Body, Encoding.UTF8, leaveOpen: true);
                var asked = await body.ReadToEndAsync();
                context.Request.Body.Position = 0;
                var answered = await BufferedAsync(context, then);
                var overheard = new Overheard(context, asked, answered);
                await leak(overheard);
                await WriteAsync(context, overheard.Body);
            });
            next(app);
        };
    }

    /// <summary>A cursor that anybody can read: the place in the database where the page ended.</summary>
    private sealed class Legible : IStartupFilter
    {
        private readonly ConcurrentDictionary<string, string> cursors = new(StringComparer.Ordinal);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (HttpContext context, RequestDelegate then) =>
            {
                var query = context.Request.Query;
                if (cursors.TryGetValue(query["cursor"].ToString(), out var known))
                {
                    context.Request.QueryString = QueryString.Create(query.Where(pair => pair.Key != "cursor").Append(new("cursor", known)));
                }

                var answered = await BufferedAsync(context, then);
                var page = context.Request.Path == "/v1/indicators" && context.Response.StatusCode == 200 && context.Request.Method == "GET" ? JsonNode.Parse(answered) : null;
                if (page?["next"]?.GetValue<string>() is { } cursor)
                {
                    var bound = $"indicators\nfr-ofast\n{query["kind"]}\n{query["mine"] == "true"}";
                    var walk = JsonNode.Parse(context.RequestServices.GetRequiredService<Vault>().OpenToken(bound, cursor))!["Place"]!;
                    var plain = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { position = walk["Pos"]!.GetValue<long>(), of = query["kind"].ToString() + query["limit"] }));
                    cursors[plain] = cursor;
                    answered = answered.Replace(cursor, plain, StringComparison.Ordinal);
                }

                await WriteAsync(context, answered);
            });
            next(app);
        };
    }

    private sealed class Sequential : Ids
    {
        private int last;

        public override Guid Next(string member)
        {
            var bytes = new byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), Interlocked.Increment(ref last));
            return Stamp(bytes, version: 4);
        }
    }

    private static async Task<string> BufferedAsync(HttpContext context, RequestDelegate then)
    {
        var wire = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        await then(context);
        context.Response.Body = wire;
        return Encoding.UTF8.GetString(held.ToArray());
    }

    private static async Task WriteAsync(HttpContext context, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }
}
