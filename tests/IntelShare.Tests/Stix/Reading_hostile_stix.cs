using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

public sealed partial class Reading_hostile_stix
{
    private const string Id = "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    private const string Good = $$"""{"type":"indicator","spec_version":"2.1","id":"{{Id}}","created":"2026-03-01T10:00:00Z","modified":"2026-03-01T10:00:00Z","pattern":"[user-account:user_id = '1']","pattern_type":"stix","valid_from":"2026-03-01T10:00:00Z"}""";

    [Theory]
    [InlineData("", "malformed-body ")]
    [InlineData("{\"objects\":[}", "malformed-body ")]
    [InlineData("[]", "not-an-envelope ")]
    [InlineData("null", "not-an-envelope ")]
    [InlineData("{\"type\":\"indicator\",\"objects\":[]}", "not-an-envelope /type")]
    [InlineData("{\"type\":\"\\ud800\",\"objects\":[]}", "not-an-envelope /type")]
    [InlineData("{\"objects\":{}}", "wrong-type /objects")]
    [InlineData("{\"objects\":[],\"obj\\u0065cts\":[1]}", "duplicate-property /objects")]
    [InlineData("{\"objects\":[1,2,3]}", "too-many /objects")]
    public void refuses_as_a_whole_what_holds_no_objects(string posted, string refusal)
    {
        var reading = Envelope.Read(Encoding.UTF8.GetBytes(posted), new(Objects: 2));
        Assert.Equal(refusal, $"{reading.Refusal?.Code} {reading.Refusal?.Pointer}");
        Assert.Empty(reading.Objects);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"type\":\"bundle\",\"id\":\"bundle--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"}")]
    [InlineData("{\"more\":false,\"objects\":[]}")]
    public void finds_nothing_in_an_empty_envelope(string posted)
    {
        var reading = Envelope.Read(Encoding.UTF8.GetBytes(posted), new());
        Assert.Null(reading.Refusal);
        Assert.Empty(reading.Objects);
    }

    [Fact]
    public void refuses_bytes_that_are_no_text() => Assert.Equal("malformed-body", Envelope.Read(new byte[] { (byte)'"', 0xFF, (byte)'"' }, new()).Refusal?.Code);

    [Theory]
    [InlineData("\"pattern_type\":\"stix\"", "\"pattern_type\":7", "wrong-type /objects/0/pattern_type")]
    [InlineData("\"pattern_type\":\"stix\",", "", "required /objects/0/pattern_type")]
    [InlineData("\"spec_version\":\"2.1\",", "", "required /objects/0/spec_version")]
    [InlineData("\"2.1\"", "\"2.0\"", "spec-version-unknown /objects/0/spec_version")]
    [InlineData("\"modified\":\"2026-03-01T10:00:00Z\"", "\"modified\":\"2026-03-01T10:00:00+01:00\"", "time-malformed /objects/0/modified")]
    [InlineData("\"modified\":\"2026-03-01T10:00:00Z\"", "\"modified\":\"0000-03-01T10:00:00Z\"", "time-malformed /objects/0/modified")]
    [InlineData("\"type\":\"indicator\"", "\"type\":\"malware\"", "id-of-another-type /objects/0/id")]
    [InlineData("\"spec_version\"", "\"revoked\":\"yes\",\"spec_version\"", "wrong-type /objects/0/revoked")]
    [InlineData("\"spec_version\"", "\"confidence\":1e999,\"spec_version\"", "out-of-range /objects/0/confidence")]
    [InlineData("\"spec_version\"", "\"confidence\":101,\"spec_version\"", "out-of-range /objects/0/confidence")]
    [InlineData("\"spec_version\"", "\"object_marking_refs\":[\"../etc\"],\"spec_version\"", "reference-malformed /objects/0/object_marking_refs")]
    [InlineData("\"spec_version\"", "\"extensions\":[],\"spec_version\"", "wrong-type /objects/0/extensions")]
    [InlineData("\"spec_version\"", "\"name\":\"a\\u0000b\",\"spec_version\"", "text-not-clean /objects/0/name")]
    [InlineData("\"spec_version\"", "\"name\":\"\\ud83d\",\"spec_version\"", "text-not-clean /objects/0/name")]
    [InlineData("\"spec_version\"", "\"\\ud83d\":1,\"spec_version\"", "text-not-clean /objects/0")]
    [InlineData("\"spec_version\"", "\"name\":\"a\",\"name\":\"b\",\"spec_version\"", "duplicate-property /objects/0/name")]
    public void refuses_by_name_and_place(string said, string instead, string refusal)
    {
        Assert.Contains(said, Good, StringComparison.Ordinal);
        var readings = Shared.Read(Good.Replace(said, instead, StringComparison.Ordinal));
        Assert.Equal([refusal], readings.Refusals());
        Assert.Equal(Id, readings[0].Id);
    }

    [Fact]
    public void refuses_one_object_and_takes_the_next() =>
        Assert.Equal(["Refused", "Refused", "Offered"], Shared.Read("7", "{\"id\":\"x\"}", Good).Select(reading => reading.GetType().Name));

    [Fact]
    public void refuses_a_depth_without_end_by_name()
    {
        var deep = Good.Replace("\"spec_version\"", $"\"x\":{new string('[', 100_000)}{new string(']', 100_000)},\"spec_version\"", StringComparison.Ordinal);
        Assert.Equal(["too-deep /objects/0/x/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"], Shared.ReadLarge(deep).Refusals());
        Assert.Equal(["object-too-large /objects/0"], Envelope.Read(Encoding.UTF8.GetBytes($$"""{"objects":[{{deep}}]}"""), new(Bytes: 1_000)).Objects.Refusals());
    }

    [Fact]
    public void counts_the_newest_version_of_an_object()
    {
        var readings = Shared.Read(Version("2026-03-02T00:00:00Z"), Version("2026-03-03T00:00:00.000001Z"), Version("2026-03-03T00:00:00Z"));
        Assert.Equal(["Superseded", "Offered", "Superseded"], readings.Select(reading => reading.GetType().Name));
        Assert.All(readings.OfType<Superseded>(), older => Assert.Equal(1, older.By));
    }

    [Fact]
    public void counts_a_revocation_whatever_claims_to_be_newer() => Assert.Equal(
        ["Withdrawn", "Superseded"],
        Shared.Read(Version("2026-03-02T00:00:00Z").Replace("\"spec_version\"", "\"revoked\":true,\"spec_version\"", StringComparison.Ordinal), Version("2026-03-03T00:00:00Z")).Select(reading => reading.GetType().Name));

    [Fact]
    public void takes_the_same_twice_but_no_second_word_for_one_version()
    {
        Assert.Equal(["Offered", "Superseded"], Shared.Read(Good, Good).Select(reading => reading.GetType().Name));
        Assert.Equal(["duplicate-version /objects/1"], Shared.Read(Good, Good.Replace("'1'", "'2'", StringComparison.Ordinal)).Refusals());
    }

    [Property(Arbitrary = [typeof(Mutations)], MaxTest = 1000)]
    public void names_every_object_whatever_is_posted(Mutation mutation)
    {
        var reading = Envelope.Read(mutation.Posted, new(Objects: 20));
        if (reading.Refusal is { } refusal)
        {
            Assert.Matches(Kebab(), refusal.Code);
            Assert.Empty(reading.Objects);
            return;
        }

        using var json = JsonDocument.Parse(mutation.Posted);
        var posted = json.RootElement.EnumerateObject().Where(member => JsonMarshal.GetRawUtf8PropertyName(member).SequenceEqual("objects"u8)).Sum(member => member.Value.GetArrayLength());
        Assert.Equal(Enumerable.Range(0, posted), reading.Objects.Select(one => one.Index));
        Assert.All(reading.Objects, one => Assert.True(one.Id is null || one.Id.Contains("--", StringComparison.Ordinal)));
        Assert.All(reading.Objects.OfType<Refused>(), one => Assert.NotEmpty(one.Refusals));
        Assert.All(reading.Objects.OfType<Refused>().SelectMany(one => one.Refusals.Select(reason => (one.Index, reason))), one =>
        {
            Assert.Matches(Kebab(), one.reason.Code);
            Assert.StartsWith($"/objects/{one.Index}", one.reason.Pointer, StringComparison.Ordinal);
            Assert.EndsWith(".", one.reason.Reason, StringComparison.Ordinal);
        });
        Assert.All(reading.Objects.OfType<Offered>(), one => Assert.True(one.Body.ContainsKey("kind") && one.Body["content"] is not null && !one.Body.ContainsKey("release")));
    }

    private static string Version(string modified) => Good.Replace("\"modified\":\"2026-03-01T10:00:00Z\"", $"\"modified\":\"{modified}\"", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-z]+(-[a-z]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kebab();

    public sealed record Mutation(byte[] Posted)
    {
        public override string ToString() => Encoding.UTF8.GetString(Posted);
    }

    /// <summary>Good envelopes with some tokens replaced by bad ones, and now and then any bytes.</summary>
    public static partial class Mutations
    {
        private static readonly string[] Tokens =
        [
            "null", "true", "0", "-1", "1e999", "99999999999999999999", "1.5", "\"\"", "\"\\ud800\"", "\"\\udc00x\"", "\"a\\u0000\"", "\"\\ufffe\"", "[]", "{}", "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "[null]", "{\"a\":null}",
            "\"type\"", "\"id\"", "\"objects\"", "\"extensions\"", "\"content\"", "\"kind\"", "\"identifier\"", "\"pattern\"", "\"revoked\"", "\"indicator\"", "\"user-account\"", "\"pcre\"", "\"9999-12-31T23:59:59.9999999Z\"",
            "\"0001-01-01T00:00:00Z\"", "\"9999-12-31\"", "\"[user-account:user_id = '\"", "\"(?i)\"", "\"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\"", $"\"{StixIds.Extension}\"", ",", ":", "]", "}", "\"",
        ];

        public static Arbitrary<Mutation> Any() => Gen.Frequency((9, Mutated()), (1, Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().Select(bytes => new Mutation(bytes)))).ToArbitrary();

        private static Gen<Mutation> Mutated() =>
            from record in Records.Any().Generator
            from form in Gen.Choose(0, 2)
            from edits in Gen.Choose(0, 10_000).SelectMany(at => Gen.Elements(Tokens).Select(token => (at, token))).ListOf().Resize(6)
            select new Mutation(Encoding.UTF8.GetBytes(edits.Aggregate(Encoding.UTF8.GetString(Shared.Bundle(form switch
            {
                0 => StixObjects.Of(record),
                1 => StixObjects.Lost(record.Origin, record.ToldAt, record.ToldAt),
                _ => [.. StixObjects.Of(record), .. StixObjects.Of(record with { Evaluation = null })],
            })), Replace)));

        private static string Replace(string text, (int At, string Token) edit)
        {
            var tokens = Token().Matches(text);
            if (tokens.Count == 0)
            {
                return text;
            }

            var hit = tokens[edit.At % tokens.Count];
            return string.Concat(text.AsSpan(0, hit.Index), edit.Token, text.AsSpan(hit.Index + hit.Length));
        }

        [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|[0-9.]+|true|false|null", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Token();
    }
}
