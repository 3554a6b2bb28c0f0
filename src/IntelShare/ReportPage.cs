using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace IntelShare;

/// <summary>A report for those who read no JSON: one page to be printed, without scripts, links or anything from elsewhere.</summary>
public static class ReportPage
{
    private const string Style =
        "body{font:10pt/1.4 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold;margin-top:2em}"
        + "th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}thead{display:table-header-group}tr{break-inside:avoid}@page{size:A4 landscape;margin:1.5cm}";

    /// <summary>The policy under which a browser shows the page as it is, and nothing that somebody smuggled into it.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    /// <summary>UTF-8 HTML.</summary>
    /// <param name="title">What the report is.</param>
    /// <param name="words">Paragraphs before the tables.</param>
    /// <param name="sheets">The tables; one without rows says so.</param>
    public static byte[] Of(string title, IEnumerable<string> words, IEnumerable<Sheet> sheets)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(sheets);
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        page.Append(WebUtility.HtmlEncode(title)).Append("</title>\n<style>").Append(Style).Append("</style></head><body>\n<h1>").Append(WebUtility.HtmlEncode(title)).Append("</h1>\n");
        foreach (var paragraph in words)
        {
            page.Append("<p>").Append(WebUtility.HtmlEncode(paragraph)).Append("</p>\n");
        }

        foreach (var sheet in sheets)
        {
            page.Append("<table><caption>").Append(WebUtility.HtmlEncode(sheet.Name)).Append("</caption>\n<thead><tr>");
            Cells(page, "th", sheet.Columns);
            page.Append("</tr></thead><tbody>\n");
            foreach (var row in sheet.Rows)
            {
                Cells(page.Append("<tr>"), "td", row);
                page.Append("</tr>\n");
            }

            page.Append(sheet.Rows.Count == 0 ? $"<tr><td colspan=\"{sheet.Columns.Count}\">none</td></tr>\n" : "").Append("</tbody></table>\n");
        }

        return Encoding.UTF8.GetBytes(page.Append("</body></html>\n").ToString());
    }

    private static void Cells(StringBuilder page, string tag, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            page.Append('<').Append(tag).Append('>').Append(WebUtility.HtmlEncode(cell ?? "")).Append("</").Append(tag).Append('>');
        }
    }
}
