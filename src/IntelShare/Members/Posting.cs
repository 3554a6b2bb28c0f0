using System.Text.Json;

namespace IntelShare.Members;

/// <summary>What the objects that a machine posts (TAXII) leave unsaid: a standard's object tells neither to whom it is released nor why it is kept.</summary>
/// <param name="Defaults">Members of a submission, of these: evaluation, handling, release, purposes, crimeAreas, retention, subject. At most 4 KiB. Checked with each object.</param>
/// <param name="ReviewAfterDays">From the posting to the review of a new record; 1 to 1,096.</param>
public sealed record Posting(JsonElement? Defaults, int? ReviewAfterDays)
{
    private const int LongestDefaults = 4096;
    private const int MostDays = 1096;

    // What tells one record from another is never said for all.
    private static readonly string[] Sayable = ["evaluation", "handling", "release", "purposes", "crimeAreas", "retention", "subject"];

    /// <summary>Whether both say the same, in whatever order.</summary>
    public static bool SaysTheSame(Posting? one, Posting? other) => one?.ReviewAfterDays == other?.ReviewAfterDays
        && (one?.Defaults, other?.Defaults) switch { (null, null) => true, ({ } a, { } b) => JsonElement.DeepEquals(a, b), _ => false };

    /// <summary>Whether every text in it can be stored.</summary>
    private static bool IsText(JsonElement said)
    {
        try
        {
            return said.ValueKind switch
            {
                JsonValueKind.Object => said.EnumerateObject().All(member => !member.Name.Contains('\0', StringComparison.Ordinal) && IsText(member.Value)),
                JsonValueKind.Array => said.EnumerateArray().All(IsText),
                JsonValueKind.String => !said.GetString()!.Contains('\0', StringComparison.Ordinal),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return false;
        }
    }

    /// <summary>Refusals, relative to the client.</summary>
    internal IEnumerable<Refusal> Check(Role[] roles) =>
    [
        .. roles.Contains(Role.Contributor) ? Array.Empty<Refusal>() : [new("only-contributors", "/posting", "Only a contributor posts objects.")],
        .. Defaults is not { } said ? []
            : said.ValueKind != JsonValueKind.Object ? [new("wrong-type", "/posting/defaults", "Expected an object.")]
            : !IsText(said) ? [new("malformed-text", "/posting/defaults", "Whole characters, and none that is null.")]
            : said.GetRawText().Length > LongestDefaults ? [new("too-long", "/posting/defaults", $"At most {LongestDefaults} characters.")]
            : said.EnumerateObject().Where(member => !Sayable.Contains(member.Name, StringComparer.Ordinal)).Select(member => new Refusal("unknown-member", "/posting/defaults", $"Of these: {string.Join(", ", Sayable)}.")).Take(1),
        .. ReviewAfterDays is null or (>= 1 and <= MostDays) ? Array.Empty<Refusal>() : [new("out-of-range", "/posting/reviewAfterDays", $"1 to {MostDays}.")],
    ];
}
