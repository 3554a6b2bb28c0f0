namespace IntelShare.Client;

/// <summary>What became of a file.</summary>
public sealed record ImportResult
{
    /// <summary>Of the import; a set of records that can be released or withdrawn together.</summary>
    public required Guid Id { get; init; }

    public required bool DryRun { get; init; }

    public required long Rows { get; init; }

    public required long Submitted { get; init; }

    public required long Amended { get; init; }

    public required long Same { get; init; }

    public required long Withdrawn { get; init; }

    public required long PassedOver { get; init; }

    public required long Refused { get; init; }
}

/// <summary>What became of one row.</summary>
public sealed record ImportOutcome
{
    /// <summary>Its number in the file, from 1; the header of a table and empty lines are not counted.</summary>
    public required long Row { get; init; }

    public required RowOutcome Outcome { get; init; }

    /// <summary>The record; null where the row was refused, or only tried.</summary>
    public Guid? Indicator { get; init; }

    /// <summary>Every reason why it was refused.</summary>
    public IReadOnlyList<Refusal>? Problems { get; init; }

    /// <summary>Names of what a STIX object says that the record does not carry.</summary>
    public IReadOnlyList<string>? Lost { get; init; }
}

/// <summary>What a file is, by its media type.</summary>
public static class ImportFormat
{
    /// <summary>A submission a line.</summary>
    public const string Ndjson = "application/x-ndjson";

    /// <summary>A table with a header; comma, semicolon or tab; UTF-8.</summary>
    public const string Csv = "text/csv";

    /// <summary>A STIX 2.1 bundle.</summary>
    public const string Stix = "application/stix+json";

    /// <summary>Events of MISP.</summary>
    public const string Misp = "application/vnd.misp+json";
}
