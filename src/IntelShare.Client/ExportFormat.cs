namespace IntelShare.Client;

/// <summary>What an export looks like.</summary>
public enum ExportFormat
{
    Unlisted,

    /// <summary>A record a line.</summary>
    Ndjson,

    /// <summary>A table of one kind, exact to the byte.</summary>
    Csv,

    /// <summary>A table that a spreadsheet may open.</summary>
    CsvForSpreadsheets,

    /// <summary>One STIX 2.1 bundle.</summary>
    Stix,

    /// <summary>Events of MISP, one for each owner, kind and month.</summary>
    Misp,
}
