using System.CommandLine;
using System.Net;
using System.Text.Json;
using IntelShare.Api;
using IntelShare.Api.Host;
using IntelShare.Indicators;
using Npgsql;

namespace IntelShare.Cli;

/// <summary>
/// <c>intelshare doctor</c>: looks at a hub from outside, with its own settings, and changes nothing: rights, schema, clocks, keys, the
/// sealer, backups, administrators, files. Of each fault it says what to do.
/// </summary>
internal static class DoctorCommand
{
    private const int Sound = 0;
    private const int Faults = 1;
    private const string Role = "intelshare_api";

    public static Command Make(TimeProvider clock)
    {
        var connection = new Option<string?>("--connection") { Description = "The hub's connection string; by default IntelShare__ConnectionString, else the embedded default, whose hub must be running." };
        var master = new Option<string?>("--master-key-file") { Description = "The hub's master key; by default IntelShare__MasterKeyFile or IntelShare__MasterKey." };
        var audit = new Option<string?>("--audit-key-file") { Description = "The keys that sign its logs; by default IntelShare__AuditKeyFile or IntelShare__AuditKey." };
        var hub = new Option<string?>("--hub") { Description = "A hub's address: its clock is looked at too. [environment: INTELSHARE_HUB]" };
        var urls = new Option<string?>("--urls") { Description = "Where the hub listens, as it is told; by default as the environment says." };
        var command = new Command("doctor", "Look at a hub from outside, under its own settings. Changes nothing. Exit code 0 sound, 1 faults, 3 nothing looked at.\n\nExample: intelshare doctor --hub https://hub.example --json") { connection, master, audit, SigningKey.Data, hub, urls, HubLine.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var builder = Hub.Builder(
            [
                .. Set("IntelShare:ConnectionString", parsed.GetValue(connection)), .. Set("IntelShare:MasterKeyFile", parsed.GetValue(master)), .. Set("IntelShare:AuditKeyFile", parsed.GetValue(audit)),
                .. Set("IntelShare:DataDirectory", parsed.GetValue(SigningKey.Data) ?? Environment.GetEnvironmentVariable("IntelShare__DataDirectory") ?? Environment.GetEnvironmentVariable("INTELSHARE_DATA")), .. Set("urls", parsed.GetValue(urls)),
            ]);
            var settings = Hub.Settings(builder.Configuration);
            var found = new List<Checkup>();
            found.AddRange(DoctorFiles.Look(settings, builder.Configuration, clock.GetUtcNow()));
            found.Add(Folding.SelfTest() is { } broken ? Checkup.Fault("unicode", $"Unicode normalisation does not work ({broken}).", "Install ICU and leave InvariantGlobalization off, or match keys are wrong.") : Checkup.Fine("unicode", "Terms are folded as they should be."));
            found.AddRange(await DatabaseAsync(settings, clock, ct));
            if ((parsed.GetValue(hub) ?? Environment.GetEnvironmentVariable("INTELSHARE_HUB")) is { } address)
            {
                found.Add(await ClockAsync(address, clock, ct));
            }

            Write(parsed, found);
            return found.TrueForAll(one => one.Good) ? Sound : Faults;
        });
        return command;

        static string[] Set(string name, string? value) => value is null ? [] : [$"--{name}={value}"];
    }

    private static async Task<IReadOnlyList<Checkup>> DatabaseAsync(Settings settings, TimeProvider clock, CancellationToken ct)
    {
        const string Reached = "database";
        try
        {
            // The embedded default's run-time login has a new password at each start; its owner looks in its place.
            var (text, role) = settings.Embedded ? (Api.Host.Postgres.EmbeddedPostgres.Running(settings.DataPath()), Role) : (settings.ConnectionString, null);
            if (text is null)
            {
                return [Checkup.Fault(Reached, "No hub runs on the embedded default of this data directory.", "Start the hub, or name another with --connection or --data.")];
            }

            await using var source = Database.Open(text);
            await using var connection = await source.OpenConnectionAsync(ct);
            var doctor = new DoctorDatabase(connection, role, clock);
            List<Checkup> found = [Checkup.Fine(Reached, "It answers."), .. await doctor.RightsAsync(ct)];
            var schema = await doctor.SchemaAsync(ct);
            found.Add(schema);
            // On another schema the rest could not be asked.
            return schema.Good ? [.. found, .. await doctor.LifeAsync(ct), .. await new DoctorKeys(connection, settings, clock).LookAsync(ct)] : found;
        }
        catch (Exception failed) when (failed is InvalidOperationException or NpgsqlException or TimeoutException)
        {
            return [Checkup.Fault(Reached, failed.Message.ReplaceLineEndings(" "), "Mend the database or the connection string; as the owner: grant intelshare_app to the hub's login.")];
        }
    }

    /// <summary>The header tells whole seconds.</summary>
    private static async Task<Checkup> ClockAsync(string address, TimeProvider clock, CancellationToken ct)
    {
        const string Check = "clock-hub";
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(10) };
            var before = clock.GetUtcNow();
            using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative), ct);
            var off = answer.Headers.Date is { } date ? before + ((clock.GetUtcNow() - before) / 2) - date : TimeSpan.Zero;
            return Checkup.Of(Check, answer.StatusCode == HttpStatusCode.OK && off.Duration() < TimeSpan.FromSeconds(10), $"The hub answered {(int)answer.StatusCode}; this machine's clock is {Math.Abs(Math.Round(off.TotalSeconds))} s {(off > TimeSpan.Zero ? "ahead of" : "behind")} its.",
                "Let both machines follow NTP: a token is forgiven a minute, a registered moment nothing.");
        }
        catch (Exception failed) when (failed is HttpRequestException or UriFormatException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Checkup.Fault(Check, $"The hub was not reached: {failed.Message}", "Start it, or mend the address.");
        }
    }

    private static void Write(ParseResult parsed, List<Checkup> found)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(HubLine.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(new { Sound = found.TrueForAll(one => one.Good), Checks = found }, HubLine.Printed));
            return;
        }

        foreach (var one in found)
        {
            output.WriteLine($"{(one.Good ? "ok   " : "WRONG")} {one.Check,-18} {one.Says}{(one.Do is { } advice ? $"\n{"",25}{advice}" : "")}");
        }
    }
}
