using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Misp;
using IntelShare.Stix;
using IntelShare.Tests.Stix;

namespace IntelShare.Tests.Misp;

public sealed class Reading_events_of_misp
{
    private const string Id = "8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void gives_our_own_record_back_whole(SharedRecord record)
    {
        var offer = Events.Read(MispObjects.Of(record, Events.Stamp)).Offer();
        var body = Shared.Body(record);
        body["reference"] = MispIds.Object(record.Origin).ToString();
        Assert.Equal(body.ToJsonString(), offer.Body.ToJsonString());
        Assert.True(offer.Whole);
        Assert.Empty(offer.Lost);
    }

    [Fact]
    public void gives_our_own_as_far_as_its_attributes_say_where_somebody_dropped_the_whole()
    {
        var made = MispObjects.Of(Shared.Account, Events.Stamp).Json();
        made["Attribute"]!.AsArray().Remove(made.Said("intelshare-record"));
        var offer = Events.ReadOthers(objects: made.ToJsonString()).Offer();
        Assert.Equal("""{"platform":"telegram","handle":"jobb_fixaren","stableId":"6123456789","role":"unknown","note":"Evaluated B2. H0: only for preventing and combating crime. Not to be used from 2027-05-13 on."}""", offer.Body["content"]!.ToJsonString());
        Assert.Equal("""{"source":"B","information":2}""", offer.Body["evaluation"]!.ToJsonString());
        Assert.Equal("""{"codes":["H0"]}""", offer.Body["handling"]!.ToJsonString());
    }

    [Fact]
    public void withdraws_what_is_deleted()
    {
        var origin = Shared.Account.Origin;
        Assert.Equal([MispIds.Object(origin).ToString()], Events.Read(MispObjects.Gone(origin, Events.Stamp)).OfType<Withdrawn>().Select(gone => gone.Id));
        Assert.IsType<Withdrawn>(Events.ReadOthers($$"""{"uuid":"{{Id}}","type":"text","value":"x","deleted":"1"}""")[1]);
    }

    [Fact]
    public void reports_tags_that_somebody_set_or_misp_left_on_the_way()
    {
        var text = Encoding.UTF8.GetString(MispObjects.Of(Shared.Slang, Events.Stamp).Json.Span);
        Assert.Equal(["Tag"], Events.ReadOthers(objects: text.Replace("tlp:green", "tlp:red", StringComparison.Ordinal)).Offer().Lost);
    }

    [Theory]
    [InlineData("twitter-id", "@jobb", "", """{"kind":"account-handle","content":{"platform":"x","handle":"@jobb","role":"unknown"},"reference":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"}""")]
    [InlineData("github-username", "jobb", "", """{"kind":"account-handle","content":{"platform":"other","platformName":"GitHub","handle":"jobb","role":"unknown"},"reference":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"}""")]
    [InlineData("text", "U+1F355", "intelshare:kind=\\\"lexicon-entry\\\"", """{"kind":"lexicon-entry","content":{"term":"\uD83C\uDF55"},"reference":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"}""")]
    public void drafts_what_an_attribute_says(string type, string value, string tag, string body) => Assert.Equal(
        body, Events.ReadOthers($$"""{"uuid":"{{Id}}","type":"{{type}}","value":"{{value}}","Tag":[{"name":"{{tag}}"}]}""").Offer().Body.ToJsonString());

    [Fact]
    public void drafts_a_term_with_its_meaning_its_days_and_what_its_event_is_tagged_with()
    {
        var readings = Events.ReadOthers(
            $$"""{"uuid":"{{Id}}","type":"text","category":"Other","value":"U+1F355 party","comment":"cocaine","timestamp":"1772323200","first_seen":"2026-02-01T00:00:00+00:00","Sighting":[{"type":"0"}]}""",
            tags: """{"name":"intelshare:kind=\"lexicon-entry\""},{"name":"tlp:amber"},{"name":"admiralty-scale:source-reliability=\"b\""},{"name":"osint:lifetime=\"perpetual\""}""");
        var offer = readings.Offer();
        Assert.Equal(
            """{"kind":"lexicon-entry","content":{"term":"\uD83C\uDF55 party","concept":"other","meaning":"cocaine","observedFrom":"2026-02-01"},"evaluation":{"source":"B"},"handling":{"codes":["H2"]},"reference":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"}""",
            offer.Body.ToJsonString());
        Assert.Equal(["Sighting", "Tag"], offer.Lost);
        Assert.Empty(Assert.IsType<Consumed>(readings[0]).Lost);
    }

    [Theory]
    [InlineData("telegram-account", """{"object_relation":"username","value":"jobb_fixaren","uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd40"},{"object_relation":"phone","value":"+46","uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd41"}""", """{"platform":"telegram","handle":"jobb_fixaren","role":"unknown"}""", "Attribute/phone")]
    [InlineData("twitter-account", """{"object_relation":"id","value":"12345","uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd40"}""", """{"platform":"x","stableId":"12345","role":"unknown"}""", "")]
    [InlineData("user-account", """{"object_relation":"link","value":"https://www.tiktok.com/@jobb","uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd40"}""", """{"platform":"tiktok","url":"https://www.tiktok.com/@jobb","role":"unknown"}""", "")]
    public void drafts_the_account_that_an_object_names(string name, string attributes, string content, string lost)
    {
        var offer = Events.ReadOthers(objects: $$"""{"uuid":"{{Id}}","name":"{{name}}","Attribute":[{{attributes}}]}""").Offer();
        Assert.Equal(content, offer.Body["content"]!.ToJsonString());
        Assert.Equal(lost, string.Join(' ', offer.Lost));
    }

    [Theory]
    [InlineData("""{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","type":"ip-dst","value":"192.0.2.1"}""", "", "type-not-carried /Event/Attribute/0/type")]
    [InlineData("""{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","type":"text","value":"meet at nine"}""", "", "type-not-carried /Event/Attribute/0/type")]
    [InlineData("""{"uuid":"x","type":"twitter-id","value":"jobb"}""", "", "id-malformed /Event/Attribute/0/uuid")]
    [InlineData("""{"type":"twitter-id","value":"jobb"}""", "", "id-malformed /Event/Attribute/0/uuid")]
    [InlineData("7", "", "not-an-object /Event/Attribute/0")]
    [InlineData("""{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","type":"twitter-id","value":"a\u0000"}""", "", "text-not-clean /Event/Attribute/0/value")]
    [InlineData("""{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","type":"twitter-id","value":"a","value":"b"}""", "", "duplicate-property /Event/Attribute/0/value")]
    [InlineData("", """{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","name":"file"}""", "type-not-carried /Event/Object/0/name")]
    [InlineData("", """{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","name":"user-account"}""", "account-not-named /Event/Object/0/Attribute")]
    [InlineData("", """{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","name":"x","Attribute":[{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd40","object_relation":"intelshare-record","value":"[]"}]}""", "malformed-body /Event/Object/0/Attribute/0/value")]
    [InlineData("", """{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","name":"x","Attribute":[{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd40","object_relation":"intelshare-record","value":"{\"extension_type\":\"property-extension\",\"kind\":\"weapon\"}"}]}""", "unknown-kind /Event/Object/0/Attribute/0/value/kind")]
    public void refuses_by_name_and_place(string attributes, string objects, string refusal) => Assert.Equal([refusal], Events.ReadOthers(attributes, objects).Refusals());

    [Theory]
    [InlineData("", "malformed-body ")]
    [InlineData("[]x", "malformed-body ")]
    [InlineData("null", "not-an-event /Event")]
    [InlineData("{}", "not-an-event /Event")]
    [InlineData("[7]", "not-an-event /0/Event")]
    [InlineData("""{"response":[{"Event":{}},{}]}""", "not-an-event /response/1/Event")]
    [InlineData("""{"Event":[]}""", "not-an-event /Event")]
    public void refuses_as_a_whole_what_holds_no_events(string posted, string refusal)
    {
        var reading = Events.Read(posted);
        Assert.Equal(refusal, $"{reading.Refusal?.Code} {reading.Refusal?.Pointer}");
        Assert.Empty(reading.Objects);
    }

    [Theory]
    [InlineData("""{"Event":{"uuid":"x"}}""", "id-malformed /Event/uuid")]
    [InlineData("""{"Event":{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","Attribute":{}}}""", "wrong-type /Event/Attribute")]
    [InlineData("""{"Event":{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","Tag":[],"Tag":[]}}""", "duplicate-property /Event/Tag")]
    [InlineData("""{"Event":{"uuid":"8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","Tag":[{"name":"\ud800"}]}}""", "text-not-clean /Event/Tag/0/name")]
    public void refuses_an_event_and_what_is_in_it(string posted, string refusal) => Assert.Equal([refusal], Events.Read(posted).Objects.Refusals());

    [Fact]
    public void numbers_the_rows_of_several_events_on()
    {
        var one = $$$"""{"Event":{"uuid":"5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01","info":"x","Galaxy":[{}],"\ud800":1,"Attribute":[{"uuid":"{{{Id}}}","type":"twitter-id","value":"jobb"}]}}""";
        foreach (var posted in new[] { $"[{one},{one}]", $$"""{"response":[{{one}},{{one}}]}""" })
        {
            var readings = Events.Read(posted).Objects;
            Assert.Equal([0, 1, 2, 3], readings.Select(reading => reading.Index));
            Assert.Equal(["Consumed", "Offered", "Consumed", "Offered"], readings.Select(reading => reading.GetType().Name));
            Assert.Equal(["info", "Galaxy"], ((Consumed)readings[0]).Lost);
        }
    }

    [Fact]
    public void reads_no_more_than_it_may()
    {
        var many = Encoding.UTF8.GetBytes($$$"""{"Event":{"uuid":"{{{Id}}}","Attribute":[1,2,3]}}""");
        Assert.Equal("too-many", MispReading.Read(many, new(Objects: 3)).Refusal?.Code);
        Assert.Null(MispReading.Read(many, new(Objects: 4)).Refusal);
        Assert.Equal("too-many", MispReading.Read("[{},{},{},{}]"u8.ToArray(), new(Objects: 3)).Refusal?.Code);
        Assert.Equal("not-an-event", MispReading.Read("[{},{},{}]"u8.ToArray(), new(Objects: 3)).Refusal?.Code);
        var deep = $$"""{"uuid":"{{Id}}","x":{{string.Concat(Enumerable.Repeat("[", 5000))}}{{string.Concat(Enumerable.Repeat("]", 5000))}}}""";
        Assert.Equal("too-deep", Events.ReadOthers(deep).OfType<Refused>().Single().Refusals[0].Code);
    }

    [Property(Arbitrary = [typeof(Mangled)], MaxTest = 500)]
    public void answers_whatever_is_sent(string posted)
    {
        var reading = Events.Read(posted);
        Assert.Equal(Enumerable.Range(0, reading.Objects.Count), reading.Objects.Select(one => one.Index));
    }

    /// <summary>Events of ours from which something was cut, or in which something was put.</summary>
    private sealed class Mangled
    {
        private static readonly string Good = Encoding.UTF8.GetString(MispEvents.Event(Events.Head, [MispObjects.Of(Shared.Account, Events.Stamp), MispObjects.Of(Shared.Slang, Events.Stamp), MispObjects.Gone(Shared.Pattern.Origin, Events.Stamp)]));

        public static Arbitrary<string> Posted() => (
            from at in Gen.Choose(0, Good.Length - 1)
            from length in Gen.Choose(0, 40)
            from put in Gen.Elements("", "\"", "[", "}", "null", "7", "\\ud800", "{}", "[]", ",", "true", "\"Event\":", "1e999")
            select Good[..at] + put + Good[Math.Min(Good.Length, at + length)..]).ToArbitrary();
    }
}
