using System.Text.Json.Nodes;

namespace IntelShare.Api.Tests.Cast;

/// <summary>Complete submissions, to be changed in one place by each test.</summary>
public static class Bodies
{
    /// <summary>A sense of a term, without personal data.</summary>
    public static JsonObject Term(string term, params string[] full) => Envelope("lexicon-entry", new JsonObject
    {
        ["term"] = term,
        ["concept"] = "drug.cocaine",
        ["language"] = "und",
        ["diacritics"] = "exact",
        ["ambiguous"] = true,
        ["sources"] = new JsonArray("test"),
    }, full);

    /// <summary>An account: personal data, about an adult suspect.</summary>
    public static JsonObject Handle(string handle, params string[] full)
    {
        var body = Envelope("account-handle", new JsonObject { ["platform"] = "tiktok", ["handle"] = handle, ["role"] = "recruiter" }, full);
        body["subject"] = new JsonObject { ["categories"] = new JsonArray("suspect"), ["age"] = "adult" };
        return body;
    }

    /// <summary>An account of which these audiences learn that it is known, and whom to ask.</summary>
    public static JsonObject HitOnly(string handle, params string[] hit)
    {
        var body = Handle(handle);
        body["release"] = new JsonObject { ["hit"] = new JsonArray([.. hit.Select(audience => JsonValue.Create(audience))]) };
        return body;
    }

    public static JsonObject Pattern(string title, JsonObject rule, params string[] full) => Envelope("recruitment-pattern", new JsonObject
    {
        ["title"] = title,
        ["description"] = "An errand that is paid.",
        ["task"] = "courier",
        ["role"] = "runner",
        ["rule"] = rule,
    }, full);

    /// <summary>A rule that asks for a word of each of these within ten tokens.</summary>
    public static JsonObject Rule(params string[][] groups) => new()
    {
        ["groups"] = new JsonArray([.. groups.Select((words, i) => new JsonObject { ["name"] = $"group {i}", ["words"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) })]),
        ["all"] = new JsonArray([.. groups.Select((_, i) => JsonValue.Create($"group {i}"))]),
        ["within"] = 10,
    };

    private static JsonObject Envelope(string kind, JsonObject content, string[] full) => new()
    {
        ["kind"] = kind,
        ["content"] = content,
        ["evaluation"] = new JsonObject { ["source"] = "B", ["information"] = 2 },
        ["handling"] = new JsonObject { ["codes"] = new JsonArray("H0") },
        ["release"] = new JsonObject { ["full"] = new JsonArray([.. full.Select(audience => JsonValue.Create(audience))]) },
        ["purposes"] = new JsonArray("cross-checking"),
        ["crimeAreas"] = new JsonArray("drug-trafficking"),
        ["retention"] = new JsonObject { ["reviewBy"] = "2027-11-30", ["basis"] = "national police law" },
    };
}
