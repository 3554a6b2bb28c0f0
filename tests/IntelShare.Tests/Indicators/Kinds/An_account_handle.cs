using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Tests.Indicators.Kinds;

public sealed class An_account_handle
{
    private static readonly AccountHandle Fixer = Samples.Of<AccountHandle>();
    private static readonly AccountHandle Bare = Samples.Read<AccountHandle>("""{ "platform": "telegram", "handle": "jobb_fixaren", "role": "recruiter" }""");

    [Fact]
    public void is_accepted_complete() => Assert.Empty(Fixer.Refusals());

    [Fact]
    public void is_accepted_with_a_platform_a_handle_and_a_role_alone() => Assert.Empty(Bare.Refusals());

    [Fact]
    public void is_kept_as_written() => Assert.Equal("@Jobb_Fixaren", Samples.Read<AccountHandle>(Samples.Write(Fixer)).Handle);

    [Fact]
    public void is_identified_by_its_platform_and_all_its_names()
    {
        Assert.Equal([new("platform", "telegram"), new("handle", "jobb_fixaren")], Bare.Identifier());
        Assert.Equal(["platform", "platformName", "url", "stableId"], (Bare with { Platform = "other", PlatformName = "x", Handle = null, Url = "https://x.example/a", StableId = "7" }).Identifier().Keys);
    }

    [Fact]
    public void is_personal_data() => Assert.True(Kind.Of(Fixer).Personal);

    [Fact]
    public void is_refused_empty_naming_all_that_is_missing() =>
        Assert.Equal(["required /platform", "handle-or-url ", "required /role"], Samples.Read<AccountHandle>("{}").Refusals());

    [Theory]
    [InlineData("myspace")]
    [InlineData("Telegram")]
    public void is_refused_on_a_platform_outside_the_table(string platform) => Assert.Equal(["unknown-platform /platform"], (Bare with { Platform = platform }).Refusals());

    [Fact]
    public void is_refused_with_both_a_handle_and_a_url() => Assert.Equal(["handle-or-url "], (Bare with { Url = "https://t.me/jobb_fixaren" }).Refusals());

    [Fact]
    public void is_refused_with_the_platforms_rule()
    {
        var refusal = Assert.Single((Bare with { Handle = "@a__b" }).Check());
        Assert.Equal(("handle-malformed", "/handle"), (refusal.Code, refusal.Pointer));
        Assert.Contains("Telegram", refusal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("a__b", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("telegram", "https://example.org/jobb", "url-host-unknown /url")]
    [InlineData("telegram", "jobb_fixaren", "url-host-unknown /url")]
    [InlineData("session", "https://example.org/jobb", "url-host-unknown /url")]
    [InlineData("telegram", "https://tiktok.com/@jobb", "platform-mismatch /url")]
    [InlineData("telegram", "https://t.me/c/123/4", "url-names-no-account /url")]
    [InlineData("telegram", "https://t.me/", "url-names-no-account /url")]
    public void is_refused_with_a_url_that_names_no_account_there(string platform, string url, string refusal) =>
        Assert.Equal([refusal], (Bare with { Platform = platform, Handle = null, Url = url }).Refusals());

    [Theory]
    [InlineData("other", null, "platform-name-required /platformName")]
    [InlineData("other", "!", "platform-name-required /platformName")]
    [InlineData("other", "Tik Tok", null)]
    [InlineData("other", "TIKTOK", "platform-mismatch /platformName")]
    [InlineData("telegram", "Telegram", "platform-name-unexpected /platformName")]
    public void names_its_platform_in_words_only_outside_the_table(string platform, string? name, string? refusal) =>
        Assert.Equal(refusal is null ? [] : [refusal], (Bare with { Platform = platform, PlatformName = name }).Refusals());

    [Fact]
    public void is_refused_outside_the_table_with_a_url_of_the_table() => Assert.Equal(
        ["platform-mismatch /url"], (Bare with { Platform = "other", PlatformName = "Zangi", Handle = null, Url = "https://t.me/jobb_fixaren" }).Refusals());

    [Fact]
    public void is_refused_with_an_id_the_platform_never_gave() =>
        Assert.Equal(["stable-id-malformed /stableId"], (Bare with { StableId = "abc" }).Refusals());

    [Fact]
    public void is_refused_when_it_was_last_seen_before_it_was_first_seen() =>
        Assert.Equal(["observed-backwards /observedTo"], (Bare with { ObservedFrom = new(2026, 2, 1), ObservedTo = new(2026, 1, 31) }).Refusals());

    [Fact]
    public void is_found_under_its_handle_and_its_id() => Assert.Equal(["telegram|@jobb_fixaren", "telegram|id:6123456789"], Fixer.MatchValues());

    [Theory]
    [InlineData("facebook", "Anna.Karin", "https://m.facebook.com/annakarin")]
    [InlineData("whatsapp", "+46 70 123 45 67", "https://wa.me/46701234567")]
    [InlineData("tiktok", "@Anna.K", "tiktok.com/@anna.k")]
    [InlineData("threema", "ABCD1234", "https://threema.id/abcd1234")]
    [InlineData("youtube", "@Snökanalen", "https://youtube.com/@sn%C3%B6kanalen")]
    public void is_the_same_account_as_its_profile_url(string platform, string handle, string url) => Assert.Equal(
        (Bare with { Platform = platform, Handle = handle }).MatchValues(),
        (Bare with { Platform = platform, Handle = null, Url = url }).MatchValues());

    [Fact]
    public void is_another_account_on_another_platform() =>
        Assert.Empty(Bare.MatchValues().Intersect((Bare with { Platform = "tiktok" }).MatchValues()));

    [Fact]
    public void never_meets_an_id_that_reads_like_a_handle()
    {
        var zangi = Bare with { Platform = "other", PlatformName = "Zangi" };
        Assert.Empty((zangi with { Handle = "id:5" }).MatchValues().Intersect((zangi with { StableId = "5" }).MatchValues()));
    }

    [Theory]
    [InlineData("Jobb_Fixaren", "telegram")]
    [InlineData("https://t.me/jobb_fixaren", "telegram")]
    [InlineData("https://t.me/jobb_fixaren", null)]
    [InlineData("@jobb_fixaren", null)]
    [InlineData("6123456789", "telegram")]
    [InlineData("6123456789", null)]
    public void is_found_by_any_of_its_names(string value, string? platform) =>
        Assert.NotEmpty(AccountHandle.LookUp(value, platform)!.Intersect(Fixer.MatchValues()));

    [Fact]
    public void is_sought_without_a_platform_on_each_that_admits_the_handle() => Assert.Equal(
        ["tiktok|@anna.k", "instagram|@anna.k", "snapchat|@anna.k", "discord|@anna.k", "facebook|@annak", "youtube|@anna.k", "wickr|@anna.k"],
        AccountHandle.LookUp("Anna.K", null)!);

    [Theory]
    [InlineData("anna", "myspace")]
    [InlineData("anna", "other")]
    [InlineData("https://t.me/jobb_fixaren", "tiktok")]
    [InlineData("https://example.org/anna", null)]
    [InlineData("a__b", "telegram")]
    [InlineData("", null)]
    public void cannot_be_sought_where_it_cannot_be(string value, string? platform) => Assert.Null(AccountHandle.LookUp(value, platform));

    [Theory]
    [InlineData("@Anna", null)]
    [InlineData(null, "https://zangi.example/u/anna?x=1")]
    public void is_found_outside_the_table_by_the_platforms_name(string? handle, string? url)
    {
        var anna = Bare with { Platform = "other", PlatformName = "Zangi!", Handle = handle, Url = url };
        Assert.Empty(anna.Refusals());
        Assert.Equal(anna.MatchValues(), AccountHandle.LookUp(handle?.ToUpperInvariant() ?? url!, "other:ZANGI")!.Intersect(anna.MatchValues()));
        Assert.Null(AccountHandle.LookUp("/", "other:ZANGI"));
        Assert.DoesNotContain(anna.MatchValues().Single(), AccountHandle.LookUp("Anna", "other:Zello")!);
    }

    [Property(Arbitrary = [typeof(Accounts)], MaxTest = 3000)]
    public bool is_found_by_each_of_its_own_names_or_refused(AccountHandle account)
    {
        if (account.Check().Any())
        {
            return true;
        }

        var platform = account.Platform == "other" ? $"other:{account.PlatformName}" : account.Platform;
        var found = new[] { account.Handle, account.Url, account.StableId }.OfType<string>().SelectMany(raw => AccountHandle.LookUp(raw, platform) ?? []);
        return account.MatchValues().Any() && !account.MatchValues().Except(found).Any();
    }

    private static class Accounts
    {
        public static Arbitrary<AccountHandle> Any() => (
            from platform in Gen.Elements(Platforms.All.AsEnumerable())
            from name in Gen.OneOf(Gen.Elements("Anna.K", "@jobb_nu", "12345678901234567", "+46 70 123 45 67", "anna.42", "ABCD1234", "id:5"), Unicode.Text)
            from url in Gen.Elements(platform.Urls.Append("example.org/{x}"))
            from id in Gen.OneOf(Gen.Constant<string?>(null), Gen.Elements<string?>("123456789012345678", "UCabcdefghijklmnopqrstuv"), Unicode.Text.Select(text => (string?)text))
            from byUrl in Gen.Elements(true, false)
            select Bare with
            {
                Platform = platform.Id,
                PlatformName = platform == Platforms.Other ? "Zangi" : null,
                Handle = byUrl ? null : name,
                Url = byUrl ? string.Concat(url.Split('|')[^1].Split('{').Select((part, i) => i == 0 ? part : name + part.Split('}')[1])) : null,
                StableId = id,
            }).ToArbitrary();
    }
}
