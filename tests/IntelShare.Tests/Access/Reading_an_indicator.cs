using IntelShare.Access;
using IntelShare.Indicators;

namespace IntelShare.Tests.Access;

/// <summary>
/// Cases: what Sweden released on 15 January 2026 | who asks on 12 May at 9:30 | what the law answers. A record is a word for
/// cross-checking under H0, a reader an analyst who cross-checks, unless the case says otherwise (<see cref="Said"/>).
/// </summary>
public sealed class Reading_an_indicator
{
    private const string Cases =
        """
        full member-states                                 | fr-ofast                              | full
        full member-states                                 | no-kripos                             | none audience
        full schengen-associated                           | no-kripos                             | full
        full schengen-associated                           | fr-ofast                              | none audience
        full member-states                                 | us-dea; agreed full from 2026-01-01   | none audience
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
        full task-force:grimm+                             | us-dea; agreed full from 2026-01-01   | none audience
        full task-force:grimm+                             | eurojust; agreed full from 2026-01-01 | none audience
        full country:US                                    | us-dea                                | none agreement
        full country:US                                    | us-dea; agreed hit-only from 2026-01-01 | hit agreement
        full country:US                                    | us-dea; agreed non-personal from 2026-01-01 | full
        account; full country:US                           | us-dea; agreed non-personal from 2026-01-01 | none agreement
        account; full country:US                           | us-dea; agreed full from 2026-01-01   | full
        hit country:US                                     | us-dea; agreed full from 2026-01-01   | hit audience
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
        minor; full member-states                          | fr-ofast; cleared officer-7 until 2026-06-01 | full
        minor; full member-states                          | fr-ofast as feed; cleared officer-7 until 2026-06-01 | none role
        minor; hit member-states                           | fr-ofast; cleared officer-7 until 2026-06-01 | hit audience
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
        purposes operational-analysis; full member-states; hit task-force:grimm | fr-ofast for operational-analysis     | hit project
        purposes operational-analysis; full task-force:grimm | fr-ofast for operational-analysis     | full
        purposes operational-analysis; full member-states task-force:grimm | nl-dlio for operational-analysis      | hit project
        purposes operational-analysis; full member-states task-force:grimm | fi-krp for operational-analysis       | hit project
        purposes operational-analysis; full member-states task-force:grimm+ | fi-krp for operational-analysis       | full
        purposes operational-analysis cross-checking; full member-states | fr-ofast                              | full
        H1; full member-states                             | fr-ofast                              | full not-in-judicial-proceedings
        H2; full country:FR                                | fr-ofast                              | full no-onward-dissemination
        H1 H2; full country:FR                             | fr-ofast                              | full not-in-judicial-proceedings no-onward-dissemination
        H1 H2; full country:FR                             | se-noa                                | full owner
        H1; hit country:FR                                 | fr-ofast                              | hit audience
        H3; full member-states                             | fr-ofast                              | hit handling
        H3; hit member-states                              | fr-ofast                              | hit audience
        H3; nothing                                        | se-noa                                | full owner
        withdrawn; full member-states; not country:FR      | fr-ofast as auditor                   | none lifecycle
        H3; full country:US                                | us-dea; agreed hit-only from 2026-01-01 | hit agreement
        H3; full member-states; acknowledged fr-ofast officer-7 | fr-ofast                              | full
        H3; full member-states; acknowledged fr-ofast officer-7 | fr-ofast; officer officer-8           | hit handling
        H3; full member-states; acknowledged fr-ofast officer-7 | fr-gn                                 | hit handling
        H3; full member-states; acknowledged fr-ofast officer-7; reworded Ask twice. | fr-ofast                              | hit handling
        H3; full member-states; acknowledged fr-ofast officer-7; reworded Ask first. | fr-ofast                              | full
        H3; full member-states; acknowledged fr-ofast officer-7; reworded Ask twice.; acknowledged fr-ofast officer-7 | fr-ofast                              | full
        H3; hit member-states; acknowledged fr-ofast officer-7 | fr-ofast                              | hit audience
        H1 H3; full member-states; acknowledged fr-ofast officer-7 | fr-ofast                              | full not-in-judicial-proceedings
        H3; full country:US; acknowledged us-dea officer-7 | us-dea; agreed hit-only from 2026-01-01 | hit agreement
        hit member-states; granted content fr-ofast        | fr-ofast                              | full disclosure
        hit member-states; granted content fr-ofast        | fr-ofast; officer officer-8           | full disclosure
        hit member-states; granted content fr-ofast        | fr-gn                                 | hit audience
        hit member-states; granted content fr-gn           | fr-ofast                              | hit audience
        hit member-states; granted content fr-ofast fields details+crime-areas | fr-ofast                              | full disclosure
        hit member-states; granted content fr-ofast until 2026-05-12T09:30 | fr-ofast                              | hit audience
        hit member-states; granted content fr-ofast until 2026-05-12T09:30 | fr-ofast; at 2026-05-12T09:29:59.9999999 | full disclosure
        hit member-states; granted content fr-ofast; revoked content fr-ofast | fr-ofast                              | hit audience
        hit member-states; granted content fr-ofast; granted content fr-gn; revoked content fr-gn | fr-ofast                              | full disclosure
        hit member-states; granted content fr-ofast until 2026-05-01; granted content fr-ofast | fr-ofast                              | full disclosure
        hit member-states; granted content fr-ofast; granted content fr-ofast until 2026-05-01 | fr-ofast                              | hit audience
        full member-states; granted content fr-ofast       | fr-ofast                              | full
        nothing; granted content fr-ofast                  | fr-ofast                              | none audience
        hit member-states; not country:FR; granted content fr-ofast | fr-ofast                              | none exclusion
        hit member-states; not member:fr-ofast; granted content fr-ofast | fr-ofast                              | none exclusion
        hit member-states; granted content fr-ofast; withdrawn | fr-ofast                              | none lifecycle
        hit member-states; granted content fr-ofast        | fr-ofast as contributor               | none role
        hit member-states; feeds no; granted content fr-ofast | fr-ofast as feed                      | none role
        hit member-states; granted content fr-ofast        | fr-ofast as feed                      | full disclosure
        minor; hit member-states; granted content fr-ofast | fr-ofast                              | none role
        minor; hit member-states; granted content fr-ofast | fr-ofast; cleared officer-7 until 2026-06-01 | full disclosure
        H3; hit member-states; granted content fr-ofast    | fr-ofast                              | hit handling
        H3; hit member-states; granted content fr-ofast; acknowledged fr-ofast officer-7 | fr-ofast                              | full disclosure
        hit country:US; granted content us-dea             | us-dea                                | none agreement
        hit country:US; granted content us-dea             | us-dea; agreed hit-only from 2026-01-01 | hit agreement
        account; hit country:US; granted content us-dea    | us-dea; agreed non-personal from 2026-01-01 | none agreement
        hit country:US; granted content us-dea             | us-dea; agreed non-personal from 2026-01-01 | full disclosure
        hit org:eurojust; granted content eurojust         | eurojust                              | hit agreement
        purposes operational-analysis; full member-states; granted content fr-ofast | fr-ofast                              | full disclosure
        purposes operational-analysis; full member-states; granted content fr-ofast | fr-ofast for operational-analysis     | full disclosure
        purposes operational-analysis; full member-states; granted content fr-ofast | fr-ofast for strategic-analysis       | none purpose
        purposes operational-analysis; hit member-states; granted content fr-ofast | fr-ofast for operational-analysis     | full disclosure
        purposes operational-analysis; full task-force:grimm; granted content fr-ofast | fr-ofast for operational-analysis     | full
        full member-states; granted content fr-ofast       | fr-ofast for strategic-analysis       | none purpose
        H1 H2; hit country:FR; granted content fr-ofast    | fr-ofast                              | full disclosure not-in-judicial-proceedings no-onward-dissemination
        H1 H2; full country:FR; granted judicial-use fr-ofast | fr-ofast                              | full no-onward-dissemination
        H1 H2; full country:FR; granted onward fr-ofast    | fr-ofast                              | full not-in-judicial-proceedings
        H1 H2; full country:FR; granted judicial-use fr-ofast; granted onward fr-ofast | fr-ofast                              | full
        H1 H2; full country:FR; granted judicial-use fr-ofast; granted onward fr-ofast | fr-gn                                 | full not-in-judicial-proceedings no-onward-dissemination
        H1; full country:FR; granted judicial-use fr-ofast until 2026-05-12T09:30 | fr-ofast                              | full not-in-judicial-proceedings
        H1; full country:FR; granted judicial-use fr-ofast; revoked judicial-use fr-ofast | fr-ofast                              | full not-in-judicial-proceedings
        H1; hit country:FR; granted judicial-use fr-ofast  | fr-ofast                              | hit audience
        H2; hit country:FR; granted onward fr-ofast        | fr-ofast                              | hit audience
        H1; full country:FR; granted other-purpose fr-ofast for strategic-analysis | fr-ofast                              | full not-in-judicial-proceedings
        full member-states; granted other-purpose fr-ofast for strategic-analysis | fr-ofast for strategic-analysis       | full
        full member-states; granted other-purpose fr-ofast for strategic-analysis | fr-ofast for information-exchange     | none purpose
        full member-states; granted other-purpose fr-ofast for strategic-analysis | fr-gn for strategic-analysis          | none purpose
        full member-states; granted other-purpose fr-ofast for strategic-analysis until 2026-05-12T09:30 | fr-ofast for strategic-analysis       | none purpose
        hit member-states; granted other-purpose fr-ofast for strategic-analysis | fr-ofast for strategic-analysis       | hit audience
        hit member-states; granted other-purpose fr-ofast for strategic-analysis; granted content fr-ofast | fr-ofast for strategic-analysis       | full disclosure
        full member-states; granted other-purpose fr-ofast for operational-analysis | fr-ofast for operational-analysis     | hit project
        full member-states; granted other-purpose fr-ofast for operational-analysis; granted content fr-ofast | fr-ofast for operational-analysis     | full disclosure
        full task-force:grimm; granted other-purpose fr-ofast for operational-analysis | fr-ofast for operational-analysis     | full
        H3; full member-states; granted other-purpose fr-ofast for strategic-analysis | fr-ofast for strategic-analysis       | hit handling
        full task-force:grimm                              | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01 | full
        hit task-force:grimm+                              | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01 | hit audience
        full task-force:grimm                              | us-dea; agreed full from 2026-01-01; authorised by se-tull from 2026-01-01 | none audience
        full task-force:grimm                              | us-dea; authorised by se-noa from 2026-01-01 | none agreement
        full member-states                                 | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01 | none audience
        full task-force:grimm; not country:US              | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01 | none exclusion
        full task-force:grimm                              | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-05-12T09:30 | full
        full task-force:grimm                              | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-05-12T09:31 | none audience
        full task-force:grimm                              | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01 until 2026-05-12T09:30 | none audience
        full task-force:grimm                              | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01 until 2026-05-12T09:30; at 2026-05-12T09:29 | full
        full task-force:grimm                              | us-dea; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01; authorisation-revoked by se-noa 2026-05-12T09:30 | none audience
        full task-force:grimm                              | interpol; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01 | full
        full task-force:grimm                              | eurojust; authorised by se-noa from 2026-01-01 | hit agreement
        purposes operational-analysis; full task-force:grimm | us-dea for operational-analysis; agreed full from 2026-01-01; authorised by se-noa from 2026-01-01 | full
        purposes operational-analysis; full task-force:grimm country:US | us-dea for operational-analysis; agreed full from 2026-01-01 | hit project
        full country:US                                    | us-dea; agreed full from 2026-05-12T09:30 | full
        full country:US                                    | us-dea; agreed full from 2026-05-12T09:31 | none agreement
        full country:US                                    | us-dea; agreed full from 2026-01-01 until 2026-05-12T09:30 | none agreement
        full country:US                                    | us-dea; agreed full from 2026-01-01 until 2026-05-12T09:31 | full
        full country:US                                    | us-dea; agreed hit-only from 2026-01-01 until 2026-05-12T09:30; agreed full from 2026-05-12T09:30 | full
        full country:US                                    | us-dea; agreed hit-only from 2026-01-01 until 2026-05-12T09:30; agreed full from 2026-05-12T09:30; at 2026-05-12T09:29 | hit agreement
        full country:US                                    | us-dea; agreed full from 2026-01-01; agreed hit-only from 2026-03-01 | hit agreement
        full country:US                                    | us-dea; agreed full from 2026-01-01; ended 2026-05-12T09:30 | none agreement
        full country:US                                    | us-dea; agreed full from 2026-01-01; ended 2026-05-12T09:31 | full
        full country:US                                    | us-dea; agreed full from 2026-01-01; agreed hit-only from 2026-06-01; ended 2026-05-12T10:00; at 2026-06-02 | none agreement
        full country:FR                                    | fr-ofast; agreed hit-only from 2026-01-01 | hit agreement
        full country:FR                                    | fr-ofast; agreed none from 2026-01-01 until 2026-05-12T09:30 | full
        full org:eurojust                                  | eurojust; agreed full from 2026-01-01 | full
        full org:edps                                      | edps; agreed full from 2026-01-01     | none agreement
        full org:hub                                       | hub; agreed full from 2026-01-01      | none agreement
        minor; full member-states                          | fr-ofast; cleared officer-7 until 2026-06-01; unjustified | none role
        minor; full member-states                          | fr-ofast; cleared officer-7 until 2026-05-12T09:30 | none role
        minor; full member-states                          | fr-ofast; cleared officer-7 until 2026-05-12T09:31 | full
        minor; full member-states                          | fr-ofast; cleared officer-8 until 2026-06-01 | none role
        minor; full member-states                          | fr-ofast; cleared officer-7 until 2026-06-01; clearance-withdrawn officer-7 | none role
        minor; nothing                                     | se-noa; unjustified                   | full owner
        """;

    public static TheoryData<string, string, string> Lines => [.. Cases.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(line => (line[0], line[1], line[2]))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void is_decided_as_the_law_says(string record, string reader, string answer) => Assert.Equal(answer, Said.Answer(AccessPolicy.Decide(Said.Reader(reader), Said.Record(record))));

    [Theory]
    [MemberData(nameof(Lines))]
    public void is_explained_as_it_is_decided(string record, string reader, string answer)
    {
        var walls = AccessPolicy.Explain(Said.Reader(reader), Said.Record(record));
        Assert.Equal(Enum.GetValues<Wall>(), walls.Keys);
        Assert.Equal(answer.Split(' ')[0], walls.Values.Min().Code());
    }

    [Fact]
    public void rests_on_the_grant_that_lifted_it_and_on_no_other()
    {
        var lifted = AccessPolicy.Decide(Said.Reader("fr-ofast"), Said.Record("hit member-states; granted content fr-gn; granted judicial-use fr-ofast; granted content fr-ofast fields evaluation until 2026-07-01"));
        Assert.Equal(("fr-ofast", Asks.Content, Cast.On(2026, 7, 1), 4), (lifted.Grant!.Member, lifted.Grant.Asks, lifted.Grant.Until, lifted.Grant.Version));
        Assert.Equal([FieldGroup.Evaluation], lifted.Grant.Fields!);

        Assert.Null(AccessPolicy.Decide(Said.Reader("fr-ofast"), Said.Record("full member-states; granted content fr-ofast")).Grant);
        Assert.Null(AccessPolicy.Decide(Said.Reader("fr-ofast"), Said.Record("H3; hit member-states; granted content fr-ofast")).Grant);
        Assert.Null(AccessPolicy.Decide(Said.Reader("se-noa"), Said.Record("hit member-states; granted content fr-ofast")).Grant);
    }
}
