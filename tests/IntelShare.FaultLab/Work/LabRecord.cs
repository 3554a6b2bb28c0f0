using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.FaultLab.Checks;

namespace IntelShare.FaultLab.Work;

/// <summary>One record that a partner wants to exist exactly once, what it made of it, and what it was told of it.</summary>
internal sealed class LabRecord
{
    /// <summary>How the values of sealed kinds begin, which may stand nowhere in the clear.</summary>
    public const string SealedPrefix = "qzvlab";

    /// <summary>How the values of the other kinds begin.</summary>
    public const string PlainPrefix = "wxklab";

    private LabRecord(string owner, string key, string kind, string value) => (Owner, Key, Kind, Value) = (owner, key, kind, value);

    public string Owner { get; }

    public string Key { get; }

    public string Kind { get; }

    /// <summary>Occurs in no other record.</summary>
    public string Value { get; }

    public bool IsSealed => Kind == "account-handle";

    public History History { get; } = new();

    /// <summary>The records of the file that brings it in, itself among them; null where it is submitted alone.</summary>
    public IReadOnlyList<LabRecord>? File { get; private set; }

    /// <summary>The id that an acknowledgement named; null while none came.</summary>
    public string? Id { get; private set; }

    /// <summary>As the owner was told it last.</summary>
    public string? ETag { get; set; }

    /// <summary>True once an answer was lost: the record may or may not exist.</summary>
    public bool WasUnknown { get; set; }

    /// <summary>An acknowledgement named the record.</summary>
    public void Name(string id, Journal journal)
    {
        if (Id is { } earlier && earlier != id)
        {
            journal.Blame(Check.Duplicates, $"{Key} was answered with two records");
        }

        Id ??= id;
    }

    public static Stand First { get; } = new(Revision: 0, Audience.France, Ending.Open);

    /// <summary>Every fourth is an account: a sealed kind.</summary>
    public static LabRecord Make(string owner, int seed, int number) => number % 4 == 0
        ? new(owner, $"lab-{seed}-{number}", "account-handle", $"{SealedPrefix}{Letters(seed)}x{Letters(number)}")
        : new(owner, $"lab-{seed}-{number}", "lexicon-entry", $"{PlainPrefix}{Letters(seed)}x{Letters(number)}");

    /// <summary>Records that one file brings in.</summary>
    public static IReadOnlyList<LabRecord> MakeFile(string owner, int seed, IEnumerable<int> numbers)
    {
        LabRecord[] file = [.. numbers.Select(number => Make(owner, seed, number))];
        foreach (var record in file)
        {
            record.File = file;
        }

        return file;
    }

    /// <summary>What submits it, or brings it in; the same at every repetition on one day.</summary>
    public string Submission(DateTimeOffset now)
    {
        var body = new JsonObject
        {
            ["kind"] = Kind,
            ["reference"] = Key,
            ["content"] = Content(First.Revision),
            ["evaluation"] = "unassessed",
            ["handling"] = new JsonObject { ["codes"] = new JsonArray("H0") },
            ["release"] = Release(First.Audience),
            ["purposes"] = new JsonArray("cross-checking"),
            ["crimeAreas"] = new JsonArray("drug-trafficking"),
            ["retention"] = new JsonObject { ["reviewBy"] = now.AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["basis"] = "fault lab" },
        };
        if (IsSealed)
        {
            body["subject"] = new JsonObject { ["categories"] = new JsonArray("suspect"), ["age"] = "adult" };
        }

        return body.ToJsonString();
    }

    public JsonObject Content(int revision)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"revision {revision}");
        return IsSealed
            ? new() { ["platform"] = "tiktok", ["handle"] = Value, ["role"] = "recruiter", ["note"] = words }
            : new() { ["term"] = Value, ["concept"] = "drug.cocaine", ["meaning"] = words, ["language"] = "und", ["diacritics"] = "exact", ["ambiguous"] = true, ["sources"] = new JsonArray("fault lab") };
    }

    public JsonObject Release(Audience audience) => new()
    {
        ["full"] = new JsonArray([.. audience.HasFlag(Audience.France) ? ["country:FR"] : Array.Empty<JsonNode>(), .. audience.HasFlag(Audience.Netherlands) ? ["country:NL"] : Array.Empty<JsonNode>()]),
        ["feeds"] = !IsSealed,
    };

    /// <summary>The query that must find it.</summary>
    public JsonObject Query() => IsSealed
        ? new() { ["kind"] = Kind, ["value"] = Value, ["platform"] = "tiktok" }
        : new() { ["kind"] = Kind, ["value"] = Value };

    /// <summary>A text in which it must be found.</summary>
    public string Text() => IsSealed ? $"skriv till @{Value} i kväll" : $"ny {Value} i stan";

    /// <summary>The value and the revision that a view's content tells.</summary>
    public static (string? Value, int? Revision) Told(JsonNode? content) =>
        ((string?)(content?["term"] ?? content?["handle"]), (string?)(content?["meaning"] ?? content?["note"]) is { } words ? int.Parse(words.AsSpan("revision ".Length), CultureInfo.InvariantCulture) : null);

    // Digits could pass for a telephone number, which a term may not be.
    private static string Letters(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + (digit - '0'))));
}
