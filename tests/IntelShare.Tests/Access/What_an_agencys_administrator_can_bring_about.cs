using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Tests.Members;

namespace IntelShare.Tests.Access;

/// <summary>
/// Rank, of an agency's own administration: whatever its administrators say of its machines, officers, providers, keys, tokens,
/// successor and authorisations, as the law decides it, the hub's caps and the owners' releases stand over it. A new command joins <see cref="Commands"/>.
/// </summary>
[Properties(MaxTest = 150, Arbitrary = [typeof(What_an_agencys_administrator_can_bring_about)])]
public sealed class What_an_agencys_administrator_can_bring_about
{
    private const string Own = "https://one.example";
    private const string Others = "https://two.example";
    private static readonly string[] Actors = ["be-fgp", "fr-ofast", "us-dea", "eurojust", "edps", "se-noa"];
    private static readonly string[] Watched = ["be-fgp", "fr-ofast", "fr-gn", "fi-krp", "no-kripos", "us-dea", "eurojust", "interpol", "hub", "edps"];
    private static readonly string[] Officers = ["officer-7", "officer-8"];
    private static readonly int[] Days = [0, 1, 2, 400];

    /// <summary>Every actor may bring tokens of a provider; another has one too, and one of them is to leave.</summary>
    private static readonly Registry Caps = Cast.RegistryOf(Cast.Grimm, [
        .. Actors.Select(actor => (actor, (object)new MemberChanged(actor, Cast.Registry.Members[actor].Desk, [.. Cast.Registry.Members[actor].Roles], "a provider", new Dictionary<string, int>(StringComparer.Ordinal) { [actor == "be-fgp" ? Own : $"https://{actor}.example"] = 90 }))),
        ("fr-gn", new MemberChanged("fr-gn", Cast.Registry.Members["fr-gn"].Desk, [.. Cast.Registry.Members["fr-gn"].Roles], "a provider", new Dictionary<string, int>(StringComparer.Ordinal) { [Others] = 90 })),
        ("be-fgp", new MemberWithdrawn("merged", DateOnly.FromDateTime(Cast.Now.UtcDateTime).AddDays(2)))]);

    private static readonly Gen<string> Names = Gen.Elements("be-fgp", "fr-ofast", "us-dea", "gateway", "hub");

    private static readonly Gen<Command> Commands = Gen.OneOf(
        from client in Names
        from roles in Gen.SubListOf(Enum.GetValues<Role>())
        from purposes in Gen.SubListOf(Enum.GetValues<Purpose>())
        from network in Gen.Elements<string[]?>(null, ["192.0.2.0/24"])
        from standing in Gen.Elements<StandingPurpose?>(null, new(Purpose.CrossChecking, "K-1"))
        select new Command($"put {client} {string.Join('+', roles)}", (member, _) => member.Put(client, new([.. roles], [.. purposes], network, standing))),

        from client in Names
        from kid in Gen.Elements("us-1", "fr-ofast-1", "hub-1", "another")
        from adds in Gen.Elements(true, true, false)
        select new Command($"key {kid} of {client}", (member, _) => member.Clients.TryGetValue(client, out var named)
            ? adds ? member.Add(named, new(Jwk(kid)), Cast.Now) : Member.Revoke(named, kid, new("lost"), Cast.Now) : Decision.AlreadySo),

        from client in Names
        from ends in Gen.Elements(true, true, false)
        select new Command($"token of {client}", (member, _) => member.Clients.TryGetValue(client, out var named)
            ? ends ? Member.Register(named, "long", new(Cast.Now.AddDays(89)), Cast.Now) : Member.Remove(named, new("over")) : Decision.AlreadySo),

        from iss in Gen.Elements(Own, Others, "https://us-dea.example", "urn:intelshare:member:fr-gn", "https://three.example")
        from client in Names
        from trusts in Gen.Elements(true, true, false)
        select new Command($"provider {iss} for {client}", (member, _) => trusts
            ? member.Trust("provider", new(iss, ["ES256"], ["at+jwt"], JwksUri: null, Keys, Audience: null, new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = client }, Claims: null, RolePrefix: null))
            : member.Issuers.TryGetValue("provider", out var known) ? Member.Distrust(known, new("over")) : Decision.AlreadySo),

        from officer in Gen.Elements(Officers)
        from admin in Gen.Elements(Officers)
        from what in Gen.Choose(0, 3)
        select new Command($"officer {officer} by {admin} {what}", (member, _) => what switch
        {
            0 => member.Clear(officer, new("minors", Cast.Now.AddDays(30)), admin, Cast.Now),
            1 => member.Withdraw(officer, new WithdrawClearance("moved"), Cast.Now),
            2 => member.Block(officer, new("left")),
            _ => member.Unblock(officer, new("back"), admin),
        }),

        from party in Gen.Elements("US", "org:eurojust", "org:interpol", "org:hub", "FR")
        from gives in Gen.Elements(true, true, false)
        select new Command($"authorise {party}", (member, registry) => gives ? member.Authorise(new(party, "joint work", From: null, Until: null), registry, Cast.Now) : member.Revoke(party, new RevokeStandingAuthorisation("over"), Cast.Now)),

        from successor in Gen.Elements("fr-ofast", "be-fgp", "us-dea", "hub")
        select new Command($"successor {successor}", (member, registry) => member.NameSuccessor(new(successor, "takes over"), registry, Cast.Now)));

    public static Arbitrary<Story> Stories() => (
        from actor in Gen.Elements(Actors)
        from records in Worlds.Records().Generator.ListOf(5)
        from commands in Commands.ListOf().Resize(14)
        select new Story(actor, [.. records], [.. commands])).ToArbitrary();

    [Property]
    public bool never_lets_anybody_of_another_agency_read_more_of_what_it_does_not_own_itself(Story story)
    {
        var after = story.Played();
        return Days.All(day => Readers(Caps, story.Actor, day).Zip(Readers(after, story.Actor, day)).All(both => story.Records.Where(record => record.Owner != story.Actor)
            .All(record => AccessPolicy.Decide(both.Second, record).Level <= AccessPolicy.Decide(both.First, record).Level)));
    }

    /// <summary>Of its own it may let others read what it released to a task force, and nothing else.</summary>
    [Property]
    public bool opens_of_its_own_only_what_it_released_to_task_forces(Story story)
    {
        var after = story.Played();
        return Days.All(day => Readers(Caps, story.Actor, day).Zip(Readers(after, story.Actor, day)).All(both => story.Records.Where(record => record.Owner == story.Actor)
            .All(record => AccessPolicy.Decide(both.Second, record).Level <= AccessPolicy.Decide(both.First, record).Level || record.FullSince.Keys.Concat(record.HitSince.Keys).Any(Audience.IsTaskForce))));
    }

    /// <summary>Whoever is admitted reads what a cleared officer of the agency could read before, by the same role and for the same purpose.</summary>
    [Property]
    public bool never_lets_its_own_people_read_beyond_the_caps_of_the_hub_and_the_releases_of_owners(Story story)
    {
        var after = story.Played();
        return Admitted(after).Where(caller => caller.Member.Id == story.Actor).All(caller =>
            caller.Roles.IsSubsetOf(Caps.Members[story.Actor].Roles) && !caller.Roles.Contains(Role.HubAdmin)
            && caller.Purposes.All(purpose => Days.All(day => Reader.Of(caller, purpose, justified: true, after, Cast.Now.AddDays(day)) is var reader && Before(caller, purpose, day) is var before
                && story.Records.Where(record => record.Owner != story.Actor).All(record => AccessPolicy.Decide(reader, record).Level <= AccessPolicy.Decide(before, record).Level))));

        static Reader Before(Caller caller, Purpose purpose, int day) =>
            Reader.Of(caller with { Member = Caps.Members[caller.Member.Id] }, purpose, justified: true, Caps, Cast.Now.AddDays(day)) with { Cleared = true };
    }

    [Property]
    public bool never_speaks_for_another_agency(Story story)
    {
        var after = story.Played();
        return Admitted(after).All(caller => caller.Member.Id == story.Actor || (caller.Client.Keys.ContainsKey(caller.Key) && Caps.Members[caller.Member.Id].Clients[caller.Client.Id].Keys.ContainsKey(caller.Key)))
            && after.Members.Values.All(member => (member.Id == story.Actor || member == Caps.Members[member.Id]) && after.Issuing(member.Issuer) == member && (after.Provider(Others) is null || story.Actor == "fr-gn"));
    }

    /// <summary>The properties above would hold of nothing, if nobody came in by what was added.</summary>
    [Fact]
    public void lets_its_machines_in_by_keys_and_providers_of_its_own()
    {
        var admitted = Stories().Generator.Sample(400, new Rnd(1, 1), 14).SelectMany(story => Admitted(story.Played()).Where(caller => caller.Member.Id == story.Actor && !Caps.Members[story.Actor].Clients.GetValueOrDefault(caller.Client.Id, caller.Client).Keys.ContainsKey(caller.Key))).ToArray();
        Assert.Contains(admitted, caller => caller.Key == "us-1");
        Assert.Contains(admitted, caller => caller.Key == "provider-1");
    }

    private static IEnumerable<Reader> Readers(Registry registry, string actor, int day) =>
        from id in Watched
        where id != actor
        let member = registry.Members[id]
        from role in new[] { Role.Analyst, Role.Feed }
        from purpose in Enum.GetValues<Purpose>()
        select Reader.Of(new(member, registry.Parties[member.Party], member.Clients[id], "officer-7", new HashSet<Role> { role }, new HashSet<Purpose> { purpose }, "kid-1", "jti-1"), purpose, justified: true, registry, Cast.Now.AddDays(day));

    /// <summary>Whoever comes in by some token: of any issuer, key, client and role that there is or could be.</summary>
    private static IEnumerable<Caller> Admitted(Registry registry) =>
        from iss in registry.Members.Values.Select(member => member.Issuer).Concat([Own, Others, "https://us-dea.example", "https://fr-ofast.example"])
        where registry.Issuing(iss) is not null
        from client in registry.Issuing(iss)!.Clients.Keys.Append("hub")
        from kid in registry.Members.Values.SelectMany(member => member.Clients.Values.SelectMany(one => one.Keys.Keys)).Append("provider-1").Distinct()
        from role in Enum.GetValues<Role>()
        let token = new TokenClaims(iss, kid, client, "officer-7", new HashSet<Role> { role }, Purposes: null, "jti-1") { IssuedAt = Cast.Now, ExpiresAt = Cast.Now.AddMinutes(10), ReadBy = registry.Provider(iss) }
        let caller = registry.Admit(token, IPAddress.Parse("192.0.2.7"), Cast.Now).Caller
        where caller is not null
        select caller;

    private static JsonElement Jwk(string kid) => Administering.Json(Administering.Jwk.GetRawText().Replace(Administering.Kid, kid, StringComparison.Ordinal));

    private static JsonElement Keys => Administering.Json(new JsonObject { ["keys"] = new JsonArray(JsonNode.Parse(Jwk("provider-1").GetRawText())) }.ToJsonString());

    /// <summary>A command of an agency-admin, as the law decides it for its own agency.</summary>
    public sealed record Command(string Name, Func<Member, Registry, Decision> Decide);

    public sealed record Story(string Actor, ImmutableArray<Indicator> Records, ImmutableArray<Command> Commands)
    {
        public Registry Played() => Commands.Aggregate(Caps, (registry, command) => command.Decide(registry.Members[Actor], registry) is { IsAccepted: true, Facts: { Count: > 0 } facts } ? registry.After(RegistryRoom.Member, Actor, facts) : registry);

        public override string ToString() => $"{Actor}: {string.Join(", ", Commands.Select(command => command.Name))}";
    }
}
