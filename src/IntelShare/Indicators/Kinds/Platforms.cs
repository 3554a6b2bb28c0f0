namespace IntelShare.Indicators.Kinds;

/// <summary>
/// The table of platforms: registry data, one row a platform. Loose where platforms disagree with their own guides, since a refused handle
/// is lost while a strange one only fails to match.
/// </summary>
public static class Platforms
{
    private const string Digits = "[0-9]{1,20}";
    private const string Uuid = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    private const string E164 = @"\+[1-9][0-9]{6,14}";

    /// <summary>Any platform outside the table; named in words beside it.</summary>
    public static readonly Platform Other = new("other", "Other", "1-100 characters without a slash") { Handle = "[^/\n]{1,100}", StableId = "[^/\n]{1,128}" };

    /// <summary>All platforms, <see cref="Other"/> last.</summary>
    public static readonly IReadOnlyList<Platform> All =
    [
        new("tiktok", "TikTok", "2-24 letters, digits, _ or .; not digits only; no . at the end")
        {
            Handle = "[a-z0-9_.]{2,24}",
            Never = @"[0-9]+|.*\.",
            StableId = "[0-9]{6,20}|MS4w[A-Za-z0-9_-]{20,100}",
            Urls = ["tiktok.com/@{handle}"],
        },
        new("instagram", "Instagram", "1-30 letters, digits, _ or .; no . at either end, no two together")
        {
            Handle = "[a-z0-9._]{1,30}",
            Never = @"\..*|.*\.|.*\.\..*|p|tv|reel|reels|explore|stories|direct|accounts",
            StableId = Digits,
            Urls = ["instagram.com/stories/{handle}", "ig.me/m/{handle}", "instagram.com|instagr.am/{handle}"],
        },
        new("snapchat", "Snapchat", "3-15 letters, digits, _, . or -; a letter first, a letter or digit last")
        {
            Handle = "[a-z][a-z0-9._-]{1,13}[a-z0-9]",
            StableId = Uuid,
            Urls = ["snapchat.com/add/{handle}", "snapchat.com/@{handle}"],
        },
        new("telegram", "Telegram", "4-32 letters, digits or _; a letter first, no _ at the end, no two together")
        {
            Handle = "[a-z][a-z0-9_]{2,30}[a-z0-9]",
            Never = ".*__.*|joinchat|addstickers|addemoji|addlist|share|proxy|socks|contact|login|invoice|boost",
            StableId = "-?[0-9]{1,20}",
            Urls =
            [
                "t.me|telegram.me|telegram.dog/+{invite}", "t.me|telegram.me|telegram.dog/joinchat/{invite}", "t.me|telegram.me|telegram.dog/s/{handle}",
                "t.me|telegram.me|telegram.dog/{handle}", "{handle}.t.me", "tg:resolve?domain={handle}", "tg:join?invite={invite}",
            ],
        },
        new("signal", "Signal", "a user name of 3-32 letters, digits or _ with its number (anna.42), or a telephone number with its country code")
        {
            Handle = @"[a-z_][a-z0-9_]{2,31}\.[0-9]{2,20}|" + E164,
            Spell = Spelling.Telephone,
            StableId = Uuid,
            Urls = ["signal.me/#p/{handle}", "signal.me/#eu/{link}", "signal.group/#{invite}"],
        },
        new("discord", "Discord", "2-32 letters, digits, _ or ., no two . together; or a legacy name#1234")
        {
            Handle = "[a-z0-9_.]{2,32}|[^@#:/\n]{2,32}#[0-9]{4}",
            Never = @"[^#]*\.\.[^#]*",
            StableId = "[0-9]{17,20}",
            Urls = ["discord.com|discordapp.com/users/{id}", "discord.com|discordapp.com/invite/{invite}", "discord.gg/{invite}"],
        },
        new("whatsapp", "WhatsApp", "a telephone number with its country code")
        {
            Handle = E164,
            Spell = Spelling.Telephone,
            Urls = ["chat.whatsapp.com/invite/{invite}", "chat.whatsapp.com/{invite}", "wa.me/message/{message}", "wa.me/{handle}", "api.whatsapp.com|whatsapp.com/send?phone={handle}"],
        },
        new("x", "X", "1-15 letters, digits or _")
        {
            Handle = "[a-z0-9_]{1,15}",
            Never = "i|home|explore|search|hashtag|intent|share|messages|settings|login|signup",
            StableId = Digits,
            Urls = ["x.com|twitter.com/i/user/{id}", "x.com|twitter.com/intent/user?user_id={id}", "x.com|twitter.com/intent/user?screen_name={handle}", "x.com|twitter.com/{handle}"],
        },
        new("facebook", "Facebook", "5-50 letters or digits; dots and case do not count")
        {
            Handle = "[a-z0-9]{5,50}",
            Never = "groups|watch|share|people|photo|photos|events|marketplace|login|story|stories|pages|hashtag|search|[a-z]+php",
            Spell = Spelling.Dotless,
            StableId = Digits,
            Urls = ["facebook.com/profile.php?id={id}", "facebook.com/people/*/{id}", "m.me|fb.com|fb.me|facebook.com/{handle}"],
        },
        new("youtube", "YouTube", "3-30 letters, digits, _, -, . or ·")
        {
            Handle = @"[\p{L}\p{M}\p{N}_.·-]{3,30}",
            StableId = "UC[A-Za-z0-9_-]{22}",
            // Legacy names are neither handles nor one name space.
            Urls = ["youtube.com/@{handle}", "youtube.com/channel/{id}", "youtube.com/c/{custom}", "youtube.com/user/{user}"],
        },
        new("roblox", "Roblox", "3-20 letters or digits, at most one _ and that inside")
        {
            Handle = "[a-z0-9_]{3,20}",
            Never = "_.*|.*_|.*_.*_.*",
            StableId = Digits,
            Urls = ["roblox.com/users/{id}"],
        },
        new("session", "Session", "05 and 64 hexadecimal digits") { Handle = "05[0-9a-f]{64}" },
        new("threema", "Threema", "8 letters or digits, the first may be *")
        {
            Handle = "[*A-Z0-9][A-Z0-9]{7}",
            Spell = Spelling.Upper,
            Urls = ["threema.id/{handle}"],
        },
        new("wickr", "Wickr Me", "1-64 characters without a slash; closed on 31 December 2023") { Handle = "[^/\n]{1,64}" },
        Other,
    ];

    /// <summary>The platform of an id, exactly as published; null for any other.</summary>
    public static Platform? Find(string? id) => All.FirstOrDefault(platform => platform.Id == id);

    /// <summary>The platform on whose host a URL stands; null for other hosts and for what is no URL.</summary>
    public static Platform? OfUrl(string raw) => ProfileUrl.Read(raw) is { } url ? All.FirstOrDefault(platform => platform.Owns(url.Host)) : null;
}
