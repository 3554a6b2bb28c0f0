using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Stewarding_the_concepts
{
    private const string Why = "asked for by three agencies";

    private static readonly ConceptLabels Labels = new("nicotine pouches", Sv: "snus");

    private static readonly Concepts Snus = After(Concepts.Published, Concepts.Published.Name("trade.snus", new(Labels, Why), Cast.Now));

    [Fact]
    public void adds_one_that_entries_may_name()
    {
        Assert.Equal(("trade.snus", new ConceptChange(Cast.Now, Why)), (Snus.All()[^1].Id, Snus.All()[^1].Changed));
        Assert.Equal(["en", "sv"], Snus.All()[^1].Labels.Keys);
        Assert.NotEqual(Concepts.Published.Version, Snus.Version);
        Assert.Equal(["unknown-concept /concept"], Concepts.Published.Check([("trade.snus", "/concept")]).Select(Coded));
        Assert.Empty(Snus.Check([("trade.snus", "/concept")]));
        Assert.Empty(Snus.Name("trade.snus", new(Labels, "again"), Cast.Now).Facts);
        Assert.Equal("vitt snus", After(Snus, Snus.Name("trade.snus", new(Labels with { Sv = "vitt snus" }, Why), Cast.Now)).Added["trade.snus"]["sv"]);
    }

    [Theory]
    [InlineData("snus", "x", "malformed-concept ")]
    [InlineData("Trade.snus", "x", "malformed-concept ")]
    [InlineData("trade.snus.white", "x", "malformed-concept ")]
    [InlineData("trade.-snus", "x", "malformed-concept ")]
    [InlineData("drug.cocaine", "x", "published-concept ")]
    [InlineData("trade.snus", " ", "required /labels/en")]
    [InlineData("trade.snus", null, "required /labels/en")]
    public void lists_what_is_wrong_with_one(string id, string? label, string refusal) => Assert.Equal([refusal], Concepts.Published.Name(id, new(new(label), Why), Cast.Now).Refusals.Select(Coded));

    [Fact]
    public void asks_for_labels_and_why()
    {
        Assert.Equal(["required /labels", "required /reason"], Concepts.Published.Name("trade.snus", new(Labels: null, Reason: null), Cast.Now).Refusals.Select(Coded));
        Assert.Equal(["required /labels/sv"], Concepts.Published.Name("trade.snus", new(Labels with { Sv = "" }, Why), Cast.Now).Refusals.Select(Coded));
    }

    [Fact]
    public void has_one_read_as_another_until_they_are_parted()
    {
        var merged = After(Snus, Snus.Merge("trade.snus", new("trade.quantity", Why), Cast.Now));
        Assert.Equal(("trade.quantity", "trade.quantity", "drug.any"), (merged.Meant("trade.snus"), merged.Meant("trade.quantity"), merged.Meant("drug.any")));
        Assert.Equal("trade.quantity", merged.All()[^1].MergedInto);
        Assert.Equal(["trade.quantity", "trade.snus"], merged.Alike(["trade.snus"]).Order());
        Assert.Equal(["trade.quantity", "trade.snus"], merged.Alike(["trade.quantity"]).Order());
        Assert.Empty(merged.Merge("trade.snus", new("trade.quantity", Why), Cast.Now).Facts);
        Assert.Equal(["already-merged "], merged.Merge("trade.snus", new("drug.any", Why), Cast.Now).Refusals.Select(Coded));
        Assert.Equal(["merged-itself /into"], merged.Merge("trade.quantity", new("trade.snus", Why), Cast.Now).Refusals.Select(Coded));
        var parted = After(merged, merged.Part("trade.snus", new(Why), Cast.Now));
        Assert.Equal("trade.snus", parted.Meant("trade.snus"));
        Assert.Equal(["not-merged "], parted.Part("trade.snus", new(Why), Cast.Now).Refusals.Select(Coded));
    }

    [Theory]
    [InlineData("drug.any", "drug.any", "merges-nothing /into")]
    [InlineData("other", "drug.any", "merges-nothing /into")]
    [InlineData("drug.any", "other", "merges-nothing /into")]
    [InlineData("drug.any", "drug.none", "unknown-concept /into")]
    [InlineData("drug.any", null, "unknown-concept /into")]
    public void merges_two_concepts_of_the_list(string id, string? into, string refusal) => Assert.Equal([refusal], Concepts.Published.Merge(id, new(into, Why), Cast.Now).Refusals.Select(Coded));

    /// <summary>Whatever a steward does: every id is read as one that stands for itself, and those alike are alike from either side.</summary>
    [Property]
    public Property never_turns_back_on_itself() => Prop.ForAll(
        Gen.ListOf(Gen.Two(Gen.Elements("drug.any", "drug.pill", "drug.heroin", "drug.crack", "trade.dealer")).Zip(Gen.Choose(0, 3))).ToArbitrary(),
        acts =>
        {
            var list = Concepts.Published;
            foreach (var ((one, other), turn) in acts.Select(act => act.ToTuple()).Select(act => (act.Item1, act.Item2)))
            {
                list = After(list, turn == 0 ? list.Part(one, new(Why), Cast.Now) : list.Merge(one, new(other, Why), Cast.Now));
            }

            return list.All().All(concept => !list.Merged.ContainsKey(list.Meant(concept.Id)) && list.Alike([concept.Id]).All(alike => list.Alike([alike]).Contains(concept.Id)));
        });

    /// <summary>What is invisible tells no two ids apart, by culture; by the letter it does.</summary>
    [Fact]
    public void tells_ids_apart_by_the_letter_also_once_it_was_stored()
    {
        var stored = Samples.Read<Concepts>(Samples.Write(After(Snus, Snus.Merge("trade.snus", new("drug.any", Why), Cast.Now))));
        Assert.Equal("drug.any", stored.Meant("trade.snus"));
        Assert.False(stored.Contains("trade.snus\u00AD"));
        Assert.Equal(["unknown-concept /into"], stored.Merge("drug.pill", new("trade.snus\u00AD", Why), Cast.Now).Refusals.Select(Coded));
    }

    [Fact]
    public void takes_2000_beside_the_published()
    {
        var full = Enumerable.Range(0, Concepts.MostAdded).Aggregate(Concepts.Published, (list, i) => Concepts.Evolve(list, Guid.Empty, new ConceptNamed($"trade.x{i}", Labels.ByLanguage(), Why, Cast.Now)));
        Assert.Equal(["too-many-concepts "], full.Name("trade.snus", new(Labels, Why), Cast.Now).Refusals.Select(Coded));
        Assert.NotEmpty(full.Name("trade.x7", new(Labels with { Sv = "vitt snus" }, Why), Cast.Now).Facts);
    }

    [Fact]
    public void is_one_agencys_at_a_time()
    {
        Role[] with = [.. Cast.Sweden.Roles, Role.Steward];
        Assert.Empty(new ChangeMember(Name: null, Desk: null, with, Why).On("se-noa").Codes());
        var named = Cast.Registry.With(Cast.Sweden with { Roles = [.. with] });
        Assert.Equal(["steward-named /roles"], new ChangeMember(Name: null, Desk: null, [Role.Analyst, Role.Steward], Why).Decide("fr-ofast", named, Cast.Now).Refusals.Select(Coded));
        Assert.Empty(new ChangeMember("Another name", Desk: null, with, Why).Decide("se-noa", named, Cast.Now).Refusals);
    }

    private static Concepts After(Concepts before, Decision decision) => decision.Facts.Aggregate(before, (list, fact) => Concepts.Evolve(list, Guid.Empty, fact));

    private static string Coded(Refusal refusal) => $"{refusal.Code} {refusal.Pointer}";
}
