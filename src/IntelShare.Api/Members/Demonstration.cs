extern alias library;

using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Lexicon;
using IntelShare.Members;
using ClientKey = library::IntelShare.Client.ClientKey;

namespace IntelShare.Api.Members;

/// <summary>
/// The demonstration cast of the embedded default: the eight countries that founded Operational Taskforce GRIMM, one agency
/// each, their keys in the data directory, and the starter lexicon. Whoever can read that directory can be any of them, so
/// it is refused off loopback and on a database of the operator's own.
/// </summary>
internal static class Demonstration
{
    private const string KidPrefix = "demo-";
    private static readonly DateTimeOffset GrimmFounded = new(2025, 4, 29, 0, 0, 0, TimeSpan.Zero);
    private static readonly Role[] AgencyRoles = [Role.Contributor, Role.Discloser, Role.Analyst, Role.Feed, Role.AgencyAdmin, Role.Auditor];

    private static readonly (string Party, PartyKind Kind, string Country, string Member, string Agency)[] Agencies =
    [
        ("SE", PartyKind.MemberState, "Sweden", "se-noa", "Nationella operativa avdelningen"),
        ("BE", PartyKind.MemberState, "Belgium", "be-fgp", "Federale Gerechtelijke Politie"),
        ("DK", PartyKind.MemberState, "Denmark", "dk-nsk", "National enhed for Særlig Kriminalitet"),
        ("FI", PartyKind.MemberState, "Finland", "fi-krp", "Keskusrikospoliisi"),
        ("FR", PartyKind.MemberState, "France", "fr-ofast", "Office anti-stupéfiants"),
        ("DE", PartyKind.MemberState, "Germany", "de-bka", "Bundeskriminalamt"),
        ("NL", PartyKind.MemberState, "Netherlands", "nl-dlio", "Dienst Landelijke Informatieorganisatie"),
        ("NO", PartyKind.SchengenAssociated, "Norway", "no-kripos", "Kripos"),
    ];

    /// <summary>Seeds what is missing; a start that died halfway is completed by the next.</summary>
    /// <exception cref="InvalidOperationException">Demonstration keys would be reachable by others.</exception>
    public static async Task PrepareAsync(WebApplication hub, CancellationToken ct)
    {
        var settings = hub.Services.GetRequiredService<Settings>();
        var registry = hub.Services.GetRequiredService<RegistryCache>();
        var present = registry.Current.Members.Values.SelectMany(member => member.Clients.Values).Any(client => client.Keys.Keys.Any(kid => kid.StartsWith(KidPrefix, StringComparison.Ordinal)));
        if (!settings.SeedsDemonstration && !present)
        {
            return;
        }

        if (!settings.Embedded)
        {
            throw new InvalidOperationException(present
                ? "This database holds demonstration keys, whose private parts lie in some data directory. Use a database without them."
                : "The demonstration cast belongs to the embedded default; unset IntelShare__Demonstration.");
        }

        if (hub.Configuration.GetSection("Kestrel:Endpoints").Exists() || Listening.Addresses(hub.Configuration).Any(url => !Listening.IsLoopback(url)))
        {
            throw new InvalidOperationException("Demonstration keys lie in the data directory, so this hub listens on loopback only. To serve others, bring a database of your own (IntelShare__ConnectionString).");
        }

        if (!settings.SeedsDemonstration)
        {
            return;
        }

        var seed = new Seed(hub.Services.GetRequiredService<Streams>(), registry, hub.Services.GetRequiredService<Ids>(), hub.Services.GetRequiredService<TimeProvider>(), Path.Combine(settings.DataPath(), "demo"), settings.Audience);
        await seed.MemberAsync(new("org:hub", PartyKind.Hub, "The hub"), new("hub", "org:hub", "The hub", new("hub desk", "hub desk"), [Role.HubAdmin, Role.Auditor]), ["hub", "hub-2", "hub-3"], ct);
        foreach (var (party, kind, country, member, agency) in Agencies)
        {
            await seed.MemberAsync(new(party, kind, country), new(member, party, agency, new($"desk@{member}.example", $"urgent@{member}.example"), AgencyRoles), [member], ct);
        }

        // A party without an agency here: somebody whom a standing authorisation can name.
        if (!registry.Current.Parties.ContainsKey("org:frontex"))
        {
            await seed.RegisterAsync(RegistryRoom.Party, "org:frontex", [new PartyEnrolled("org:frontex", PartyKind.UnionBody, "Frontex")], ct);
        }

        if (!registry.Current.TaskForces.ContainsKey("grimm"))
        {
            await seed.RegisterAsync(RegistryRoom.TaskForce, "grimm", [new TaskForceFounded("grimm", "Operational Taskforce GRIMM"), .. Agencies.Select(a => new TaskForceJoined("country:" + a.Party, GrimmFounded))], ct);
        }

        await seed.LexiconAsync(hub.Services.GetRequiredService<Idempotency>(), ct);
    }

    /// <summary>Prints three commands that work as printed.</summary>
    public static void Announce(WebApplication hub)
    {
        var settings = hub.Services.GetRequiredService<Settings>();
        if (!settings.SeedsDemonstration)
        {
            return;
        }

        var url = hub.Urls.First().TrimEnd('/');
        var cli = Cli();
        var token = $"{cli} token --client se-noa --data '{settings.DataPath()}'";
        var review = DateOnly.FromDateTime(hub.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime).AddYears(1);
        Console.WriteLine(
            $$$"""

            IntelShare listens on {{{url}}} (contract: {{{url}}}/swagger). Three commands to see it work:

            1. Mint a token as the Swedish agency:
            SE=$({{{token}}})

            2. Submit an indicator, released to France alone:
            curl -sS {{{url}}}/v1/indicators -H "Authorization: Bearer $SE" -H 'Content-Type: application/json' -H 'Idempotency-Key: first-one' -d '{"kind":"lexicon-entry","content":{"term":"❄️🎿","concept":"drug.cocaine","language":"und","ambiguous":true,"diacritics":"exact","sources":["demonstration"]},"evaluation":{"source":"B","information":2},"handling":{"codes":["H0"]},"release":{"full":["country:FR"]},"purposes":["cross-checking"],"crimeAreas":["drug-trafficking"],"retention":{"reviewBy":"{{{review:yyyy-MM-dd}}}","basis":"demonstration"}}'

            3. Search it as the French agency:
            curl -sS {{{url}}}/v1/searches -H "Authorization: Bearer $({{{token.Replace("se-noa", "fr-ofast", StringComparison.Ordinal)}}})" -H 'Content-Type: application/json' -H 'Intel-Purpose: cross-checking' -d '{"queries":[{"kind":"lexicon-entry","value":"❄🎿"}]}'

            """);
    }

    private static string Cli()
    {
        var installed = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "intelshare")));
        return !installed && Settings.Solution() is { } clone ? $"dotnet run --project '{Path.Combine(clone, "src", "IntelShare.Cli")}' --" : "intelshare";
    }

    private sealed class Seed(Streams streams, RegistryCache registry, Ids ids, TimeProvider clock, string folder, string audience)
    {
        public async Task MemberAsync(PartyEnrolled party, MemberEnrolled member, string[] clients, CancellationToken ct)
        {
            if (!registry.Current.Parties.ContainsKey(party.Id))
            {
                await RegisterAsync(RegistryRoom.Party, party.Id, [party], ct);
            }

            var known = registry.Current.Members.GetValueOrDefault(member.Id);
            var facts = new List<object>();
            if (known is null)
            {
                facts.Add(member);
            }

            foreach (var client in clients.Where(client => known?.Clients.GetValueOrDefault(client) is not { Keys.Count: > 0 }))
            {
                if (known?.Clients.ContainsKey(client) != true)
                {
                    facts.Add(new ClientAdded(client, member.Roles, Enum.GetValues<Purpose>()));
                }

                facts.Add(await KeyAsync(member.Id, client, ct));
            }

            if (facts.Count > 0)
            {
                await RegisterAsync(RegistryRoom.Member, member.Id, facts, ct);
            }
        }

        public async Task RegisterAsync(RegistryRoom room, string subject, IReadOnlyList<object> facts, CancellationToken ct)
        {
            await streams.RegisterAsync([Registered.Of(room, subject, facts)], Entry("hub", "demonstration-seeded", []), ct);
            await registry.ReloadAsync(ct);
        }

        /// <summary>Every row under an idempotency key of its own, so that a second start adds nothing.</summary>
        public async Task LexiconAsync(Idempotency idempotency, CancellationToken ct)
        {
            var owner = registry.Current.Members["se-noa"];
            var last = idempotency.Claim(owner.Id, "starter-lexicon", Key(StarterLexicon.Entries.Count - 1), []);
            if (await idempotency.FindAsync(last, ct) is not null)
            {
                return;
            }

            var now = clock.GetUtcNow();
            foreach (var (entry, i) in StarterLexicon.Entries.Select((entry, i) => (entry, i)))
            {
                var release = entry.Sensitive
                    ? new Release(Full: ["task-force:grimm"], Feeds: false)
                    : new Release(Full: [Audience.MemberStates, Audience.SchengenAssociated], Feeds: true);
                var decision = Indicator.Submit(
                    new("lexicon-entry", entry.Content, Evaluation.Unassessed, new([HandlingCode.H0]), release,
                        [Purpose.CrossChecking, Purpose.StrategicAnalysis, Purpose.InformationExchange], [AreaOf(entry.Content.Concept!)],
                        new(DateOnly.FromDateTime(now.UtcDateTime).AddYears(3), "Regulation (EU) 2016/794, Annex II"), Subject: null, Reference: null),
                    owner, registry.Current, now);
                if (!decision.IsAccepted)
                {
                    throw new InvalidOperationException($"Starter lexicon, row {i + 1}: {decision.Refusals[0].Reason}");
                }

                var id = ids.Next(owner.Id);
                try
                {
                    await streams.StartAsync(id, decision.Facts, idempotency.Claim(owner.Id, "starter-lexicon", Key(i), []), Entry(owner.Id, "indicator-submitted", [new(owner.Id, id, Level.Full)]), ct);
                }
                catch (KeyTakenException)
                {
                    // An earlier start got this far.
                }
            }

            static string Key(int row) => row.ToString("D4", System.Globalization.CultureInfo.InvariantCulture);
        }

        private static CrimeArea AreaOf(string concept) => concept.Split('.')[0] switch
        {
            "vaas" => CrimeArea.MurderAndGrievousBodilyInjury,
            "exploitation" => CrimeArea.SexualAbuseAndExploitation,
            "trafficking" => CrimeArea.TraffickingInHumanBeings,
            _ => CrimeArea.DrugTrafficking,
        };

        private Entry Entry(string member, string act, IReadOnlyList<Told> told) =>
            new(ids.Next(member), clock.GetUtcNow(), new(member, member, "demonstration", "none", "none"), act, "ok", Purpose: null, Case: null, registry.Current.Version, told);

        /// <summary>Makes a client's key pair; the private part goes to the data directory, with what a token must say beside it.</summary>
        private async Task<KeyAdded> KeyAsync(string member, string client, CancellationToken ct)
        {
            var key = ClientKey.Create(member, client, audience, KidPrefix);
            var file = Path.Combine(folder, client + ".jwk.json");
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(file, key.Write(), ct);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return new(client, key.Kid, key.PublicJwk());
        }
    }
}
