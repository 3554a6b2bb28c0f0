using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace IntelShare.Bench.Claims;

/// <summary>A registry of 1,000 members with ten clients each: finding a key in it, and reading it anew beside its bare rows.</summary>
public class LargeRegistry
{
    private const int Members = 1_000;
    private const int Clients = 10;
    private const double LookUpGoal = 200;
    private const double RefreshGoal = 50;
    private Registry registry = null!;
    private int next;

    [GlobalSetup]
    public void Enrol() => registry = new(1, [new Party(Guid.Empty, "SE", PartyKind.MemberState, "Sweden")], Enumerable.Range(0, Members).Select(Member), []);

    [Benchmark]
    public object? LookUp()
    {
        next = (next + 7_919) % (Members * Clients);
        return registry.Key(Issuers[next / Clients], Kids[next]);
    }

    internal static async Task<IEnumerable<Figure>> MeasureAsync(Pace pace, CancellationToken ct)
    {
        var lookUp = InMemory.Run<LargeRegistry>(pace).Single().ResultStatistics!;
        await using var database = await World.Database.CreateAsync(records: 1_000, ct);
        await using (var insert = database.Owner.CreateCommand($"insert into {EventStore.Documents}.mt_doc_member (id, data) select i, d from unnest($1::uuid[], $2::jsonb[]) n(i, d)"))
        {
            var members = Enumerable.Range(0, Members).Select(Member).ToList();
            insert.Parameters.Add(new() { Value = members.Select(member => member.Stream).ToArray() });
            insert.Parameters.Add(new() { Value = members.Select(member => JsonSerializer.Serialize(member, Json.Stored)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
            await insert.ExecuteNonQueryAsync(ct);
        }

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var hub = await database.HubAsync(source, ct);
        var cache = hub.Services.GetRequiredService<RegistryCache>();
        List<double> ours = [], floor = [];
        for (var i = -5; i < pace.Rounds * 5; i++)
        {
            var (refresh, rows) = (await TimeAsync(() => cache.ReloadAsync(ct)), await TimeAsync(RowsAsync));
            if (i >= 0)
            {
                ours.Add(refresh);
                floor.Add(rows);
            }
        }

        return
        [
            new("Finding a key among 1,000 members with 10,000 clients", "ns", lookUp.Median, Floor: null, Ratio: null, new(lookUp.Min, lookUp.Max), LookUpGoal, "in memory"),
            new("Reading such a registry anew", "ms", Figure.Median(ours), Figure.Median(floor), Ratio: null, new(ours.Min(), ours.Max()), RefreshGoal, string.Create(CultureInfo.InvariantCulture, $"its rows alone {Figure.Median(floor):N1} ms")),
        ];

        async Task RowsAsync()
        {
            await using var command = source.CreateCommand($"select data from {EventStore.Documents}.mt_doc_member");
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                reader.GetFieldValue<byte[]>(0);
            }
        }

        static async Task<double> TimeAsync(Func<Task> act)
        {
            var began = Stopwatch.GetTimestamp();
            await act();
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }

    private static readonly string[] Issuers = [.. Enumerable.Range(0, Members).Select(number => "urn:intelshare:member:" + Name(number))];

    private static readonly string[] Kids = [.. Enumerable.Range(0, Members * Clients).Select(number => string.Create(CultureInfo.InvariantCulture, $"key-{number}"))];

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"se-{number:D4}");

    private static Member Member(int number)
    {
        var roles = ImmutableHashSet.Create(Role.Analyst, Role.Contributor, Role.AgencyAdmin);
        const string Jwk = """{"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","alg":"ES256","use":"sig"}""";
        return new(Ids.Named("bench/" + Name(number)), Name(number), "SE", "An agency", new("desk", "urgent"), roles, Enumerable.Range(number * Clients, Clients).ToImmutableDictionary(
            client => Kids[client], client => new IntelShare.Members.Client(Kids[client], roles, [Purpose.CrossChecking], ImmutableDictionary<string, TrustedKey>.Empty.Add(Kids[client], new(Jwk, "thumbprint", DateTimeOffset.UnixEpoch)))), Suspended: false);
    }
}
