using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>
/// Cases: what Sweden released on 15 January 2026 | who asks on 12 May | what the law answers. A record is a word for cross-checking under H0,
/// a reader an analyst who cross-checks, unless the case says otherwise.
/// </summary>
public sealed class Reading_an_indicator
{
    private const string Cases =
        """
        full member-states                                 | fr-ofast                              | full
        full member-states                                 | no-kripos                             | none audience
        full schengen-associated                           | no-kripos                             | full
        full schengen-associated                           | fr-ofast                              | none audience
        full member-states                                 | us-dea agreement full                 | none audience
        full country:FR                                    | fr-ofast                              | full
        full country:FR                                    | fr-gn                                 | full
        full member:fr-ofast                               | fr-gn                                 | none audience
        full country:SE                                    | se-tull                               | full
        full country:DE                                    | se-tull                               | none audience
        hit country:FR                                     | fr-ofast                              | hit audience
        hit member-states; full country:FR                 | fr-ofast                              | full
        hit country:FR; full member-states                 | fr-ofast                              | full
        nothing                                            | fr-ofast                              | none audience
        nothing                                            | se-noa                                | full owner
        withdrawn; full member-states                      | fr-ofast                              | none lifecycle
        withdrawn; full member-states                      | se-noa                                | full owner
        full member-states; not country:FR                 | fr-ofast                              | none exclusion
        full member-states country:FR; not country:FR      | fr-ofast                              | none exclusion
        full member-states; not member:fr-gn               | fr-gn                                 | none exclusion
        full member-states; not member:fr-gn               | fr-ofast                              | full
        full task-force:grimm; not country:FR              | fr-ofast                              | none exclusion
        full task-force:grimm                              | fr-ofast                              | full
        full task-force:grimm                              | fr-gn                                 | full
        full task-force:grimm                              | ie-gnbci                              | none audience
        full task-force:grimm                              | fi-krp                                | none audience
        full task-force:grimm+                             | fi-krp                                | full
        full task-force:grimm                              | nl-dlio                               | none audience
        full task-force:grimm+                             | nl-dlio                               | none audience
        full task-force:grimm                              | dk-nsk                                | full
        on 2026-03-15; full task-force:grimm               | dk-nsk                                | none audience
        on 2026-03-15; full task-force:grimm               | fi-krp                                | full
        full task-force:grimm+                             | us-dea agreement full                 | none audience
        full task-force:grimm+                             | eurojust agreement full               | none audience
        full country:US                                    | us-dea                                | none agreement
        full country:US                                    | us-dea agreement hit-only             | hit agreement
        full country:US                                    | us-dea agreement non-personal         | full
        account; full country:US                           | us-dea agreement non-personal         | none agreement
        account; full country:US                           | us-dea agreement full                 | full
        hit country:US                                     | us-dea agreement full                 | hit audience
        full org:eurojust                                  | eurojust                              | hit agreement
        full org:edps                                      | edps                                  | none agreement
        full org:hub                                       | hub                                   | none agreement
        full member-states                                 | fr-ofast as contributor               | none role
        full member-states                                 | fr-ofast as discloser                 | none role
        full member-states                                 | fr-ofast as agency-admin              | none role
        full member-states                                 | fr-ofast as auditor                   | none role
        full member-states                                 | fr-ofast as hub-admin                 | none role
        full member-states                                 | fr-ofast as analyst auditor           | none role
        full member-states                                 | fr-ofast as feed                      | full
        feeds no; full member-states                       | fr-ofast as feed                      | none role
        feeds no; full member-states                       | fr-ofast as feed analyst              | full
        account; full member-states                        | fr-ofast as feed                      | none role
        account; feeds yes; full member-states             | fr-ofast as feed                      | full
        minor; full member-states                          | fr-ofast                              | none role
        minor; full member-states                          | fr-ofast cleared                      | full
        minor; full member-states                          | fr-ofast cleared as feed              | none role
        minor; hit member-states                           | fr-ofast cleared                      | hit audience
        minor; nothing                                     | se-noa                                | full owner
        nothing                                            | se-noa as contributor                 | full owner
        nothing                                            | se-noa as feed                        | full owner
        nothing                                            | se-noa as auditor                     | none owner
        nothing                                            | se-noa as agency-admin                | none owner
        nothing                                            | se-noa as analyst hub-admin           | none owner
        full member-states                                 | fr-ofast for strategic-analysis       | none purpose
        purposes strategic-analysis; full member-states    | fr-ofast                              | none purpose
        purposes operational-analysis; full member-states  | fr-ofast                              | hit purpose
        purposes operational-analysis; full member-states  | fr-ofast for strategic-analysis       | none purpose
        purposes operational-analysis; full member-states  | fr-ofast for operational-analysis     | hit project
        purposes operational-analysis; full member-states; hit task-force:grimm | fr-ofast for operational-analysis | hit project
        purposes operational-analysis; full task-force:grimm | fr-ofast for operational-analysis   | full
        purposes operational-analysis; full member-states task-force:grimm | nl-dlio for operational-analysis | hit project
        purposes operational-analysis; full member-states task-force:grimm | fi-krp for operational-analysis  | hit project
        purposes operational-analysis; full member-states task-force:grimm+ | fi-krp for operational-analysis | full
        purposes operational-analysis cross-checking; full member-states | fr-ofast                | full
        H1; full member-states                             | fr-ofast                              | full not-in-judicial-proceedings
        H2; full country:FR                                | fr-ofast                              | full no-onward-dissemination
        H1 H2; full country:FR                             | fr-ofast                              | full not-in-judicial-proceedings no-onward-dissemination
        H1 H2; full country:FR                             | se-noa                                | full owner
        H1; hit country:FR                                 | fr-ofast                              | hit audience
        H3; full member-states                             | fr-ofast                              | hit handling
        H3; hit member-states                              | fr-ofast                              | hit audience
        H3; nothing                                        | se-noa                                | full owner
        withdrawn; full member-states; not country:FR      | fr-ofast as auditor                   | none lifecycle
        H3; full country:US                                | us-dea agreement hit-only             | hit agreement
        """;

    public static TheoryData<string, string, string> Lines => [.. Cases.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(line => (line[0], line[1], line[2]))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void is_decided_as_the_law_says(string record, string reader, string answer)
    {
        var ruling = AccessPolicy.Decide(Reader(reader), Record(record));
        string?[] said = [ruling.Level.Code(), ruling.DecidedBy?.Code(), .. ruling.Obligations.Select(obligation => obligation.Code())];
        Assert.Equal(answer, string.Join(' ', said.OfType<string>()));
    }

    private static Indicator Record(string said)
    {
        var command = Cast.Slang() with { Release = new() };
        var (at, withdrawn) = (Cast.Released, false);
        foreach (var words in said.Split(';', StringSplitOptions.TrimEntries).Select(part => part.Split(' ')))
        {
            command = words switch
            {
                ["nothing"] => command,
                ["withdrawn"] => command,
                ["on", _] => command,
                ["account"] => Cast.Account() with { Release = command.Release },
                ["minor"] => Cast.RecruitedMinor() with { Release = command.Release, Retention = new(new(2026, 12, 31), "Polisdatalagen") },
                ["feeds", var feeds] => command with { Release = command.Release! with { Feeds = feeds == "yes" } },
                ["full", .. var tokens] => command with { Release = command.Release! with { Full = tokens } },
                ["hit", .. var tokens] => command with { Release = command.Release! with { Hit = tokens } },
                ["not", .. var tokens] => command with { Release = command.Release! with { Excluded = tokens } },
                ["purposes", .. var purposes] => command with { Purposes = [.. purposes.Select(Of<Purpose>)] },
                _ => command with { Handling = new([.. words.Select(Of<HandlingCode>)], words.Contains("H3") ? "Ask first." : null) },
            };
            (at, withdrawn) = words switch
            {
                ["on", var day] => (new(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), default, TimeSpan.Zero), withdrawn),
                ["withdrawn"] => (at, true),
                _ => (at, withdrawn),
            };
        }

        var record = Given.Submitted(command, at);
        return withdrawn ? record.When(submitted => submitted.Withdraw(new("mistake"), Cast.Now)).Then() : record;
    }

    private static Reader Reader(string said)
    {
        var words = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var roles = words.SkipWhile(word => word != "as").Skip(1).Select(Of<Role>).ToArray();
        var reader = Cast.Reader(words[0], After("for") is { } purpose ? Of<Purpose>(purpose) : Purpose.CrossChecking, roles) with { Cleared = words.Contains("cleared") };
        return After("agreement") is { } level ? reader with { Agreement = Of<AgreementLevel>(level) } : reader;

        string? After(string word) => words.SkipWhile(other => other != word).Skip(1).FirstOrDefault();
    }

    private static T Of<T>(string code) where T : struct, Enum => Codes.TryRead<T>(code, out var member) ? member : throw new FormatException($"{code} is no code of {typeof(T).Name}.");
}
