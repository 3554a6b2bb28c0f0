using System.Diagnostics;
using IntelShare.Api.Host;
using IntelShare.Api.Members;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntelShare.Api.Tests.Host;

public sealed class A_hub_that_must_not_start(PostgresServer server, TestHub hub) : IClassFixture<TestHub>
{
    private static readonly string Key = Convert.ToBase64String(PostgresServer.MasterKey);

    [Fact]
    public async Task names_the_command_when_the_schema_is_behind_and_leaves_it_as_it_is()
    {
        var behind = await server.CreateAsync(Requests.Ct);
        await Sql.ExecuteAsync(behind, "drop table intelshare.master_key; delete from intelshare_schema.step where name like '003%'");
        var before = await Sql.CatalogAsync(behind);

        var refusal = await RefusalAsync(new() { ConnectionString = PostgresServer.AsApp(behind), MasterKey = Key, AuditKey = PostgresServer.AuditKey });

        Assert.Contains("003-master-key.sql", refusal, StringComparison.Ordinal);
        Assert.Contains("intelshare db migrate --connection", refusal, StringComparison.Ordinal);
        Assert.Equal(before, await Sql.CatalogAsync(behind));
        await server.DropAsync(behind);
    }

    [Fact]
    public async Task names_the_command_when_match_keys_are_of_an_older_folding()
    {
        var behind = await server.CreateAsync(Requests.Ct);
        await Sql.ExecuteAsync(behind, "update intelshare.match_key set fold = 0");
        Assert.Contains("intelshare db migrate", await RefusalAsync(new() { ConnectionString = PostgresServer.AsApp(behind), MasterKey = Key, AuditKey = PostgresServer.AuditKey }), StringComparison.Ordinal);
        await server.DropAsync(behind);
    }

    [Fact]
    public async Task was_never_migrated_and_stays_empty()
    {
        var empty = await server.CreateEmptyAsync(Requests.Ct);
        var before = await Sql.CatalogAsync(empty);
        Assert.Contains("001-facts-and-documents.sql", await RefusalAsync(new() { ConnectionString = empty, MasterKey = Key, AuditKey = PostgresServer.AuditKey }), StringComparison.Ordinal);
        Assert.Equal(before, await Sql.CatalogAsync(empty));
        await server.DropAsync(empty);
    }

    [Fact]
    public async Task has_a_database_of_the_operator_with_demonstration_keys_in_it() =>
        Assert.Contains("holds demonstration keys", await RefusalAsync(new() { ConnectionString = App(), MasterKey = Key, AuditKey = PostgresServer.AuditKey }), StringComparison.Ordinal);

    [Fact]
    public async Task was_asked_for_the_demonstration_on_a_database_of_the_operator()
    {
        var own = await server.CreateEmptyAsync(Requests.Ct);
        await using (var source = NpgsqlDataSource.Create(own))
        {
            await Api.Host.Store.Migrations.ApplyAsync(source, hub.Clock, Requests.Ct);
        }

        var settings = new Settings { ConnectionString = PostgresServer.AsApp(own), MasterKey = Key, AuditKey = PostgresServer.AuditKey, Demonstration = true };
        Assert.Contains("belongs to the embedded default", await RefusalAsync(settings), StringComparison.Ordinal);

        // The same database without the demonstration is what an operator starts with, and starting changes nothing.
        var before = await Sql.CatalogAsync(own);
        Assert.Null(await RefusalAsync(new() { ConnectionString = settings.ConnectionString, MasterKey = Key, AuditKey = PostgresServer.AuditKey }));
        Assert.Equal(before, await Sql.CatalogAsync(own));
        await server.DropAsync(own);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://127.0.0.1:0;http://192.0.2.1:0")]
    [InlineData("http://[::]:0")]
    public async Task would_show_the_demonstration_beyond_this_machine(string urls)
    {
        await using var source = Database.Open(App());
        await using var app = await Hub.BuildAsync(Hub.Builder(["--urls", urls]), new() { DataDirectory = server.DataDirectory }, source, PostgresServer.MasterKey, Requests.Ct);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Demonstration.PrepareAsync(app, Requests.Ct));
        Assert.Contains("loopback only", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task could_change_what_is_on_record()
    {
        Assert.Contains("could change what is on record", await RefusalAsync(new() { ConnectionString = hub.OwnerConnectionString, MasterKey = Key, AuditKey = PostgresServer.AuditKey }), StringComparison.Ordinal);
        // A role put on does not help: who put it on can take it off.
        Assert.Contains("could change what is on record", await RefusalAsync(new() { ConnectionString = hub.OwnerConnectionString + ";Options=-c role=intelshare_app", MasterKey = Key, AuditKey = PostgresServer.AuditKey }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Multiplexing=true")]
    [InlineData("No Reset On Close=true")]
    [InlineData("Include Error Detail=true")]
    [InlineData("Log Parameters=true")]
    public async Task would_let_settings_or_values_out_of_a_request(string setting) =>
        Assert.Contains("remove them from the connection string", await RefusalAsync(new() { ConnectionString = App() + ";" + setting, MasterKey = Key, AuditKey = PostgresServer.AuditKey }), StringComparison.Ordinal);

    [Fact]
    public async Task cannot_fold_unicode()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "IntelShare.Api.dll"), "--urls", "http://127.0.0.1:0"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment["IntelShare__ConnectionString"] = App();
        start.Environment["IntelShare__MasterKey"] = Key;
        start.Environment["IntelShare__AuditKey"] = PostgresServer.AuditKey;
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync(Requests.Ct);
        await process.StandardOutput.ReadToEndAsync(Requests.Ct);
        await process.WaitForExitAsync(Requests.Ct);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("install ICU and leave InvariantGlobalization off", await said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task names_a_file_for_its_connection_string_that_holds_none()
    {
        using var folder = new AuditDesk(hub, "se-noa");
        var file = folder.In("connection");
        await File.WriteAllTextAsync(file, App() + "\n", Requests.Ct);
        Assert.Equal(App(), Hub.Settings(Configured(("IntelShare:ConnectionStringFile", file))).ConnectionString);

        await File.WriteAllTextAsync(file, " \n", Requests.Ct);
        Assert.Contains("is empty", Refused(("IntelShare:ConnectionStringFile", file)), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refused(("IntelShare:ConnectionStringFile", file + ".not")), StringComparison.Ordinal);
        Assert.Contains("not both", Refused(("IntelShare:ConnectionStringFile", file), ("IntelShare:ConnectionString", "Host=db")), StringComparison.Ordinal);

        static string Refused(params (string Name, string Value)[] settings) => Assert.Throws<InvalidOperationException>(() => Hub.Settings(Configured(settings))).Message;
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("https://0.0.0.0:5081;http://hub.example:5080")]
    [InlineData("http://127.0.0.1:0;http://[::]:0")]
    public void would_take_tokens_in_the_clear_beyond_this_machine(string urls)
    {
        var configuration = Configured(("urls", urls));
        Assert.Contains("plain HTTP beyond this machine", Assert.Throws<InvalidOperationException>(() => Listening.Check(configuration, new())).Message, StringComparison.Ordinal);
        Listening.Check(configuration, new() { KnownProxies = ["192.0.2.7"] });
    }

    [Theory]
    [InlineData("http_ports", "5080")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://*:5080")]
    public void would_take_tokens_in_the_clear_wherever_that_is_said(string setting, string value) =>
        Assert.Contains("plain HTTP beyond this machine", Assert.Throws<InvalidOperationException>(() => Listening.Check(Configured((setting, value)), new())).Message, StringComparison.Ordinal);

    [Fact]
    public void would_believe_anybody_about_addresses()
    {
        Assert.Contains("IntelShare__KnownProxies__0", Assert.Throws<InvalidOperationException>(() => Listening.Check(Configured(("ForwardedHeaders_Enabled", "true")), new())).Message, StringComparison.Ordinal);
        Assert.All(["proxy.example", "0.0.0.0/0", "::/0", ""], name => Assert.Throws<InvalidOperationException>(() => Listening.Forwarded(new() { KnownProxies = [name] })));
    }

    [Fact]
    public void listens_with_a_certificate_or_on_this_machine_and_then_does_start()
    {
        Listening.Check(Configured(("urls", "https://0.0.0.0:5081;http://127.0.0.1:5080;http://localhost:5082;http://[::1]:5083")), new());
        Listening.Check(Configured(("https_ports", "5081")), new());
    }

    [Fact]
    public async Task has_another_master_key_or_none()
    {
        Assert.Contains("not the one this database was written with", await RefusalAsync(new() { ConnectionString = App(), MasterKey = Convert.ToBase64String(new byte[32]) }), StringComparison.Ordinal);
        Assert.Contains("32 random bytes as base64", await RefusalAsync(new() { ConnectionString = App(), MasterKey = "c2hvcnQ=" }), StringComparison.Ordinal);
        Assert.Contains("IntelShare__MasterKeyFile", await RefusalAsync(new() { ConnectionString = App() }), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await RefusalAsync(new() { ConnectionString = App(), MasterKeyFile = "/nowhere/master.key" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task cannot_reach_its_database_or_may_not_use_it()
    {
        Assert.Contains("does not serve", await RefusalAsync(new() { ConnectionString = "Host=127.0.0.1;Port=1;Username=a;Password=secret", MasterKey = Key, AuditKey = PostgresServer.AuditKey }), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await RefusalAsync(new() { ConnectionString = "Hots=127.0.0.1;Password=secret", MasterKey = Key, AuditKey = PostgresServer.AuditKey }), StringComparison.Ordinal);

        // Roles are the cluster's, so this one has a name of its own.
        var role = $"stranger_{Environment.ProcessId}";
        await Sql.ExecuteAsync(hub.OwnerConnectionString, $"create role {role} nologin");
        var refusal = await RefusalAsync(new() { ConnectionString = hub.OwnerConnectionString + $";Options=-c role={role}", MasterKey = Key, AuditKey = PostgresServer.AuditKey });
        await Sql.ExecuteAsync(hub.OwnerConnectionString, $"drop role {role}");
        Assert.Contains("grant intelshare_app to", refusal, StringComparison.Ordinal);
    }

    private string App() => PostgresServer.AsApp(hub.OwnerConnectionString);

    private static IConfiguration Configured(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();

    /// <summary>What <c>Program</c> does up to listening; the message it ends with, or null.</summary>
    private static async Task<string?> RefusalAsync(Settings settings)
    {
        try
        {
            await using var database = await Database.StartAsync(settings, TimeProvider.System, NullLogger.Instance, Requests.Ct);
            await using var app = await Hub.BuildAsync(Hub.Builder(["--urls", "http://127.0.0.1:0"]), settings, database.Source, await MasterKey.ReadAsync(settings, Requests.Ct), Requests.Ct);
            await Demonstration.PrepareAsync(app, Requests.Ct);
            return null;
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
    }
}
