using System.Text.Json.Nodes;

namespace IntelShare.FaultLab;

/// <summary>One record that a partner wants to exist exactly once, and what it was told of it.</summary>
internal sealed class Submission
{
    private Submission(string key, string kind, string value, string body) => (Key, Kind, Value, Body) = (key, kind, value, body);

    public string Key { get; }

    public string Kind { get; }

    /// <summary>Occurs in no other submission.</summary>
    public string Value { get; }

    public string Body { get; }

    /// <summary>The id that an acknowledgement named; null while none came.</summary>
    public string? Id { get; set; }

    /// <summary>True once an answer was lost: the record may or may not exist.</summary>
    public bool WasUnknown { get; set; }

    /// <summary>Every fourth is an account: a sealed kind.</summary>
    public static Submission Make(int seed, int number)
    {
        var value = $"lab{Letters(seed)}x{Letters(number)}";
        var personal = number % 4 == 0;
        var body = new JsonObject
        {
            ["kind"] = personal ? "account-handle" : "lexicon-entry",
            ["content"] = personal
                ? new JsonObject { ["platform"] = "tiktok", ["handle"] = value, ["role"] = "recruiter" }
                : new JsonObject { ["term"] = value, ["concept"] = "drug.cocaine", ["language"] = "und", ["diacritics"] = "exact", ["ambiguous"] = true, ["sources"] = new JsonArray("fault lab") },
            ["evaluation"] = "unassessed",
            ["handling"] = new JsonObject { ["codes"] = new JsonArray("H0") },
            ["release"] = new JsonObject { ["full"] = new JsonArray("country:FR") },
            ["purposes"] = new JsonArray("cross-checking"),
            ["crimeAreas"] = new JsonArray("drug-trafficking"),
            ["retention"] = new JsonObject { ["reviewBy"] = TimeProvider.System.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["basis"] = "fault lab" },
        };
        if (personal)
        {
            body["subject"] = new JsonObject { ["categories"] = new JsonArray("suspect"), ["age"] = "adult" };
        }

        return new($"lab-{seed}-{number}", personal ? "account-handle" : "lexicon-entry", value, body.ToJsonString());
    }

    /// <summary>The query that must find it.</summary>
    public JsonObject Query() => Kind == "account-handle"
        ? new() { ["kind"] = Kind, ["value"] = Value, ["platform"] = "tiktok" }
        : new() { ["kind"] = Kind, ["value"] = Value };

    // Digits could pass for a telephone number, which a term may not be.
    private static string Letters(int number) => string.Concat($"{number}".Select(digit => (char)('a' + (digit - '0'))));
}
