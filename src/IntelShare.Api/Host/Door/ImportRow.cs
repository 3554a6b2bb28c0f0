using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Indicators;
using IntelShare.Stix;

namespace IntelShare.Api.Host.Door;

/// <summary>A row as it was read: a record to submit, or why it is none.</summary>
/// <param name="Number">From 1; the header of a table is no row.</param>
internal readonly record struct ImportRow(long Number, SubmitIndicator? Command, IReadOnlyList<Refusal> Refusals)
{
    /// <summary>By which an own record is found again.</summary>
    public string? Reference => Command?.Reference ?? Revoked;

    /// <summary>The reference of what its producer took back for good; null of all other rows.</summary>
    public string? Revoked { get; init; }

    /// <summary>The only kind of record that it may begin or change; null: any.</summary>
    public string? Kind { get; init; }

    /// <summary>Of the file; 0 where the file was read whole.</summary>
    public int Bytes { get; init; }

    /// <summary>Names of what a record cannot carry.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>Whether it stands beside others and is no record of its own.</summary>
    public bool IsPassedOver => Command is null && Revoked is null && Refusals.Count == 0;

    /// <summary>What an object of a bundle, an envelope or an event says, as a row.</summary>
    /// <param name="one">The object as it was read.</param>
    /// <param name="defaults">What it does not say.</param>
    public static ImportRow Of(Reading one, JsonObject defaults)
    {
        var none = new ImportRow(one.Index + 1, Command: null, []);
        try
        {
            return one switch
            {
                Offered offered => none with { Command = offered.Over(Unsaid(defaults, offered.Body)!).Deserialize<SubmitIndicator>(Json.Wire), Lost = offered.Lost },
                Withdrawn => none with { Revoked = one.Id },
                Sighted => none with { Refusals = [new("no-record", "", "A sighting is reported on the record that it is of.")] },
                Refused refused => none with { Refusals = refused.Refusals },
                Consumed consumed => none with { Lost = consumed.Lost },
                _ => none,
            };
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return none with { Refusals = [Body.Refusal(malformed)] };
        }
    }

    /// <summary>What a row may leave to the defaults: they speak for several kinds, and one that holds no personal data is about nobody.</summary>
    public static JsonObject? Unsaid(JsonObject? defaults, JsonObject said)
    {
        if (defaults?["subject"] is null || IntelShare.Indicators.Kind.All.GetValueOrDefault((said["kind"] ?? defaults["kind"])?.ToString() ?? "") is not { Personal: false })
        {
            return defaults;
        }

        var impersonal = (JsonObject)defaults.DeepClone();
        impersonal.Remove("subject");
        return impersonal;
    }
}

/// <summary>The file cannot be read on: nothing of what follows is.</summary>
internal sealed class UnreadableFileException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}
