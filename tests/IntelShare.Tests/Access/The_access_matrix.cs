using System.Globalization;
using System.Text;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>The whole law over the whole cast, committed beside this file. A change of the law shows there, line by line; ACCEPT=1 writes it anew.</summary>
public sealed class The_access_matrix
{
    private static readonly Purpose[] Open = [Purpose.CrossChecking, Purpose.StrategicAnalysis, Purpose.InformationExchange];
    private static readonly Release Europe = new(["member-states", "schengen-associated"]);
    private static readonly Retention OneYear = new(new(2026, 12, 31), "Polisdatalagen");

    private static readonly (string Said, SubmitIndicator Command)[] Records =
    [
        ("a word, to Member States and Schengen", Cast.Slang() with { Purposes = Open, Release = Europe }),
        ("the same, without feeds", Cast.Slang() with { Purposes = Open, Release = Europe with { Feeds = false } }),
        ("the same, Belgium and the French gendarmerie excluded", Cast.Slang() with { Purposes = Open, Release = Europe with { Excluded = ["country:BE", "member:fr-gn"] } }),
        ("a word, to France, the USA, Eurojust and Interpol by name; Member States know of a match", Cast.Slang() with { Purposes = Open, Release = new(["country:FR", "country:US", "org:eurojust", "org:interpol", "org:edps", "org:hub"], ["member-states"]) }),
        ("H1 and H2, to Denmark and Norway by name", Cast.Slang() with { Purposes = Open, Handling = new([HandlingCode.H1, HandlingCode.H2]), Release = new(["country:DK", "member:no-kripos"]) }),
        ("H3, to Member States", Cast.Slang() with { Purposes = Open, Handling = new([HandlingCode.H3], "Ask first."), Release = new(["member-states"]) }),
        ("for operational analysis, to GRIMM as it stood on 15 January 2026", Cast.Slang() with { Purposes = [Purpose.OperationalAnalysis], Release = new(["task-force:grimm"]) }),
        ("for operational analysis, to GRIMM and whoever joins", Cast.Slang() with { Purposes = [Purpose.OperationalAnalysis], Release = new(["task-force:grimm+"]) }),
        ("for operational analysis, to Member States outside any task force", Cast.Slang() with { Purposes = [Purpose.OperationalAnalysis], Release = new(["member-states"]) }),
        ("an adult suspect's account, to Member States, the USA, Eurojust and Interpol", Cast.Account() with { Purposes = Open, Release = new(["member-states", "country:US", "org:eurojust", "org:interpol"]) }),
        ("a recruited minor's account, to Member States", Cast.RecruitedMinor() with { Purposes = Open, Release = new(["member-states"]), Retention = OneYear }),
        ("a word, to nobody", Cast.Slang() with { Purposes = Open, Release = new() }),
        ("a word, to Member States, withdrawn", Cast.Slang() with { Purposes = Open, Release = Europe }),
    ];

    private static readonly (string Said, string Member, Func<Reader, Reader> As)[] Readers =
    [
        ("Sweden, the owner", "se-noa", reader => reader),
        ("Sweden, another agency", "se-tull", reader => reader),
        ("France", "fr-ofast", reader => reader),
        ("France, officer cleared for protected persons", "fr-ofast", reader => reader with { Cleared = true }),
        ("France, gendarmerie", "fr-gn", reader => reader),
        ("Belgium", "be-fgp", reader => reader),
        ("Finland, in GRIMM since 1 March 2026", "fi-krp", reader => reader),
        ("Denmark, in GRIMM again since 1 April 2026", "dk-nsk", reader => reader),
        ("Netherlands, out of GRIMM since 1 February 2026", "nl-dlio", reader => reader),
        ("Ireland, never in GRIMM", "ie-gnbci", reader => reader),
        ("Norway", "no-kripos", reader => reader),
        ("USA, no agreement", "us-dea", reader => reader),
        ("USA, agreement non-personal", "us-dea", reader => reader with { Agreement = AgreementLevel.NonPersonal }),
        ("USA, agreement hit-only", "us-dea", reader => reader with { Agreement = AgreementLevel.HitOnly }),
        ("USA, agreement full", "us-dea", reader => reader with { Agreement = AgreementLevel.Full }),
        ("Eurojust", "eurojust", reader => reader),
        ("Interpol, no agreement", "interpol", reader => reader),
        ("the supervisor", "edps", reader => reader),
        ("the hub", "hub", reader => reader),
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
        var records = Records.Select((record, i) => i == Records.Length - 1
            ? Given.Submitted(record.Command).When(submitted => submitted.Withdraw(new("mistake"), Cast.Now)).Then()
            : Given.Submitted(record.Command)).ToArray();
        var text = new StringBuilder(
            """
            # The access matrix

            Who of the cast reads what of Sweden's, on 12 May 2026. Records are of 15 January 2026, H0 unless said otherwise, and their purposes are
            cross-checking, strategic analysis and information exchange. Each cell is the decision and the wall that made it; in brackets, what binds
            whoever reads in full. Written by `The_access_matrix.cs`; a change is accepted with `ACCEPT=1`.


            """);
        foreach (var (i, said) in Records.Select((record, i) => (i, record.Said)))
        {
            text.Append(CultureInfo.InvariantCulture, $"* **{Letter(i)}** {said}\n");
        }

        foreach (var (said, member, shaped) in Readers)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {said} (`{member}`)\n\n| role | purpose | {string.Join(" | ", Records.Select((_, i) => Letter(i)))} |\n|---|---|{string.Concat(Enumerable.Repeat("---|", Records.Length))}\n");
            foreach (var (roles, purposes, cells) in Lines(member, shaped, records))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {roles} | {purposes} | {cells} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Purposes, then roles, with equal cells share a line.</summary>
    private static IEnumerable<(string Roles, string Purposes, string Cells)> Lines(string member, Func<Reader, Reader> shaped, Indicator[] records) =>
        from line in
            from role in Enum.GetValues<Role>()
            from purpose in Enum.GetValues<Purpose>()
            let reader = shaped(Cast.Reader(member, purpose, role))
            let cells = string.Join(" | ", records.Select(record => Cell(AccessPolicy.Decide(reader, record))))
            group purpose by (role, cells) into same
            select (same.Key.role, Purposes: same.Count() == 4 ? "any" : string.Join(", ", same.Select(purpose => purpose.Code())), same.Key.cells)
        group line.role by (line.Purposes, line.cells) into same
        select (string.Join(", ", same.Select(role => role.Code())), same.Key.Purposes, same.Key.cells);

    private static string Cell(Ruling ruling) =>
        ruling.Level.Code()
        + (ruling.DecidedBy is { } wall ? " (" + wall.Code() + ")" : "")
        + (ruling.Obligations.Count > 0 ? " [" + string.Join(", ", ruling.Obligations.Select(obligation => obligation.Code())) + "]" : "");

    private static char Letter(int i) => (char)('A' + i);

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
