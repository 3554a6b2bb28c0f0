using System.Globalization;
using System.Text;
using IntelShare.Access;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>The whole law over the whole cast, committed beside this file. A change of the law shows there, line by line; ACCEPT=1 writes it anew.</summary>
public sealed class The_access_matrix
{
    private const string Open = "purposes cross-checking strategic-analysis information-exchange; ";
    private const string Agreed = "us-dea; agreed full from 2026-01-01";

    private static readonly (string Says, string Record)[] Records =
    [
        ("A word, to Member States and Schengen", Open + "full member-states schengen-associated"),
        ("The same, without feeds", Open + "full member-states schengen-associated; feeds no"),
        ("The same, Belgium and the French gendarmerie excluded", Open + "full member-states schengen-associated; not country:BE member:fr-gn"),
        ("A word, to France, the USA, Eurojust, Interpol, the supervisor and the hub by name; Member States know of a match", Open + "full country:FR country:US org:eurojust org:interpol org:edps org:hub; hit member-states"),
        ("A word, to nobody", Open + "nothing"),
        ("A word, to Member States, withdrawn", Open + "full member-states; withdrawn"),
        ("A word, to Member States, erased", Open + "full member-states; erased"),
        ("A word, to Member States, kept as evidence alone", Open + "full member-states; restricted evidence"),
        ("The same, withdrawn", Open + "full member-states; restricted evidence; withdrawn"),
        ("The same, its restriction lifted", Open + "full member-states; restricted evidence; lifted"),
        ("A word, to Member States, its review day yesterday", Open + "full member-states; review by 2026-05-11"),
        ("The same, kept as evidence alone", Open + "full member-states; review by 2026-05-11; restricted evidence"),
        ("A word, to Member States, its review day today", Open + "full member-states; review by 2026-05-12"),
        ("H1 and H2, to Denmark, France and Norway by name", Open + "H1 H2; full country:DK country:FR member:no-kripos"),
        ("The same, and France may use it in court", Open + "H1 H2; full country:DK country:FR member:no-kripos; granted judicial-use fr-ofast"),
        ("The same, and France may pass it on", Open + "H1 H2; full country:DK country:FR member:no-kripos; granted onward fr-ofast"),
        ("H3, to Member States; France's officer 7 and Sweden's customs acknowledged its words", Open + "H3; full member-states; acknowledged fr-ofast officer-7; acknowledged se-tull officer-7"),
        ("The same, its words changed since", Open + "H3; full member-states; acknowledged fr-ofast officer-7; acknowledged se-tull officer-7; reworded Ask twice."),
        ("For cross-checking, to Member States", "full member-states"),
        ("The same, and France may use it for strategic analysis", "full member-states; granted other-purpose fr-ofast for strategic-analysis"),
        ("For operational analysis, to GRIMM as it stood on 15 January 2026", "purposes operational-analysis; full task-force:grimm"),
        ("For operational analysis, to GRIMM and whoever joins", "purposes operational-analysis; full task-force:grimm+"),
        ("For operational analysis, to Member States outside any task force", "purposes operational-analysis; full member-states"),
        ("The same, its content disclosed to France until 1 June", "purposes operational-analysis; full member-states; granted content fr-ofast"),
        ("A word, Member States and Schengen know of a match; its content disclosed to France until 1 June", Open + "hit member-states schengen-associated; granted content fr-ofast"),
        ("The same, narrowed to crime areas", Open + "hit member-states schengen-associated; granted content fr-ofast fields crime-areas"),
        ("The same, until this very moment", Open + "hit member-states schengen-associated; granted content fr-ofast until 2026-05-12T09:30"),
        ("The same, France excluded since", Open + "hit member-states schengen-associated; not country:FR; granted content fr-ofast"),
        ("H3, Member States know of a match; its content disclosed to France, its officer 7 acknowledged the words", Open + "H3; hit member-states; granted content fr-ofast; acknowledged fr-ofast officer-7"),
        ("An adult suspect's account, to Member States, the USA, Eurojust and Interpol", Open + "account; full member-states country:US org:eurojust org:interpol"),
        ("The same, Member States and the USA know of a match; its content disclosed to France and the USA", Open + "account; hit member-states country:US; granted content fr-ofast; granted content us-dea"),
        ("A recruited minor's account, to Member States", Open + "minor; full member-states"),
        ("The same, Member States know of a match; its content disclosed to France", Open + "minor; hit member-states; granted content fr-ofast"),
    ];

    private static readonly (string Who, string As, string Reader)[] Readers =
    [
        ("Sweden, the owner", "officer 7", "se-noa"),
        ("Sweden, the owner", "officer 7 cleared, for evidence", "se-noa; cleared officer-7 until 2026-06-01; ground evidence"),
        ("Sweden, having left", "", "se-noa; left se-noa 2026-05-11"),
        ("Sweden's customs", "", "se-tull"),
        ("France", "officer 7", "fr-ofast"),
        ("France", "officer 8", "fr-ofast; officer officer-8"),
        ("France", "officer 7 cleared, says why", "fr-ofast; cleared officer-7 until 2026-06-01"),
        ("France", "officer 7 cleared, does not say why", "fr-ofast; cleared officer-7 until 2026-06-01; unjustified"),
        ("France", "officer 7, cleared until this moment", "fr-ofast; cleared officer-7 until 2026-05-12T09:30"),
        ("France", "officer 7 cleared, for evidence", "fr-ofast; cleared officer-7 until 2026-06-01; ground evidence"),
        ("France", "officer 7 cleared, for evidence, does not say why", "fr-ofast; cleared officer-7 until 2026-06-01; ground evidence; unjustified"),
        ("France", "officer 7 cleared, since accuracy is contested", "fr-ofast; cleared officer-7 until 2026-06-01; ground accuracy-contested"),
        ("France", "officer 7 not cleared, for evidence", "fr-ofast; ground evidence"),
        ("France's gendarmerie", "", "fr-gn"),
        ("France's gendarmerie, Sweden leaving tomorrow", "", "fr-gn; left se-noa 2026-05-13"),
        ("France's gendarmerie, Sweden having left today", "", "fr-gn; left se-noa 2026-05-12"),
        ("France's gendarmerie, Sweden having left to a successor", "", "fr-gn; left se-noa 2026-05-12; succeeded se-noa by be-fgp"),
        ("France's gendarmerie, itself having left today", "", "fr-gn; left fr-gn 2026-05-12"),
        ("Belgium", "", "be-fgp"),
        ("Finland", "", "fi-krp"),
        ("Denmark", "", "dk-nsk"),
        ("Netherlands", "", "nl-dlio"),
        ("Ireland", "", "ie-gnbci"),
        ("Norway", "", "no-kripos"),
        ("USA", "no agreement", "us-dea"),
        ("USA", "non-personal", "us-dea; agreed non-personal from 2026-01-01"),
        ("USA", "hit-only", "us-dea; agreed hit-only from 2026-01-01"),
        ("USA", "full", Agreed),
        ("USA", "full from tomorrow", "us-dea; agreed full from 2026-05-13"),
        ("USA", "full until this moment", "us-dea; agreed full from 2026-01-01 until 2026-05-12T09:30"),
        ("USA", "hit-only, full from this moment", "us-dea; agreed hit-only from 2026-01-01 until 2026-05-12T09:30; agreed full from 2026-05-12T09:30"),
        ("USA", "full, ended yesterday", Agreed + "; ended 2026-05-11"),
        ("USA", "full, let in by Sweden", Agreed + "; authorised by se-noa from 2026-01-01"),
        ("USA", "full, let in by Sweden until this moment", Agreed + "; authorised by se-noa from 2026-01-01 until 2026-05-12T09:30"),
        ("USA", "full, let in by Sweden's customs", Agreed + "; authorised by se-tull from 2026-01-01"),
        ("Eurojust", "no agreement", "eurojust"),
        ("Eurojust", "full", "eurojust; agreed full from 2026-01-01"),
        ("Interpol", "", "interpol"),
        ("the supervisor", "", "edps"),
        ("the hub", "", "hub"),
    ];

    [Fact]
    public void is_the_one_on_file()
    {
        var file = Path.Combine(Folder(), "matrix.md");
        var matrix = Write();
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            File.WriteAllText(file, matrix);
        }

        Assert.Equal(File.ReadAllText(file), matrix);
    }

    private static string Write()
    {
        var text = new StringBuilder(
            """
            # The access matrix

            Who of the cast reads what of Sweden's, on 12 May 2026 at 9:30. Records are of 15 January 2026, H0 unless said otherwise, and their
            purposes are cross-checking, strategic analysis and information exchange unless said otherwise. One line a case: those to whom the law
            answers alike share it, and every reader in every role for every purpose stands in one line of each record. Beside the level stands the
            wall that decided, and what binds whoever reads in full. Written by `The_access_matrix.cs`; a change is accepted with `ACCEPT=1`.

            France, the USA and Eurojust ask in several situations, told in brackets where they are not answered alike: officers cleared for
            protected persons or not, agreements of every level and their dates, and whether Sweden lets the USA be reached through its task
            forces ("let in"). In GRIMM since its founding are Sweden, Belgium, France, Norway and, as guests, the USA, Eurojust and Interpol;
            Finland since 1 March 2026, Denmark again since 1 April 2026, the Netherlands until 1 February 2026, Ireland never.

            """);
        foreach (var (n, (says, record)) in Records.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {n + 1}. {says}\n\n| level | decided by | bound by | role | purpose | who |\n|---|---|---|---|---|---|\n");
            foreach (var line in Lines(Said.Record(record)))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Readers, then purposes, then roles with the same answer share a line; the best answers first.</summary>
    private static IEnumerable<string> Lines(IntelShare.Indicators.Indicator record) =>
        from line in
            from line in
                from reader in Readers
                from role in Enum.GetValues<Role>()
                from purpose in Enum.GetValues<Purpose>()
                let ruling = AccessPolicy.Decide(Said.Reader(reader.Reader, purpose, role), record)
                group (reader.Who, reader.As) by (Answer: Cells(ruling), ruling.Level, role, purpose) into same
                select (same.Key.Answer, same.Key.Level, same.Key.role, same.Key.purpose, Who: Together(same))
            group line.purpose by (line.Answer, line.Level, line.role, line.Who) into same
            select (same.Key.Answer, same.Key.Level, same.Key.role, Purposes: same.Count() == 4 ? "any" : string.Join(", ", same.Select(purpose => purpose.Code())), same.Key.Who)
        group line.role by (line.Answer, line.Level, line.Purposes, line.Who) into same
        orderby same.Key.Level descending
        select $"| {same.Key.Answer} | {(same.Count() == Enum.GetValues<Role>().Length ? "any" : string.Join(", ", same.Select(role => role.Code())))} | {same.Key.Purposes} | {same.Key.Who} |";

    /// <summary>Whoever is answered alike in each of its situations is named alone.</summary>
    private static string Together(IEnumerable<(string Who, string As)> readers) => string.Join("; ",
        from reader in readers
        group reader.As by reader.Who into situations
        select situations.Key + (situations.Count() == Readers.Count(reader => reader.Who == situations.Key) ? "" : " (" + string.Join(" / ", situations) + ")"));

    private static string Cells(Ruling ruling) =>
        $"{ruling.Level.Code()} | {ruling.DecidedBy?.Code()} | {string.Join(", ", ruling.Obligations.Select(obligation => obligation.Code()))}";

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "IntelShare.Tests.csproj")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The specification does not stand in its folder.");
        }

        return Path.Combine(folder.FullName, "Access");
    }
}
