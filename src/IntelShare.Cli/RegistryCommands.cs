using System.CommandLine;
using Get = System.Net.Http.HttpMethod;

namespace IntelShare.Cli;

/// <summary>What administrators do, of the hub and of an agency, each command one request: the table of all of them.</summary>
internal static class RegistryCommands
{
    private static readonly Field Reason = new("reason", "Why; goes on record.", "reason") { Required = true };
    private static readonly Field PublicKey = new("public-key", "The file of its public key, or of its request.", "jwk", Form.PublicKey) { Required = true };
    private static readonly Field Roles = new("roles", "What its tokens may ever say.", "roles", Form.List);
    private static readonly Field Purposes = new("purposes", "What its requests may state.", "purposes", Form.List) { Required = true };
    private static readonly Field Name = new("name", "Its name.", "name");
    private static readonly Field Contact = new("contact", "Where it is asked in office hours.", "desk/contact");
    private static readonly Field Urgent = new("urgent", "Where it is reached round the clock.", "desk/urgent");
    private static readonly Field At = new("at", "From when on (RFC 3339).", "at");
    private static readonly Field Participant = new("", "", "participant");

    private static readonly Field[] Languages = [.. new[] { "en", "fr", "sv", "de", "nl", "da", "no", "fi" }.Select(language => new Field(language, $"Its label in {language}.", "labels/" + language) { Required = language == "en" })];

    public static IEnumerable<Command> Make(TimeProvider clock) =>
    [
        Agencies(clock),
        Group("party", "Countries and organisations.", clock,
            new Deed("list", "List countries and organisations.", "party list --client hub", Get.Get, "/v1/parties") { Role = "analyst" },
            new("show", "Show one, with its agreements.", "party show US --client hub", Get.Get, "/v1/parties") { Role = "analyst", Picks = "party" },
            new("put", "Enrol a country or organisation. Waits for a second administrator.", "party put PL --kind member-state --name Poland --client hub", Get.Put, "/v1/parties/{party}",
                new("kind", "member-state, schengen-associated, third-country, union-body, international-organisation or supervisor.", "kind") { Required = true }, Name with { Required = true }, new("over", "Of a supervisor: the country that it watches over.", "over"))),
        Group("agreement", "How far a party's agencies read, on which legal basis, from when until when.", clock,
            new Deed("list", "List a party's agreements.", "agreement list US --client hub", Get.Get, "/v1/parties") { Role = "analyst", Picks = "party" },
            new("add", "Conclude an agreement. Waits for a second administrator where anybody reads more by it.", "agreement add US --level hit-only --legal-basis 'Agreement of 2026' --client hub", Get.Post, "/v1/parties/{party}/agreements",
                new("legal-basis", "Article or instrument.", "legalBasis") { Required = true }, new("level", "none, non-personal, hit-only or full.", "level") { Required = true }, new("from", "First moment in force (RFC 3339); by default now.", "from"), new("until", "First moment out of force; by default until ended.", "until")),
            new("end", "End the agreement in force and those to come.", "agreement end US --reason 'It was suspended.' --client hub", Get.Post, "/v1/parties/{party}/agreements/ending", At, Reason)),
        Group("officer", "What an agency's administrator says of its own officers.", clock,
            new Deed("list", "List officers of whom something was said.", "officer list se-noa --client se-noa", Get.Get, "/v1/members/{member}/officers"),
            new("clear", "Clear an officer for protected persons, for at most a year.", "officer clear se-noa anna --until 2027-01-31T00:00:00Z --reason 'Works on recruited minors.' --client se-noa", Get.Put, "/v1/members/{member}/officers/{officer}/clearance", new("until", "First moment without it (RFC 3339).", "until") { Required = true }, Reason),
            new("unclear", "Withdraw a clearance.", "officer unclear se-noa anna --reason 'Another task.' --client se-noa", Get.Delete, "/v1/members/{member}/officers/{officer}/clearance", Reason),
            new("block", "Refuse an officer's tokens, at once.", "officer block se-noa anna --reason 'Left the agency.' --client se-noa", Get.Put, "/v1/members/{member}/officers/{officer}/block", Reason),
            new("unblock", "Lift a block.", "officer unblock se-noa anna --reason 'Came back.' --client se-noa", Get.Delete, "/v1/members/{member}/officers/{officer}/block", Reason)),
        Group("task-force", "Task forces and who takes part in them.", clock,
            new Deed("list", "List task forces.", "task-force list --client hub", Get.Get, "/v1/task-forces") { Role = "analyst" },
            new("show", "Show a task force.", "task-force show grimm --client hub", Get.Get, "/v1/task-forces") { Role = "analyst", Picks = "taskForce" },
            new("found", "Found a task force.", "task-force found shamrock --name 'Joint team SHAMROCK' --client hub", Get.Put, "/v1/task-forces/{taskForce}", Name with { Required = true }),
            new("join", "Take a party or agency in. Waits for a second administrator.", "task-force join grimm country:PL --client hub", Get.Post, "/v1/task-forces/{taskForce}/participants", Participant, At),
            new("leave", "End a participation.", "task-force leave grimm country:PL --client hub", Get.Post, "/v1/task-forces/{taskForce}/participants/leaving", Participant, At)),
        Group("concept", "What coded language can mean; one agency, the steward, keeps the list.", clock,
            new Deed("list", "List concepts, and which is read as which.", "concept list --client se-noa", Get.Get, "/v1/concepts") { Role = "analyst" },
            new("name", "Add a concept, or label an added one anew.", "concept name drug.2c-b --en '2C-B, pink powder' --nl '2C-B, roze poeder' --reason 'Asked for by three agencies.' --client nl-dlio", Get.Put, "/v1/concepts/{concept}", [.. Languages, Reason]) { Role = "steward" },
            new("merge", "Have a concept read as another.", "concept merge drug.2c-b drug.mdma --reason 'Sold as the same.' --client nl-dlio", Get.Put, "/v1/concepts/{concept}/merger", new Field("", "", "into"), Reason) { Role = "steward" },
            new("part", "Have a merged concept stand for itself again.", "concept part drug.2c-b --reason 'They are two.' --client nl-dlio", Get.Delete, "/v1/concepts/{concept}/merger", Reason) { Role = "steward" }),
        Group("pending", "Acts that wait for a second administrator.", clock,
            new Deed("list", "List them, and those decided in the last 90 days.", "pending list --state proposed --client hub-2", Get.Get, "/v1/pending-acts", new Field("state", "proposed, seconded, refused or lapsed.", "?state")) { Role = "deputy" },
            new("show", "Show what was proposed, to the letter.", "pending show ID --client hub-2", Get.Get, "/v1/pending-acts/{id}") { Role = "deputy" },
            new("second", "Agree to what another administrator proposed, at another client.", "pending second ID --read-back THUMBPRINT --client hub-2", Get.Post, "/v1/pending-acts/{id}/seconding", new Field("read-back", "Of a client's introduction: the thumbprint as the agency read it out by telephone.", "readBack")) { Role = "deputy" },
            new("refuse", "Refuse it, or take the own proposal back.", "pending refuse ID --reason 'Not agreed.' --client hub-2", Get.Post, "/v1/pending-acts/{id}/refusal", Reason) { Role = "deputy" }),
        Machines(clock),
        Group("issuer", "An agency's own identity providers, of those that the hub allowed it.", clock,
            new Deed("list", "List them, and whether the hub could fetch their keys.", "issuer list de-bka --client de-bka", Get.Get, "/v1/members/{member}/issuers"),
            new("trust", "Say, whole, how a provider's tokens are read.", "issuer trust de-bka keycloak --file keycloak.json --client de-bka", Get.Put, "/v1/members/{member}/issuers/{issuer}", new Field("file", "JSON with iss, algorithms, types, jwksUri or jwks, clients and claims; - is standard input.", "", Form.Body) { Required = true }),
            new("distrust", "Trust a provider's tokens no longer, at once.", "issuer distrust de-bka keycloak --reason 'It was broken into.' --client de-bka", Get.Delete, "/v1/members/{member}/issuers/{issuer}", Reason)),
    ];

    private static Command Agencies(TimeProvider clock)
    {
        var agencies = Group("member", "Agencies: who they are, and what the hub's administrators decide of them.", clock,
            new Deed("list", "List agencies and their desks.", "member list --client hub", Get.Get, "/v1/members") { Role = "analyst" },
            new("show", "Show an agency.", "member show se-noa --client hub", Get.Get, "/v1/members/{member}") { Role = "analyst" },
            new("enrol", "Enrol an agency of a party. Waits for a second administrator.", "member enrol pl-cbsp --party PL --name CBSP --contact desk@cbsp.example --urgent '+48 …' --roles analyst contributor agency-admin --client hub", Get.Put, "/v1/members/{member}",
                new("party", "The id of its party.", "party") { Required = true }, Name with { Required = true }, Contact with { Required = true }, Urgent with { Required = true }, Roles with { Required = true }),
            new("change", "Change name, desk or roles; what is not named stays.", "member change se-noa --name 'NOA' --reason 'A new name.' --client hub", Get.Patch, "/v1/members/{member}", Name, Contact, Urgent, Roles, Reason),
            new("suspend", "Suspend an agency, at once.", "member suspend dk-nsk --reason 'A machine was broken into.' --client hub", Get.Post, "/v1/members/{member}/suspension", Reason),
            new("readmit", "Readmit a suspended agency. Waits for a second administrator.", "member readmit dk-nsk --reason 'The machine is mended.' --client hub", Get.Delete, "/v1/members/{member}/suspension", Reason),
            new("introduce", "Introduce an agency's first client, from its request. Waits for a second administrator, who gives the thumbprint read out by telephone.", "member introduce pl-cbsp gateway --roles agency-admin analyst --purposes cross-checking --public-key gateway.request.json --client hub", Get.Post, "/v1/members/{member}/introduction",
                new("", "", "client"), Roles with { Required = true }, Purposes, PublicKey),
            new("withdraw", "Say on which day an agency leaves. A later day than was said waits for a second administrator.", "member withdraw nl-dlio --on 2027-06-30 --reason 'Merged.' --client hub", Get.Put, "/v1/members/{member}/withdrawal", new("on", "The day (UTC).", "effectiveOn") { Required = true }, Reason),
            new("keep", "Keep an agency that was to leave, before its day. Waits for a second administrator.", "member keep nl-dlio --reason 'Not merged after all.' --client hub", Get.Delete, "/v1/members/{member}/withdrawal", Reason));
        agencies.Add(AllowIssuerCommand.Make(clock));
        return agencies;
    }

    private static Command Machines(TimeProvider clock)
    {
        var machines = Group("client", "An agency's machines, their networks, keys and long tokens.", clock,
            new Deed("list", "List an agency's machines.", "client list se-noa --client se-noa", Get.Get, "/v1/members/{member}/clients"),
            new("register", "Add a machine, or say anew and whole what it may do.", "client register se-noa scanner --roles feed --purposes cross-checking --networks 192.0.2.0/24 --standing-purpose cross-checking --standing-case FEED-1 --client se-noa", Get.Put, "/v1/members/{member}/clients/{client}",
                Roles with { Required = true }, Purposes, new("networks", "Where it calls from (CIDR); by default from anywhere.", "networks", Form.List), new("standing-purpose", "Of a feed: the purpose where its requests say nothing.", "standing/purpose"), new("standing-case", "Of a feed: the case.", "standing/case")),
            new("remove", "End a machine with all its keys, at once.", "client remove se-noa scanner --reason 'It was stolen.' --client se-noa", Get.Delete, "/v1/members/{member}/clients/{client}", Reason));
        machines.Add(Group("key", "Keys of a machine.", clock,
            new Deed("add", "Trust another key, beside those that it has.", "client key add se-noa scanner --public-key scanner.pub.json --client se-noa", Get.Post, "/v1/members/{member}/clients/{client}/keys", PublicKey),
            new("retire", "Trust a key no longer from a moment on.", "client key retire se-noa scanner KID --at 2027-01-31T00:00:00Z --client se-noa", Get.Put, "/v1/members/{member}/clients/{client}/keys/{kid}/retirement", At with { Required = true }),
            new("revoke", "Trust a key no longer, at once.", "client key revoke se-noa scanner KID --reason 'It was seen.' --client se-noa", Get.Delete, "/v1/members/{member}/clients/{client}/keys/{kid}", Reason)));
        machines.Add(Group("long-token", "Long tokens of a feed.", clock,
            new Deed("register", "Register a long token before its use.", "client long-token register se-noa scanner JTI --expires 2027-01-31T00:00:00Z --client se-noa", Get.Put, "/v1/members/{member}/clients/{client}/tokens/{token}", new Field("expires", "First moment without it (RFC 3339).", "expiresAt") { Required = true }),
            new("revoke", "Revoke a long token, at once.", "client long-token revoke se-noa scanner JTI --reason 'It was seen.' --client se-noa", Get.Delete, "/v1/members/{member}/clients/{client}/tokens/{token}", Reason)));
        machines.Add(NetworksCommand.Make(clock));
        machines.Add(RequestCommand.Make());
        return machines;
    }

    private static Command Group(string name, string says, TimeProvider clock, params IEnumerable<Deed> deeds)
    {
        var group = new Command(name, $"{says} {HubLine.Codes}");
        foreach (var deed in deeds)
        {
            group.Add(deed.Make(clock));
        }

        return group;
    }
}
