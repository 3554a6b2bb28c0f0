using IntelShare.Indicators;

namespace IntelShare.Tests.Indicators;

public sealed class A_subject
{
    private static IEnumerable<string> Refusals(Subject subject) => subject.Check().Select(refusal => $"{refusal.Code} {refusal.Pointer}");

    [Theory]
    [InlineData(SubjectCategory.Suspect, Age.Adult, false)]
    [InlineData(SubjectCategory.Convicted, Age.Adult, false)]
    [InlineData(SubjectCategory.Potential, Age.Adult, false)]
    [InlineData(SubjectCategory.Contact, Age.Adult, false)]
    [InlineData(SubjectCategory.Associate, Age.Adult, false)]
    [InlineData(SubjectCategory.Victim, Age.Adult, true)]
    [InlineData(SubjectCategory.Witness, Age.Adult, true)]
    [InlineData(SubjectCategory.Informant, Age.Adult, true)]
    [InlineData(SubjectCategory.Suspect, Age.Minor, true)]
    [InlineData(SubjectCategory.Suspect, Age.Unknown, true)]
    public void is_protected_under_age_or_perhaps_so_or_as_victim_witness_or_informant(SubjectCategory category, Age age, bool isProtected)
    {
        Assert.Equal(isProtected, new Subject([category], age).IsProtected);
        Assert.Equal(isProtected ? ["necessity-required /necessity"] : [], Refusals(new([category], age)));
        Assert.Empty(Refusals(new([category], age, "Strictly necessary.")));
    }

    [Fact]
    public void is_protected_by_any_one_of_its_categories() => Assert.True(new Subject([SubjectCategory.Suspect, SubjectCategory.Victim], Age.Adult).IsProtected);

    [Fact]
    public void is_refused_without_a_category_or_an_age()
    {
        Assert.Equal(["required /categories", "required /age"], Refusals(new(null, null)));
        Assert.Equal(["required /categories"], Refusals(new([], Age.Adult)));
    }

    [Fact]
    public void is_refused_with_a_category_twice() => Assert.Equal(["repeated /categories"], Refusals(new([SubjectCategory.Contact, SubjectCategory.Contact], Age.Adult)));

    [Fact]
    public void needs_its_necessity_even_before_its_age_is_known() =>
        Assert.Equal(["required /age", "necessity-required /necessity"], Refusals(new([SubjectCategory.Victim], null)));

    [Theory]
    [InlineData(" ", "necessity-required /necessity")]
    [InlineData("\u200B", "necessity-required /necessity")]
    [InlineData("\uFFFF", "text-not-clean /necessity")]
    public void needs_a_necessity_that_says_something(string necessity, string refusal) => Assert.Equal([refusal], Refusals(new([SubjectCategory.Suspect], Age.Minor, necessity)));

    [Fact]
    public void is_refused_with_a_necessity_too_long() => Assert.Equal(["too-long /necessity"], Refusals(new([SubjectCategory.Suspect], Age.Adult, new string('x', 1001))));
}
