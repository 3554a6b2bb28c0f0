using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Notices;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>One hub with its database, ids and clock; what was done in it, and the law over all it holds.</summary>
internal sealed class World : IAsyncDisposable
{
    public static readonly string[] Daily = ["contributor", "discloser", "analyst"];
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly Dictionary<string, (string Token, DateTimeOffset Minted)> tokens = new(StringComparer.Ordinal);
    private readonly NpgsqlDataSource owner;

    private World(TestHub hub, OwnIds ids) => (Hub, Ids, owner) = (hub, ids, NpgsqlDataSource.Create(hub.OwnerConnectionString + ";Pooling=true"));

    public TestHub Hub { get; }

    public OwnIds Ids { get; }

    /// <summary>Ids of the records submitted by the script, in its order; of those refused, an id that names nothing.</summary>
    public List<Guid> Records { get; } = [];

    /// <summary>Ids of the records submitted in this world alone.</summary>
    public List<Guid> Asides { get; } = [];

    public Registry Registry => Hub.Services.GetRequiredService<RegistryCache>().Current;

    public Vault Vault => Hub.Services.GetRequiredService<Vault>();

    public static async Task<World> BeginAsync(PostgresServer server, Action<IServiceCollection>? also = null)
    {
        var ids = new OwnIds();
        var hub = new TestHub(server)
        {
            Also = services =>
            {
                services.AddSingleton<Ids>(ids);
                services.AddSingleton<Bell>(provider => new Muted(provider.GetRequiredService<TimeProvider>()));
                also?.Invoke(services);
            },
        };
        await hub.InitializeAsync();
        return new(hub, ids);
    }

    /// <summary>Works behind the counter, which does nothing by itself here: what happens when must be the same in two worlds.</summary>
    public Task MatchAsync() => Hub.Services.GetRequiredService<CrossMatching>().CatchUpAsync(Requests.Ct);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await owner.DisposeAsync();
        await Hub.DisposeAsync();
    }

    /// <summary>Sends a request as a client.</summary>
    /// <param name="client">Of the cast; null: nobody.</param>
    /// <param name="request">The request without credentials.</param>
    /// <param name="roles">Of the token.</param>
    public async Task<Answered> SendAsync(string? client, Request request, params IReadOnlyCollection<string> roles)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(Hub.Address, request.Path));
        if (request.Body is not null)
        {
            message.Content = new StringContent(request.Body, Encoding.UTF8);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.MediaType);
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (client is not null)
        {
            message.Headers.Authorization = new("Bearer", Token(client, roles.Count > 0 ? roles : Daily));
        }

        using var response = await http.SendAsync(message, Requests.Ct);
        var headers = response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
        return new(request.ToString(), request.Method, request.Path, (int)response.StatusCode, string.Join('\n', headers), await response.Content.ReadAsStringAsync(Requests.Ct));
    }

    /// <summary>Does one act of the script, or aside of it in this world alone.</summary>
    public async Task<Answered> DoAsync(Deed deed, bool aside = false)
    {
        Ids.Aside = aside;
        try
        {
            var done = await SendAsync(deed.Client, deed.Request(deed.Of is { } of ? of(this) : default), deed.Roles);
            if (deed.Submits)
            {
                (aside ? Asides : Records).Add(done.Status == 201 ? JsonNode.Parse(done.Body)!["id"]!.GetValue<Guid>() : default);
            }

            return done;
        }
        finally
        {
            Ids.Aside = false;
        }
    }

    /// <summary>Every record as the projection stored it, with its key: what the law is applied to.</summary>
    public async Task<List<Stored>> StoredAsync()
    {
        await using var command = owner.CreateCommand("select d.data, k.wrapped from doc.mt_doc_indicator d left join intelshare.record_key k on k.indicator = d.id order by d.id");
        await using var reader = await command.ExecuteReaderAsync(Requests.Ct);
        var all = new List<Stored>();
        while (await reader.ReadAsync(Requests.Ct))
        {
            all.Add(new(JsonSerializer.Deserialize<Indicator>(reader.GetString(0), Json.Stored)!, reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)));
        }

        return all;
    }

    /// <summary>Rows of the database as its owner sees them.</summary>
    public async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Requests.Ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(Requests.Ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public Indicator Open(Stored stored) => Vault.Open(stored.Record, stored.WrappedKey);

    /// <summary>Who a client of the cast is to the law.</summary>
    public Reader Reader(string client, Purpose purpose, params IReadOnlyCollection<string> roles) => Reader(client, purpose, justified: false, roles);

    /// <summary>The same, saying why it asks for protected persons or not.</summary>
    public Reader Reader(string client, Purpose purpose, bool justified, IReadOnlyCollection<string> roles)
    {
        var member = Registry.Members[client];
        var caller = new Caller(member, Registry.Parties[member.Party], member.Clients[client], client + "-officer",
            (roles.Count > 0 ? roles : Daily).Select(role => Codes.TryRead<Role>(role, out var read) ? read : throw new ArgumentException(role, nameof(roles))).ToHashSet(), Enum.GetValues<Purpose>().ToHashSet(), "", "");
        return Access.Reader.Of(caller, purpose, justified, Registry, Hub.Clock.GetUtcNow());
    }

    private string Token(string client, IReadOnlyCollection<string> roles)
    {
        var of = client + "/" + string.Join('+', roles);
        var now = Hub.Clock.GetUtcNow();
        if (!tokens.TryGetValue(of, out var known) || now - known.Minted > TimeSpan.FromMinutes(5))
        {
            // The caller is told its token's id, so that the same token has the same in both worlds.
            tokens[of] = known = (Hub.Key(client).Sign(now, roles, id: $"{of}/{now:O}"), now);
        }

        return known.Token;
    }
}

/// <summary>A bell that nobody hears.</summary>
internal sealed class Muted(TimeProvider clock) : Bell(clock)
{
    public override Task WaitAsync(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);
}

/// <summary>A request without credentials.</summary>
internal sealed record Request(HttpMethod Method, string Path, string? Body = null, string MediaType = "application/json", params (string Name, string Value)[] Headers)
{
    /// <summary>As told in a failure, and compared: without a cursor.</summary>
    public override string ToString() => $"{Method} {Path.Split("cursor=")[0].Split("next=")[0]} {string.Join(' ', Headers.Select(h => $"{h.Name}: {h.Value}"))} {Body}";

    public Request Stating(string purpose, string? @case = "K-1") =>
        this with { Headers = [.. Headers, ("Intel-Purpose", purpose), .. @case is null ? [] : new[] { ("Intel-Case", @case) }] };

    public Request With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };
}
