using System.Text;
using FsCheck.Xunit;
using IntelShare.Indicators.Kinds;
using IntelShare.Scan;

namespace IntelShare.Tests.Scan;

/// <summary>Where a text names an account, to the byte, and which account a search would take it for.</summary>
public sealed class Mentioning_accounts
{
    [Theory]
    [InlineData("Skriv till @jobb_fixaren nu", "@jobb_fixaren")]
    [InlineData("@jobb_fixaren: (@Anna.K)", "@jobb_fixaren", "@Anna.K")]
    [InlineData("😀 ＠ｊｏｂｂ\u200B_fixaren\u200B, ö", "＠ｊｏｂｂ\u200B_fixaren\u200B")]
    [InlineData("se https://www.TikTok.com/@jobb_fixaren?lang=sv.", "https://www.TikTok.com/@jobb_fixaren?lang=sv")]
    [InlineData("m.tiktok.com/@anna,t.me/jobb_fixaren;snapchat.com/add/anna", "m.tiktok.com/@anna", "t.me/jobb_fixaren", "snapchat.com/add/anna")]
    [InlineData("[här](https://instagram.com/anna.k/) *t.me/jobb_fixaren*", "https://instagram.com/anna.k/", "t.me/jobb_fixaren")]
    [InlineData("Länk:t.me/jobb_fixaren! hxxps://t.me/jobb_fixaren", "t.me/jobb_fixaren", "t.me/jobb_fixaren")]
    [InlineData("tg://resolve?domain=jobb_fixaren https://jobb_fixaren.t.me", "tg://resolve?domain=jobb_fixaren", "https://jobb_fixaren.t.me")]
    [InlineData("https://user@t.me:443/jobb_fixaren t.me:443/jobb_fixaren", "https://user@t.me:443/jobb_fixaren", "t.me:443/jobb_fixaren")]
    [InlineData("見て@annaさん、t.me/jobb_fixarenを見て", "@anna", "@annaさん", "t.me/jobb_fixaren")]
    [InlineData("Legacy @anna#1234 and @anna #1234", "@anna#1234", "@anna")]
    [InlineData("@anna/@bosse", "@anna", "@bosse")]
    [InlineData("@anna@bosse@cecilia", "@anna", "@bosse", "@cecilia")]
    [InlineData("@anna@mastodon.example@bosse @cecilia", "@bosse", "@cecilia")]
    [InlineData("@anna@bosse@mastodon.example", "@anna")]
    [InlineData("_@jobb_fixaren_ __@anna__", "@jobb_fixaren", "@jobb_fixaren_", "@anna", "@anna__")]
    [InlineData("_se @jobb_fixaren_.", "@jobb_fixaren", "@jobb_fixaren_", "@jobb_fixaren_.")]
    [InlineData("_t.me/jobb_fixaren_ _instagram.com/anna_", "t.me/jobb_fixaren", "instagram.com/anna_", "instagram.com/anna")]
    public void are_found_to_the_byte(string text, params string[] places)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var found = Read(text);
        Assert.Equal(places, found.Select(place => Encoding.UTF8.GetString(utf8[place.Start..place.End])));
        Assert.All(found, place => Assert.Equal(Encoding.UTF8.GetString(utf8[place.Start..place.End]), text[place.StartUtf16..place.EndUtf16]));
    }

    [Theory]
    [InlineData("anna@mail.example")]
    [InlineData("@anna@mastodon.example")]
    [InlineData("@anna@medium.example/@bosse")]
    [InlineData("anna_@mail")]
    [InlineData("https://medium.example/@anna")]
    [InlineData("medium.example/a/@anna/x")]
    [InlineData("and/or @ @. @... #anna")]
    [InlineData("anna jobb_fixaren")]
    [InlineData("nott.me/jobb_fixaren")]
    [InlineData("https://t.me@evil.example/jobb_fixaren")]
    [InlineData("t.me/jobb_fixarené")]
    [InlineData("tiktok.com/about https://")]
    public void are_not_seen_where_none_is_named(string text) => Assert.Empty(Read(text));

    [Fact]
    public void name_every_platform_with_such_handles_and_a_url_its_own()
    {
        Assert.Equal(AccountHandle.LookUp("@jobb_fixaren", platform: null)!.Order(), Read("Skriv @jobb_fixaren.").Where(place => place.End == "Skriv @jobb_fixaren".Length).SelectMany(place => place.Names).Order());
        Assert.Contains("tiktok|@jobb_fixaren", Read("@jobb_fixaren")[0].Names);
        Assert.Equal(["telegram|@jobb_fixaren"], Read("t.me/jobb_fixaren").SelectMany(place => place.Names));
    }

    [Fact]
    public void end_before_the_end_of_a_sentence_unless_a_name_may_end_so()
    {
        var places = Read("Fråga @anna.k.");
        Assert.Equal(["@anna.k", "@anna.k."], places.Select(place => "Fråga @anna.k."[place.StartUtf16..place.EndUtf16]));
        Assert.Contains("instagram|@anna.k", places[0].Names);
        Assert.Contains("facebook|@annak", places[0].Names);
        Assert.Contains("discord|@anna.k.", places[1].Names);
        Assert.Empty(places[0].Names.Intersect(places[1].Names));
    }

    [Property(MaxTest = 3000)]
    public void are_found_wherever_a_search_would_read_them(int seed)
    {
        var random = new Random(seed);
        var spelled = Disguised(random, random.Next(2) == 0 ? Handle(random) : Url(random));
        if (AccountHandle.LookUp(spelled, platform: null) is not { } names)
        {
            return;
        }

        var (before, after) = random.GetItems<(string, string)>([("ö ", " x"), ("(", ")"), ("[", "]"), ("«", "»"), ("😀", "😀"), ("\n", "\n"), ("见", "、")], 1)[0];
        var utf8 = Encoding.UTF8.GetBytes(before + spelled + after);
        var exact = Read(before + spelled + after).Where(place => Encoding.UTF8.GetString(utf8[place.Start..place.End]) == spelled);
        Assert.Equal(names.Distinct().Order(), exact.SelectMany(place => place.Names).Order());
    }

    [Theory]
    [InlineData("@")]
    [InlineData("/")]
    [InlineData("@a")]
    [InlineData("@a.")]
    [InlineData("@a漢")]
    [InlineData("@ab ")]
    [InlineData("@ab@")]
    [InlineData("@ab@c.d")]
    [InlineData("@ab_")]
    [InlineData("_")]
    [InlineData("t.me/")]
    [InlineData("t.me/abcd,")]
    [InlineData("t.me/abcd漢")]
    [InlineData("a.b/")]
    [InlineData("https://")]
    [InlineData("https://a.b@")]
    [InlineData("://t.me:1")]
    [InlineData("@\u200B")]
    [InlineData("\uFE0F")]
    [InlineData("t.me/a\u200B")]
    [InlineData("a.b")]
    [InlineData("1:")]
    public void are_read_to_the_end_of_what_is_made_to_take_long(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000));
        foreach (var whole in new[] { text + "/x @y", "https://t.me/" + text, "@" + text })
        {
            var starts = Read(whole).Select(place => place.Start).ToList();
            Assert.Equal(starts.Order(), starts);
        }
    }

    [Fact]
    public void are_told_up_to_two_bounds_that_the_texts_alone_reach()
    {
        var mentions = new Mentions(mostSpellings: 3, mostPlaces: 5);
        var found = new List<Mention>();
        Assert.True(mentions.Read("@anna @bosse @cecilia @anna"u8, found));
        Assert.False(mentions.Read("@david"u8, found));
        Assert.True(mentions.Read("@bosse"u8, found));
        Assert.Equal(5, found.Count);
        Assert.False(mentions.Read("@anna"u8, found));
        Assert.Equal(5, found.Count);
    }

    [Fact]
    public void are_read_from_whatever_bytes()
    {
        var random = new Random(7);
        var text = Encoding.UTF8.GetBytes("@anna ＠ｂｏ https://t.me/jobb_fixaren?x=é 漢@x#1234");
        for (var round = 0; round < 5000; round++)
        {
            var broken = text.ToArray();
            random.NextBytes(broken.AsSpan(random.Next(broken.Length), 1));
            var cut = broken.AsSpan(0, random.Next(broken.Length + 1));
            var found = new List<Mention>();
            new Mentions(100, 100).Read(cut, found);
            Assert.All(found, place => Assert.InRange(place.End, place.Start + 1, broken.Length));
        }
    }

    private static List<Mention> Read(string text)
    {
        var found = new List<Mention>();
        new Mentions(1000, 1000).Read(Encoding.UTF8.GetBytes(text), found);
        return found;
    }

    private static string Handle(Random random) => (random.Next(4) == 0 ? "@@" : "@") + Name(random, "abcxyzABCXYZ019__..--éöñ", random.Next(1, 16));

    private static string Url(Random random)
    {
        var shapes = Platforms.All.SelectMany(platform => platform.Urls).ToArray();
        var shape = shapes[random.Next(shapes.Length)];
        var hosts = shape.Split('/', '?')[0].Split('|');
        var url = hosts[random.Next(hosts.Length)] + shape[shape.Split('/', '?')[0].Length..];
        var name = random.Next(3) == 0 ? random.NextInt64(1_000_000, 99_999_999_999).ToString(System.Globalization.CultureInfo.InvariantCulture) : Name(random, "abcxyz019_ABC", random.Next(1, 16));
        url = string.Concat(url.Split('{', '}').Select((part, nth) => nth % 2 == 0 ? part : name)).Replace("*", "Anna", StringComparison.Ordinal);
        return url.StartsWith("tg:", StringComparison.Ordinal) ? url.Replace("tg:", "tg://", StringComparison.Ordinal)
            : random.GetItems(["", "https://", "http://", "https://www.", "HTTPS://", "www.", "m.", "https://user@", "sub."], 1)[0]
                + url + (url.Contains('?', StringComparison.Ordinal) ? "" : random.GetItems(["", "/", "/more/path", "?x=1&y=%20", "#part"], 1)[0]);
    }

    private static string Name(Random random, string letters, int length) => new string(random.GetItems<char>(letters, length)).TrimEnd('.', '-');

    /// <summary>As one types it who does not care, or cares too much.</summary>
    private static string Disguised(Random random, string spelled) => string.Concat(spelled.Select((one, nth) => random.Next(12) switch
    {
        0 => char.ToUpperInvariant(one).ToString(),
        1 when one is > ' ' and <= '~' => ((char)(one + 0xFEE0)).ToString(),
        2 when nth > 0 => "\u200B" + one,
        3 when nth > 0 => one + "\uFE0F",
        _ => one.ToString(),
    }));
}
