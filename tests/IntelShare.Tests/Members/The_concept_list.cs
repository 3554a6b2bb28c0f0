using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class The_concept_list
{
    private static readonly IReadOnlyList<Concept> All = Concepts.Published.All();

    [Fact]
    public void names_each_concept_once() => Assert.Equal(All.Count, All.Select(concept => concept.Id).Distinct().Count());

    [Fact]
    public void has_a_label_in_each_working_language() => Assert.All(All, concept =>
    {
        Assert.Equal(["da", "de", "en", "fi", "fr", "nl", "no", "sv"], concept.Labels.Keys.Order());
        Assert.All(concept.Labels.Values, label => Assert.False(string.IsNullOrWhiteSpace(label)));
    });

    [Fact]
    public void never_calls_two_concepts_the_same() => Assert.All(
        All[0].Labels.Keys,
        language => Assert.Equal(All.Count, All.Select(concept => concept.Labels[language]).Distinct().Count()));

    [Fact]
    public void spells_ids_as_area_and_idea() =>
        Assert.All(All.Where(concept => concept.Id != Concepts.Other), concept => Assert.Matches("^[a-z]+\\.[a-z]+(-[a-z]+)*$", concept.Id));

    [Theory]
    [InlineData("other", true)]
    [InlineData("drug.cocaine", true)]
    [InlineData("Drug.Cocaine", false)]
    [InlineData("drug", false)]
    public void knows_exactly_its_ids(string id, bool known) => Assert.Equal(known, Concepts.Published.Contains(id));

    [Fact]
    public void stands_beside_the_31_forms_of_crime_of_annex_I() => Assert.Equal(31, Codes.Of<CrimeArea>().Count);
}
