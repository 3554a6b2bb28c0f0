using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>What the agencies of the cast might do, from a seed: the same seed, the same acts.</summary>
internal sealed class Chance(int seed)
{
    public static readonly string[] Owners = ["se-noa", "de-bka", "no-kripos", "be-fgp", "fr-ofast"];

    /// <summary>Values that several agencies hold; a reader under test submits those of <see cref="Kept"/> only.</summary>
    public static readonly (string Kind, string Value)[] Shared =
    [
        ("lexicon-entry", "❄️🎿"), ("lexicon-entry", "jappning"), ("lexicon-entry", "torped"), ("account-handle", "snow.king"), ("account-handle", "kurir_77"),
        ("recruitment-pattern", "Quick money tonight"), ("recruitment-pattern", "Ride along"),
    ];

    /// <summary>Values that the reader under test holds too: nobody asks for them aside of the script, or it would see that in its trail.</summary>
    public static readonly (string Kind, string Value)[] Kept = [("lexicon-entry", "lax"), ("account-handle", "own.account"), ("recruitment-pattern", "Look out job")];

    /// <summary>By which rules are found that are submitted aside of the script in the first world, and no others.</summary>
    public const string Aside = "errand";

    private static readonly string[] Audiences = ["member-states", "schengen-associated", "country:FR", "country:NO", "country:DK", "member:fr-ofast", "member:no-kripos", "member:de-bka", "task-force:grimm", "task-force:grimm+"];
    private static readonly string[] Excludable = ["country:FR", "member:fr-ofast", "country:NO", "country:DK", "member:be-fgp"];
    private static readonly string[] Purposes = ["cross-checking", "strategic-analysis", "operational-analysis", "information-exchange"];

    // A seeded generator is the point: a failure is played again.
#pragma warning disable CA5394
    private readonly Random random = new(seed);

    public int Below(int n) => random.Next(n);

    public bool Once(int inHowMany) => random.Next(inHowMany) == 0;

    public T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public T[] Some<T>(IReadOnlyList<T> of, int least, int most) => [.. of.OrderBy(_ => random.Next()).Take(random.Next(least, most + 1))];
#pragma warning restore CA5394

    public JsonObject Submission(string owner, (string Kind, string Value) value)
    {
        var body = value.Kind switch
        {
            "lexicon-entry" => Bodies.Term(value.Value),
            "account-handle" => Bodies.Handle(value.Value),
            _ => Pattern(value.Value),
        };
        var handling = Handling();
        body["handling"] = handling;
        if (value.Kind == "account-handle")
        {
            body["subject"] = Subject();
        }

        body["purposes"] = Of(Some(Purposes, 1, 4));
        body["release"] = Release(owner);
        body["retention"]!["reviewBy"] = "2027-11-30";
        if (Once(3))
        {
            body["reference"] = "ref-" + Below(100).ToString(CultureInfo.InvariantCulture);
        }

        if (handling["codes"]!.AsArray().Any(code => code!.GetValue<string>() == "H2"))
        {
            body["release"]!["full"] = Of(Some(["country:FR", "country:NO", "country:DK", "member:fr-ofast"], 0, 3));
        }

        return body;
    }

    public JsonObject Release(string owner)
    {
        var release = new JsonObject
        {
            ["full"] = Of(Some(Audiences, 0, 3)),
            ["hit"] = Of(Some(Audiences, 0, 2)),
            ["excluded"] = Of(Once(2) ? [] : Some([.. Excludable.Where(token => !IsOf(owner, token))], 1, 2)),
        };
        if (Once(4))
        {
            release["feeds"] = Once(2);
        }

        return release;
    }

    /// <summary>A merge patch of an own record of this kind; its content keeps the value, so that it stays findable.</summary>
    public JsonObject Patch(string kind, string value) => Below(6) switch
    {
        0 => new() { ["evaluation"] = new JsonObject { ["source"] = One(["A", "B", "C"]), ["information"] = 1 + Below(4) } },
        1 => new() { ["purposes"] = Of(Some(Purposes, 1, 4)) },
        2 => new() { ["reference"] = "ref-" + Below(100).ToString(CultureInfo.InvariantCulture) },
        3 => new() { ["handling"] = Once(2) ? new JsonObject { ["codes"] = new JsonArray("H0", "H1") } : Handling(3) },
        4 when kind == "account-handle" => new() { ["subject"] = Subject() },
        _ when kind == "account-handle" => new() { ["content"] = new JsonObject { ["platform"] = "tiktok", ["handle"] = value, ["role"] = One(["recruiter", "seller", "courier"]), ["note"] = Note() } },
        _ when kind == "lexicon-entry" => new() { ["content"] = new JsonObject { ["term"] = value, ["concept"] = "drug.cocaine", ["language"] = "und", ["diacritics"] = "exact", ["ambiguous"] = true, ["context"] = Note(), ["sources"] = new JsonArray("test") } },
        _ => new() { ["content"] = Pattern(value)["content"]!.DeepClone() },
    };

    /// <summary>What comes to stand on a record beside its owner's acts: something granted, taken back, or accepted.</summary>
    public object Beside(IReadOnlyList<string> members, DateTimeOffset now) => Below(6) switch
    {
        0 or 1 => new HandlingAcknowledged(One(members), One(members) + "-officer", now),
        2 or 3 => new DisclosureGranted(Numbered(), One(members), Asks.Content, Purpose: null, Fields: null, Secret: null, now.AddSeconds(Once(3) ? 5 : 5000), now),
        4 => new DisclosureGranted(Numbered(), One(members), Asks.OtherPurpose, One(Enum.GetValues<Purpose>()), Fields: null, Secret: null, now.AddSeconds(5000), now),
        _ => Once(2) ? new DisclosureRevoked(Numbered(), now) : new DisclosureGranted(Numbered(), One(members), One([Asks.JudicialUse, Asks.Onward]), Purpose: null, Fields: null, Secret: null, now.AddSeconds(5000), now),
    };

    public static JsonArray Of(IEnumerable<string> members) => [.. members.Select(member => (JsonNode)JsonValue.Create(member)!)];

    private static bool IsOf(string owner, string token) => token == "member:" + owner || token == "country:" + owner[..2].ToUpperInvariant();

    private JsonObject Handling(int codes = 5) => Below(codes) switch
    {
        0 => new() { ["codes"] = new JsonArray("H3"), ["conditions"] = "Ask the desk first." },
        1 => new() { ["codes"] = new JsonArray("H1") },
        4 => new() { ["codes"] = new JsonArray("H1", "H2") },
        _ => new() { ["codes"] = new JsonArray("H0") },
    };

    private JsonObject Subject() => Once(3)
        ? new() { ["categories"] = new JsonArray("victim"), ["age"] = One(["adult", "minor", "unknown"]), ["necessity"] = Note() }
        : new() { ["categories"] = Of(Some(["suspect", "contact", "associate"], 1, 2)), ["age"] = "adult" };

    private JsonObject Pattern(string title)
    {
        var body = Bodies.Term("x");
        body["kind"] = "recruitment-pattern";
        body["content"] = new JsonObject { ["title"] = title, ["description"] = Note(), ["task"] = "courier", ["role"] = "runner", ["platforms"] = new JsonArray("tiktok"), ["phrases"] = new JsonArray("easy cash"), ["sources"] = new JsonArray("test"), ["rule"] = Bodies.Rule([title]) };
        return body;
    }

    /// <summary>One of few requests, so that a revocation now and then meets its grant.</summary>
    private Guid Numbered() => new(Below(4), 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private string Note() => "Note " + Below(10_000).ToString(CultureInfo.InvariantCulture);
}
