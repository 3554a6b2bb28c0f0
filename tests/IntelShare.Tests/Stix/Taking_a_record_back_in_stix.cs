using FsCheck.Xunit;
using IntelShare.Stix;

namespace IntelShare.Tests.Stix;

public sealed class Taking_a_record_back_in_stix
{
    private static readonly DateTimeOffset Later = Cast.On(2027, 1, 1);

    [Fact]
    public void says_of_an_account_nothing_but_that() => Assert.Equal(
        [
            """{"type":"observed-data","spec_version":"2.1","id":"observed-data--572bb17f-01f5-5f41-ba64-f3fd9bb4b256","created_by_ref":"identity--2094e5bc-0429-50ec-aed1-83881b1fe3a9","created":"2026-11-01T00:00:00.000Z","modified":"2027-01-01T00:00:00.000Z","revoked":true,"first_observed":"2026-11-01T00:00:00.000Z","last_observed":"2026-11-01T00:00:00.000Z","number_observed":1,"object_refs":["user-account--fd53e1dd-0a57-513b-af07-0b33382705d8"]}""",
            """{"type":"relationship","spec_version":"2.1","id":"relationship--7d85d3f8-428f-50d5-8472-4064ca003f5e","created_by_ref":"identity--2094e5bc-0429-50ec-aed1-83881b1fe3a9","created":"2026-11-01T00:00:00.000Z","modified":"2027-01-01T00:00:00.000Z","revoked":true,"relationship_type":"based-on","source_ref":"indicator--ed5ec748-e837-5d1a-8031-27f57955fb2d","target_ref":"observed-data--572bb17f-01f5-5f41-ba64-f3fd9bb4b256"}""",
            """{"type":"indicator","spec_version":"2.1","id":"indicator--ed5ec748-e837-5d1a-8031-27f57955fb2d","created_by_ref":"identity--2094e5bc-0429-50ec-aed1-83881b1fe3a9","created":"2026-11-01T00:00:00.000Z","modified":"2027-01-01T00:00:00.000Z","revoked":true,"pattern":"[user-account:account_type = 'no-account']","pattern_type":"stix","valid_from":"2026-11-01T00:00:00.000Z"}""",
        ],
        StixObjects.Revoked(Shared.Account.Origin, Later).Select(Shared.Text));

    [Fact]
    public void says_of_a_pattern_nothing_but_that() => Assert.Equal(
        ["""{"type":"attack-pattern","spec_version":"2.1","id":"attack-pattern--59907c2a-67b4-5112-97bc-5441ff85a94f","created_by_ref":"identity--2094e5bc-0429-50ec-aed1-83881b1fe3a9","created":"2026-11-01T00:00:00.000Z","modified":"2027-01-01T00:00:00.000Z","revoked":true,"name":"Not available"}"""],
        StixObjects.Revoked(Shared.Pattern.Origin, Later).Select(Shared.Text));

    [Property(Arbitrary = [typeof(Records)], MaxTest = 300)]
    public void reaches_every_object_and_none_of_the_content(SharedRecord record)
    {
        foreach (var taken in new[] { StixObjects.Revoked(record.Origin, Later), StixObjects.Lost(record.Origin, Later, Later) })
        {
            Assert.Equal(StixIds.All(record.Origin), taken.Select(written => written.Id));
            Assert.Equal(taken.Select(written => written.Text()), [.. (taken[0].Json().ContainsKey("revoked") ? StixObjects.Revoked(Same(record), Later) : StixObjects.Lost(Same(record), Later, Later)).Select(Shared.Text)]);
            var said = string.Concat(taken.Select(Shared.Text));
            Assert.DoesNotContain(record.Identifier.Where(member => member.Key != "platform").Select(member => member.Value), value => said.Contains(value, StringComparison.Ordinal));
            Assert.DoesNotContain(StixObjects.Of(record), written => written.Type == "user-account" && said.Contains(written.Id, StringComparison.Ordinal));
        }

        // Whatever the content, the same origin is taken back by the same bytes.
        static RecordOrigin Same(SharedRecord record) => new(record.Origin.Record, record.Origin.FirstOwner, record.Origin.Kind);
    }

    [Fact]
    public void is_not_revoked_for_whom_it_only_went_out_of_sight()
    {
        var gone = StixObjects.Lost(Shared.Slang.Origin, Later, Later.AddSeconds(-5))[0].Json();
        Assert.False(gone.ContainsKey("revoked"));
        Assert.Equal("2026-12-31T23:59:55.000Z", (string?)gone["valid_until"]);
        Assert.Equal("[user-account:account_type = 'no-account']", (string?)gone["pattern"]);
    }

    [Fact]
    public void comes_back_as_a_withdrawal_by_name() => Assert.Equal(
        StixIds.All(Shared.Account.Origin), Shared.Read(StixObjects.Revoked(Shared.Account.Origin, Later)).Cast<Withdrawn>().Select(withdrawn => withdrawn.Id));

    [Fact]
    public void is_nothing_to_submit_where_it_went_out_of_sight() => Assert.Equal(
        [
            "belongs-to-nothing /objects/0", "belongs-to-nothing /objects/1",
            "nothing-shared /objects/2/extensions/extension-definition--1c1127d2-b131-527d-a624-11e85c689cf8",
        ],
        Shared.Read(StixObjects.Lost(Shared.Account.Origin, Later, Later)).Refusals());
}
