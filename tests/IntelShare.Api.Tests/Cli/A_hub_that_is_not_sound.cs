using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntelShare.Api.Tests.Cli;

/// <summary>One fault at a time is put into a sound hub; the doctor finds that one and no other, and says what to do.</summary>
public sealed class A_hub_that_is_not_sound(PostgresServer server) : IAsyncLifetime
{
    private readonly TestHub hub = new(server);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-doctor-");

    /// <summary>Each fault with what puts it there; all of it goes with the hub.</summary>
    private static readonly Dictionary<string, Func<A_hub_that_is_not_sound, Task<string[]>>> Faults = new(StringComparer.Ordinal)
    {
        ["database"] = _ => Line("--connection", "Host=127.0.0.1;Port=1;Database=none;Username=nobody;Password=none"),
        ["role"] = me => me.SqlAsync($"alter role {me.Login} createrole"),
        ["role-ddl"] = me => me.SqlAsync($"grant create on schema intelshare to {me.Login}"),
        ["role-record"] = me => me.SqlAsync($"grant update on es.mt_events to {me.Login}"),
        ["schema"] = me => me.SqlAsync($"delete from intelshare_schema.step where name = '{Migrations.Steps[^1]}'"),
        ["durability"] = me => me.SqlAsync($"alter role {me.Login} set synchronous_commit = off"),
        ["partitions"] = me => me.SqlAsync("insert into intelshare.audit_entry (id, at, member, client, officer, token, act, outcome, owners, records, levels, registry_version) values (gen_random_uuid(), '2060-01-01', 'se-noa', 'c', 'o', 't', 'a', 'ok', '{}', '{}', '{}', 1)", thenSeal: true),
        ["sealer"] = me => me.UnsealedHubAsync(),
        ["sealer-lag"] = me => me.LagAsync(),
        ["administrators"] = me => me.SqlAsync("update doc.mt_doc_member set data = data #- '{clients,hub-3}' where data ->> 'id' = 'hub'"),
        ["clock-database"] = me => me.LateAsync(TimeSpan.FromMinutes(5)),
        ["clock-hub"] = async me => ["--hub", await me.OtherHubAsync()],
        ["secret-files"] = me => FileAsync(() => Open(me.In("master.key"))),
        ["master-key"] = me => FileAsync(() => File.WriteAllText(me.In("master.key"), "not a key")),
        ["master-key-proof"] = me => FileAsync(() => File.WriteAllText(me.In("master.key"), Convert.ToBase64String(new byte[32]))),
        ["audit-key"] = me => FileAsync(() => File.WriteAllText(me.In("audit.key"), "not a key")),
        ["audit-key-signs"] = me => FileAsync(() => File.WriteAllText(me.In("audit.key"), System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem())),
        ["client-keys-age"] = me => me.KeyAsync("addedAt", "2020-01-01T00:00:00+00:00"),
        ["client-keys-retiring"] = me => me.KeyAsync("retiresAt", TimeProvider.System.GetUtcNow().AddDays(3).ToString("O", CultureInfo.InvariantCulture)),
        ["backup"] = me => FileAsync(() => File.SetLastWriteTimeUtc(me.In("last-backup"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-3))),
        ["demonstration-keys"] = me => FileAsync(() => me.Demonstrate(), "--urls", "http://*:5080"),
    };

    private TimeProvider clock = TimeProvider.System;
    private WebApplication? other;

    public static TheoryData<string> Names => [.. Faults.Keys];

    public async ValueTask InitializeAsync()
    {
        await hub.InitializeAsync();
        await File.WriteAllTextAsync(In("master.key"), Convert.ToBase64String(PostgresServer.MasterKey), Requests.Ct);
        await File.WriteAllTextAsync(In("audit.key"), PostgresServer.AuditKey, Requests.Ct);
        await File.WriteAllTextAsync(In("last-backup"), "", Requests.Ct);
        await hub.ExecuteAsync($"drop role if exists {Login}; create role {Login} login password 'doctor' in role intelshare_app");
        foreach (var file in new[] { "master.key", "audit.key" })
        {
            Close(In(file));
        }

        using (await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/me"))
        {
        }

        await hub.SealAsync();
    }

    public async ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        await (other?.DisposeAsync() ?? ValueTask.CompletedTask);
        await hub.ExecuteAsync($"drop owned by {Login}; drop role {Login}");
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task is_told_from_one_that_is()
    {
        foreach (var line in new[] { Array.Empty<string>(), ["--hub", hub.Address.ToString()] })
        {
            var said = await ExamineAsync(line);
            Assert.True(!(await WrongAsync(said)).Any(), said.Output);
            Assert.Equal(await IsFastAsync() ? 1 : 0, said.Code);
            Assert.All(Faults.Keys.Except(line.Length > 0 ? [] : ["clock-hub"]), fault => Assert.Contains($"\"{fault}\"", said.Output, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task is_found_by_its_one_fault(string fault)
    {
        var said = await ExamineAsync(await Faults[fault](this));
        Assert.True(said.Code == 1, said.Output + said.Error);
        Assert.Equal(fault, string.Join(' ', await WrongAsync(said)));
        Assert.All(JsonNode.Parse(said.Output)!["checks"]!.AsArray(), one => Assert.Equal(one!["good"]!.GetValue<bool>(), one["do"] is null));
    }

    /// <summary>What was found wrong, but that the tests' own server is fast and forgetful.</summary>
    private async Task<IEnumerable<string>> WrongAsync(Said said) =>
        [.. JsonNode.Parse(said.Output)!["checks"]!.AsArray().Where(one => !one!["good"]!.GetValue<bool>()).Select(one => one!["check"]!.GetValue<string>()).Except(await IsFastAsync() ? ["server-durability"] : Array.Empty<string>())];

    private Task<bool> IsFastAsync() => hub.ScalarAsync<bool>("select current_setting('fsync') = 'off'");

    private static Task<string[]> Line(params string[] line) => Task.FromResult(line);

    private string Login => "doctor_" + hub.Address.Port.ToString(CultureInfo.InvariantCulture);

    private string In(string file) => Path.Combine(folder.FullName, file);

    private Task<Said> ExamineAsync(string[] line) => Toolbox.RunAsync(clock,
    [
        "doctor", "--json", "--data", folder.FullName, .. line, .. line.Contains("--connection") ? [] : new[] { "--connection", new NpgsqlConnectionStringBuilder(hub.OwnerConnectionString) { Username = Login, Password = "doctor", Pooling = false }.ConnectionString },
        "--master-key-file", In("master.key"), "--audit-key-file", In("audit.key"),
    ]);

    private async Task<string[]> SqlAsync(string sql, bool thenSeal = false)
    {
        await hub.ExecuteAsync(sql);
        if (thenSeal)
        {
            await hub.SealAsync();
        }

        return [];
    }

    private static Task<string[]> FileAsync(Action plant, params string[] line)
    {
        plant();
        return Line(line);
    }

    private Task<string[]> KeyAsync(string member, string moment) =>
        SqlAsync($"update doc.mt_doc_member m set data = jsonb_set(data, array['clients', 'se-noa', 'keys', (select jsonb_object_keys(data #> '{{clients,se-noa,keys}}') limit 1), '{member}'], '\"{moment}\"') where data ->> 'id' = 'se-noa'");

    /// <summary>The seat is given up with its connection; nobody sits down before the hub's clock moves.</summary>
    private Task<string[]> UnsealedHubAsync() => SqlAsync("select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.database = (select oid from pg_database where datname = current_database())");

    private Task<string[]> LagAsync() => SqlAsync("insert into intelshare.audit_entry (id, at, member, client, officer, token, act, outcome, owners, records, levels, registry_version) values (gen_random_uuid(), now() - interval '5 minutes', 'se-noa', 'c', 'o', 't', 'a', 'ok', '{}', '{}', '{}', 1)");

    private Task<string[]> LateAsync(TimeSpan by)
    {
        clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - by);
        return Line();
    }

    /// <summary>A hub whose clock stands an hour off.</summary>
    private async Task<string> OtherHubAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        other = builder.Build();
        other.Run(context =>
        {
            context.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddHours(1).ToString("R", CultureInfo.InvariantCulture);
            return context.Response.WriteAsync("Healthy");
        });
        await other.StartAsync(Requests.Ct);
        return other.Urls.Single();
    }

    private void Demonstrate()
    {
        Directory.CreateDirectory(In("demo"));
        File.WriteAllText(In("demo/se-noa.jwk.json"), "{}");
        Close(In("demo/se-noa.jwk.json"));
    }

    private static void Close(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static void Open(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }
    }
}
