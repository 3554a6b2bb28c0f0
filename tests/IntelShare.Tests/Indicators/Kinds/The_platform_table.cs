using IntelShare.Indicators.Kinds;

namespace IntelShare.Tests.Indicators.Kinds;

public sealed class The_platform_table
{
    [Fact]
    public void holds_fourteen_platforms_and_the_rest() => Assert.Equal(
        ["tiktok", "instagram", "snapchat", "telegram", "signal", "discord", "whatsapp", "x", "facebook", "youtube", "roblox", "session", "threema", "wickr", "other"],
        Platforms.All.Select(platform => platform.Id));

    [Fact]
    public void says_each_rule_in_words() => Assert.All(Platforms.All, platform => Assert.NotEmpty(platform.Rule));

    [Theory]
    [InlineData("tiktok", "@Anna.K", "@anna.k")]
    [InlineData("tiktok", "\u200B @Anna\u200DK\u202C ", "@annak")]
    [InlineData("tiktok", "ａｎｎａ", "@anna")]
    [InlineData("instagram", "Anna__K", "@anna__k")]
    [InlineData("snapchat", "Anna-K1", "@anna-k1")]
    [InlineData("telegram", "Jobb_Fixaren", "@jobb_fixaren")]
    [InlineData("signal", "Anna.42", "@anna.42")]
    [InlineData("signal", "+46 70 123 45 67", "@+46701234567")]
    [InlineData("discord", "Anna.K", "@anna.k")]
    [InlineData("discord", "Anna K#1234", "@anna k#1234")]
    [InlineData("whatsapp", "+46 (0)70-123 45 67", "@+46701234567")]
    [InlineData("whatsapp", "0046701234567", "@+46701234567")]
    [InlineData("whatsapp", "46701234567@s.whatsapp.net", "@+46701234567")]
    [InlineData("x", "@Anna_K", "@anna_k")]
    [InlineData("facebook", "Anna.Karin.1", "@annakarin1")]
    [InlineData("youtube", "@Snökanalen", "@snökanalen")]
    [InlineData("roblox", "Anna_K", "@anna_k")]
    [InlineData("session", "05ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789", "@05abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789")]
    [InlineData("threema", "abcd1234", "@ABCD1234")]
    [InlineData("threema", "*support", "@*SUPPORT")]
    [InlineData("wickr", "Old Name", "@old name")]
    public void brings_the_spellings_of_a_handle_to_one(string platform, string raw, string name) => Assert.Equal(name, Platforms.Find(platform)!.ReadHandle(raw));

    [Theory]
    [InlineData("tiktok", "12345")]
    [InlineData("tiktok", "anna.")]
    [InlineData("tiktok", "a")]
    [InlineData("instagram", ".anna")]
    [InlineData("instagram", "an..na")]
    [InlineData("instagram", "anna!")]
    [InlineData("snapchat", "1anna")]
    [InlineData("snapchat", "anna_")]
    [InlineData("telegram", "ann")]
    [InlineData("telegram", "an__na")]
    [InlineData("telegram", "anna_")]
    [InlineData("signal", "anna")]
    [InlineData("signal", "anna.1")]
    [InlineData("discord", "an..na")]
    [InlineData("whatsapp", "070-123 45 67")]
    [InlineData("whatsapp", "anna")]
    [InlineData("x", "anna-k")]
    [InlineData("facebook", "a.n.n.a")]
    [InlineData("youtube", "an")]
    [InlineData("roblox", "_anna")]
    [InlineData("roblox", "a_n_na")]
    [InlineData("session", "05abc")]
    [InlineData("threema", "ABC")]
    [InlineData("wickr", "")]
    [InlineData("other", "a/b")]
    [InlineData("tiktok", "an\nna")]
    [InlineData("tiktok", "anna\n\n@")]
    [InlineData("tiktok", "аnnа")]
    public void refuses_what_no_account_there_can_be_called(string platform, string raw) => Assert.Null(Platforms.Find(platform)!.ReadHandle(raw));

    [Theory]
    [InlineData("https://www.tiktok.com/@Anna.K?lang=sv", "tiktok", "@anna.k")]
    [InlineData("https://m.tiktok.com/@anna.k/video/7012345678901234567", "tiktok", "@anna.k")]
    [InlineData("tiktok.com/%40anna.k", "tiktok", "@anna.k")]
    [InlineData("https://vm.tiktok.com/ZMabc123/", "tiktok", null)]
    [InlineData("https://instagram.com/Anna_K/", "instagram", "@anna_k")]
    [InlineData("https://www.instagram.com/stories/anna_k/1234/", "instagram", "@anna_k")]
    [InlineData("https://www.instagram.com/p/CxYz/", "instagram", null)]
    [InlineData("https://www.instagram.com/", "instagram", null)]
    [InlineData("https://www.snapchat.com/add/anna.k", "snapchat", "@anna.k")]
    [InlineData("https://snapchat.com/@anna.k", "snapchat", "@anna.k")]
    [InlineData("https://t.me/Jobb_Fixaren", "telegram", "@jobb_fixaren")]
    [InlineData("t.me/s/jobb_fixaren", "telegram", "@jobb_fixaren")]
    [InlineData("https://telegram.me/jobb_fixaren?start=1", "telegram", "@jobb_fixaren")]
    [InlineData("https://jobb-fixaren.t.me/", "telegram", null)]
    [InlineData("https://jobbfixaren.t.me/", "telegram", "@jobbfixaren")]
    [InlineData("tg://resolve?domain=jobb_fixaren", "telegram", "@jobb_fixaren")]
    [InlineData("https://t.me/+AbCd123", "telegram", "invite:AbCd123")]
    [InlineData("https://t.me/joinchat/AbCd123", "telegram", "invite:AbCd123")]
    [InlineData("https://t.me/c/123/4", "telegram", null)]
    [InlineData("https://signal.me/#p/+46701234567", "signal", "@+46701234567")]
    [InlineData("https://signal.me/#eu/AbCdEf_-", "signal", "link:AbCdEf_-")]
    [InlineData("https://discord.com/users/123456789012345678", "discord", "id:123456789012345678")]
    [InlineData("https://discord.gg/AbC12", "discord", "invite:AbC12")]
    [InlineData("https://discord.com/invite/AbC12", "discord", "invite:AbC12")]
    [InlineData("https://wa.me/46701234567", "whatsapp", "@+46701234567")]
    [InlineData("https://api.whatsapp.com/send?text=hej&phone=%2B46701234567", "whatsapp", "@+46701234567")]
    [InlineData("https://chat.whatsapp.com/AbCdEf", "whatsapp", "invite:AbCdEf")]
    [InlineData("https://x.com/Anna_K/status/1", "x", "@anna_k")]
    [InlineData("https://mobile.twitter.com/anna_k", "x", "@anna_k")]
    [InlineData("https://x.com/i/user/12345", "x", "id:12345")]
    [InlineData("https://x.com/search?q=snow", "x", null)]
    [InlineData("https://sv-se.facebook.com/Anna.Karin", "facebook", "@annakarin")]
    [InlineData("https://m.facebook.com/profile.php?fref=x&id=1000123", "facebook", "id:1000123")]
    [InlineData("https://www.facebook.com/people/Anna-K/1000123/", "facebook", "id:1000123")]
    [InlineData("https://discord.gg/AbC%0C12", "discord", null)]
    [InlineData("https://www.facebook.com/profile.php", "facebook", null)]
    [InlineData("https://www.facebook.com/groups/1234", "facebook", null)]
    [InlineData("https://www.youtube.com/@sn%C3%B6kanalen", "youtube", "@snökanalen")]
    [InlineData("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv", "youtube", "id:UCabcdefghijklmnopqrstuv")]
    [InlineData("https://www.youtube.com/user/Snow", "youtube", "user:Snow")]
    [InlineData("https://www.youtube.com/watch?v=1", "youtube", null)]
    [InlineData("https://www.roblox.com/users/12345/profile", "roblox", "id:12345")]
    [InlineData("https://threema.id/abcd1234", "threema", "@ABCD1234")]
    [InlineData("HTTPS://WWW.TIKTOK.COM:443/@ANNA.K#top", "tiktok", "@anna.k")]
    [InlineData("https://t\u200B.me/jobb_fixaren", "telegram", "@jobb_fixaren")]
    public void reads_the_account_out_of_a_profile_url(string url, string platform, string? name)
    {
        Assert.Equal(platform, Platforms.OfUrl(url)?.Id);
        Assert.Equal(name, Platforms.Find(platform)!.ReadUrl(url));
    }

    [Theory]
    [InlineData("https://tiktok.com.example.org/@anna")]
    [InlineData("https://tiktok.com@example.org/@anna")]
    [InlineData("https://nottiktok.com/@anna")]
    [InlineData("https://tıktok.com/@anna")]
    [InlineData("ftp://tiktok.com/@anna")]
    [InlineData("file:///tiktok.com/@anna")]
    [InlineData("javascript://tiktok.com/@anna")]
    [InlineData("//")]
    [InlineData("https://")]
    [InlineData("tiktok.com")]
    [InlineData("anna")]
    public void knows_no_host_but_the_platforms_own(string url)
    {
        Assert.Null(Platforms.OfUrl(url));
        Assert.All(Platforms.All, platform => Assert.Null(platform.ReadUrl(url)));
    }

    [Theory]
    [InlineData("tiktok", "7012345678901234567", "id:7012345678901234567")]
    [InlineData("discord", "123456789012345678", "id:123456789012345678")]
    [InlineData("youtube", "UCabcdefghijklmnopqrstuv", "id:UCabcdefghijklmnopqrstuv")]
    [InlineData("snapchat", "0E984725-C51C-4BF4-9960-E1C80E27ABA0", "id:0e984725-c51c-4bf4-9960-e1c80e27aba0")]
    [InlineData("discord", "1234", null)]
    [InlineData("youtube", "ucabcdefghijklmnopqrstuv", null)]
    [InlineData("threema", "1234", null)]
    [InlineData("whatsapp", "", null)]
    public void knows_the_shape_of_stable_ids(string platform, string raw, string? name) => Assert.Equal(name, Platforms.Find(platform)!.ReadStableId(raw));
}
