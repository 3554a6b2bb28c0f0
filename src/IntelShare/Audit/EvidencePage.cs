using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntelShare.Audit;

/// <summary>Evidence for those who read no JSON: one page, made of the evidence alone and the same whenever it is made.</summary>
public static class EvidencePage
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8 HTML without scripts and without links.</summary>
    public static byte[] Of(Evidence evidence, Checkpoint checkpoint)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Evidence ").Append(evidence.Indicator.ToString("D")).Append("</title>\n")
            .Append("<style>body{font:11pt/1.4 serif;max-width:48em;margin:2em auto}pre{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid #999;padding-left:1em}h2{margin-top:2em}</style></head><body>\n");
        page.Append("<h1>Record ").Append(evidence.Indicator.ToString("D")).Append("</h1>\n");
        Paragraph(page, $"From the audit log {evidence.Origin}, which had {checkpoint.Size.ToString(CultureInfo.InvariantCulture)} entries and the root {checkpoint.Root} when the hub signed it.");
        Paragraph(page, "This page is made of evidence.json. Verify the folder with: intelshare audit verify.");
        page.Append("<h2>What the hub told of the record</h2>\n");
        Paragraph(page, $"On {evidence.Statement.Split('\n').ElementAtOrDefault(3)}, under its signature:");
        Pre(page, Pretty(evidence.Told));
        page.Append("<h2>What is on record of it</h2>\n");
        foreach (var entry in evidence.Entries)
        {
            Paragraph(page, $"Entry {entry.Index.ToString(CultureInfo.InvariantCulture)} of the log:");
            Pre(page, Pretty(entry.Leaf));
            foreach (var fact in entry.Facts.Select(fact => StoredFact.Parse(fact.Text)!))
            {
                Paragraph(page, $"It wrote the fact {fact.Type}, version {fact.Version.ToString(CultureInfo.InvariantCulture)} of the record:");
                Pre(page, Pretty(fact.Data));
                if (evidence.Key is { } key && fact.Open(key) is { } opened)
                {
                    Paragraph(page, "Sealed in it:");
                    Pre(page, Pretty(opened));
                }
            }
        }

        return Encoding.UTF8.GetBytes(page.Append("</body></html>\n").ToString());
    }

    private static void Paragraph(StringBuilder page, string text) => page.Append("<p>").Append(WebUtility.HtmlEncode(text)).Append("</p>\n");

    private static void Pre(StringBuilder page, string text) => page.Append("<pre>").Append(WebUtility.HtmlEncode(text)).Append("</pre>\n");

    /// <summary>As it stands where it is no JSON.</summary>
    private static string Pretty(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document, Indented);
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
