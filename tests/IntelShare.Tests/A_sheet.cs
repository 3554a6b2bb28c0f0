using System.Text;

namespace IntelShare.Tests;

public sealed class A_sheet
{
    private static readonly Sheet Names = new("Agencies", ["agency", "name", "desk"], [["se-noa", "NOA, Stockholm", null], ["x", "=HYPERLINK(\"http://evil\")", "@desk"]]);

    [Fact]
    public void is_a_table_with_a_value_a_row_and_nothing_for_what_is_absent() =>
        Assert.Equal(
            "section,subject,property,value\r\nAgencies,se-noa,name,\"NOA, Stockholm\"\r\nAgencies,x,name,\"'=HYPERLINK(\"\"http://evil\"\")\"\r\nAgencies,x,desk,\"'@desk\"\r\n",
            Encoding.UTF8.GetString(Sheet.Csv([Names])));

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("  =1")]
    [InlineData("＝1")]
    public void has_no_cell_that_a_spreadsheet_runs(string words) =>
        Assert.Contains($"\"'{words}\"", Encoding.UTF8.GetString(Sheet.Csv([new("s", ["a", "b"], [["x", words]])])), StringComparison.Ordinal);

    [Fact]
    public void is_a_page_in_which_nobodys_words_are_more_than_words()
    {
        var page = Encoding.UTF8.GetString(ReportPage.Of("<script>", ["&"], [new("</caption>", ["<th>"], [["<img src=x onerror=alert(1)>"]]), new("Empty", ["a", "b"], [])]));

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("<p>&amp;</p>", page, StringComparison.Ordinal);
        Assert.Contains("<td colspan=\"2\">none</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void is_shown_under_a_policy_that_admits_its_own_style_alone()
    {
        var page = Encoding.UTF8.GetString(ReportPage.Of("t", [], []));
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];

        Assert.Contains($"style-src 'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", ReportPage.Policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", ReportPage.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
    }
}
