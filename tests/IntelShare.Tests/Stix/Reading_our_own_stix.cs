using System.Text.Json.Nodes;
using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

public sealed class Reading_our_own_stix
{
    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void gives_the_record_back_whole(SharedRecord record)
    {
        var readings = Shared.Read(StixObjects.Of(record));
        var offer = readings.Offer();
        Assert.Equal(Shared.Body(record).ToJsonString(), offer.Body.ToJsonString());
        Assert.True(offer.Whole);
        Assert.Equal(record.ToldAt, offer.Version);
        Assert.Empty(offer.Lost);
        Assert.All(readings.Where(reading => reading != offer), reading => Assert.Empty(Assert.IsType<Consumed>(reading).Lost));
    }

    [Fact]
    public void submits_again_once_a_client_adds_what_only_an_owner_knows()
    {
        var body = Shared.Read(StixObjects.Of(Shared.Account)).Offer()
            .Over((JsonObject)JsonNode.Parse("""{ "release": { "full": ["country:FR"] }, "retention": { "basis": "Polisdatalagen" }, "evaluation": "unassessed", "handling": { "codes": ["H2"] } }""")!);
        Assert.Equal(
            """{"release":{"full":["country:FR"]},"retention":{"basis":"Polisdatalagen","reviewBy":"2027-05-12"},"evaluation":{"source":"B","information":2},"handling":{"codes":["H0"]},"kind":"account-handle","content":{"platform":"telegram","handle":"@Jobb_Fixaren","stableId":"6123456789","role":"recruiter","observedFrom":"2026-02-01","observedTo":"2026-04-15","note":"Took over the contacts of a closed channel; offers forwarded within minutes."},"purposes":["cross-checking"],"crimeAreas":["drug-trafficking"],"subject":{"categories":["suspect"],"age":"adult"},"reference":"indicator--ed5ec748-e837-5d1a-8031-27f57955fb2d"}""",
            body.ToJsonString());
    }

    [Fact]
    public void gives_of_a_narrow_disclosure_what_was_told()
    {
        var offer = Shared.Read(StixObjects.Of(SharedRecord.Of(Given.Submitted(Cast.Account()), Shared.Disclosed(FieldGroup.Evaluation), Shared.ToldAt)!)).Offer();
        Assert.Equal(
            """{"kind":"account-handle","content":{"platform":"telegram","handle":"@Jobb_Fixaren","stableId":"6123456789"},"evaluation":{"source":"B","information":2},"handling":{"codes":["H0"]},"purposes":["cross-checking"],"reference":"indicator--ed5ec748-e837-5d1a-8031-27f57955fb2d"}""",
            offer.Body.ToJsonString());
        Assert.Equal([$"extensions/{StixIds.Extension}/disclosed_until", $"extensions/{StixIds.Extension}/conditions"], offer.Lost);
    }

    [Fact]
    public void keeps_two_records_of_one_account_apart()
    {
        var other = Shared.Account with { Origin = Shared.Account.Origin with { Record = Guid.Parse("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c02") }, Handling = new([HandlingCode.H2]) };
        var readings = Shared.Read(StixObjects.Of(Shared.Account).Concat(StixObjects.Of(other)));
        Assert.Equal(2, readings.OfType<Offered>().Count());
        Assert.Equal([4], readings.OfType<Superseded>().Select(same => same.Index));
        Assert.Empty(readings.OfType<Refused>());
    }

    [Fact]
    public void finds_no_submission_in_what_is_sent_beside() => Assert.All(
        Shared.Read(SharedObjects.Constant.Append(SharedObjects.Identity("se-noa", "NOA", Cast.Founded))), reading => Assert.Empty(Assert.IsType<Consumed>(reading).Lost));

    [Fact]
    public void reports_what_somebody_marked_on_the_way()
    {
        var text = StixObjects.Of(Shared.Slang)[0].Text();
        var red = text.Replace("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "e828b379-4e03-4974-9ac4-e53a884c97c1", StringComparison.Ordinal);
        Assert.Equal(["object_marking_refs"], Shared.Read(red).Offer().Lost);
    }

    [Theory]
    [InlineData("\"handling\":{\"codes\":[\"H0\"]},", "", "required", "/handling")]
    [InlineData("\"role\":\"recruiter\"", "\"role\":\"boss\"", "extension-malformed", "/content/role")]
    [InlineData("\"role\":\"recruiter\"", "\"rank\":1", "extension-malformed", "/content/rank")]
    [InlineData("\"kind\":\"account-handle\"", "\"kind\":\"weapon\"", "unknown-kind", "/kind")]
    [InlineData("\"kind\":\"account-handle\",", "", "required", "/kind")]
    [InlineData("\"information\":2", "\"information\":1e400", "extension-malformed", "")]
    [InlineData("\"review_by\":\"2027-05-12\"", "\"review_by\":\"2027-02-30\"", "extension-malformed", "/review_by")]
    public void refuses_what_the_schema_does_not_have(string said, string instead, string code, string pointer)
    {
        var text = StixObjects.Of(Shared.Account)[^1].Text();
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Equal([$"{code} /objects/0/extensions/{StixIds.Extension}{pointer}"], Shared.Read(text.Replace(said, instead, StringComparison.Ordinal)).Refusals());
    }

    [Fact]
    public void finds_what_it_can_where_somebody_dropped_the_extension()
    {
        var objects = StixObjects.Of(Shared.Account).Select(written => { var json = written.Json(); json.Remove("extensions"); return json.ToJsonString(); });
        var offer = Shared.Read(objects).Offer();
        Assert.Equal(
            """{"kind":"account-handle","content":{"platform":"telegram","stableId":"6123456789","role":"unknown","observedFrom":"2026-02-01","handle":"jobb_fixaren"},"evaluation":{"information":2},"handling":{"codes":["H0"]},"retention":{"reviewBy":"2027-05-12"},"reference":"indicator--ed5ec748-e837-5d1a-8031-27f57955fb2d"}""",
            WithReview(offer.Body));
        Assert.Equal(["created_by_ref", "name", "description", "indicator_types", "object_marking_refs"], offer.Lost);

        static string WithReview(JsonObject body)
        {
            var reference = body["reference"]!.DeepClone();
            body.Remove("reference");
            body["reference"] = reference;
            return body.ToJsonString();
        }
    }

    [Fact]
    public void gives_a_term_without_its_extension_with_its_variants()
    {
        var json = StixObjects.Of(Shared.Slang)[0].Json();
        json.Remove("extensions");
        var content = JsonNode.Parse("""{"term":"❄️🔌","concept":"other","meaning":"cocaine dealer who delivers by courier, from 25 € a gram","variants":["⛄🔌","#snökontakt","snow plug"],"observedFrom":"2025-03-01"}""");
        Assert.Equal(content!.ToJsonString(), Shared.Read(json.ToJsonString()).Offer().Body["content"]!.ToJsonString());
    }
}
