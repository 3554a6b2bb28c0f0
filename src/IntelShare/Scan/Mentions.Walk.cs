using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Scan;

/// <summary>Where a name begins and ends.</summary>
public sealed partial class Mentions
{
    private static readonly SearchValues<byte> Triggers = SearchValues.Create((byte)'@', (byte)'/', 0xEF);
    private static readonly SearchValues<char> InUrl = SearchValues.Create("-._~:/?#@!$&*+=%·" + Signs.Letter + Signs.Solo);
    private static readonly SearchValues<char> BehindUrl = SearchValues.Create(".:?!*~");
    private static readonly FrozenSet<string> Sites = Platforms.All.SelectMany(platform => platform.Hosts).Select(Site).ToFrozenSet(StringComparer.Ordinal);

    private static bool IsUrl(char sign) => char.IsAsciiLetterOrDigit(sign) || InUrl.Contains(sign);

    private static bool IsEmphasis(char sign) => sign is '_' or '.';

    private static bool IsHost(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_';

    /// <summary>The last two labels of a host, which may have its port behind it: every platform's hosts are among them or below.</summary>
    private static string Site(string host)
    {
        var name = host.Split(':')[0].TrimEnd('.');
        return name[(name.LastIndexOf('.', Math.Max(0, name.LastIndexOf('.') - 1)) + 1)..];
    }

    /// <summary>The way through one text.</summary>
    private ref struct Walk(Mentions mentions, ReadOnlySpan<byte> utf8, ICollection<Mention> into)
    {
        private readonly ReadOnlySpan<byte> utf8 = utf8;
        private int floor;
        private int urlEnd;
        private int chained = -1;
        private int counted;
        private int units;

        public bool Whole { get; private set; } = true;

        public void Go()
        {
            for (var at = 0; utf8[at..].IndexOfAny(Triggers) is >= 0 and var found;)
            {
                at += found;
                at = Signs.Read(utf8, at, out var next) switch
                {
                    '@' when at >= urlEnd => ReadHandle(at, next),
                    '/' => ReadUrl(at, next),
                    _ => next,
                };
            }
        }

        /// <summary>An <c>@</c> and what follows it, unless it is the middle of an address.</summary>
        private int ReadHandle(int start, int next)
        {
            if (start != chained && IsBehindWord(start))
            {
                return next;
            }

            var (at, sign) = (next, Signs.Read(utf8, next, out next));
            while (sign == '@')
            {
                (at, sign) = (next, Signs.Read(utf8, next, out next));
            }

            // A telephone number, and a name of Threema's.
            if (sign is '+' or '*')
            {
                (at, sign) = (next, Signs.Read(utf8, next, out next));
            }

            var (word, solo) = (start, (int?)null);
            while (Signs.IsWord(sign) || sign is '.' or '-' or '·')
            {
                solo ??= sign == Signs.Solo ? word : null;
                (at, word) = (next, Signs.IsWord(sign) ? next : word);
                sign = Signs.Read(utf8, at, out next);
            }

            if (word > start && sign == '#' && Discriminator(next) is > 0 and var end)
            {
                Tell(start, end);
                return floor = end;
            }

            // What ends a sentence or an emphasis is no part of a name, unless a name may end so: then both may be meant. What has its host behind it is elsewhere.
            var host = sign == '@' && word > start ? HostBehind(next) : 0;
            Tell(start, solo ?? start, host > 0 ? start : Back(word, IsEmphasis), host > 0 ? start : word, host > 0 || word == start ? start : at);
            floor = at;
            return chained = Math.Max(at, host);
        }

        // An emphasis may begin before an account.
        private readonly bool IsBehindWord(int at)
        {
            var sign = '_';
            while (sign == '_')
            {
                sign = Signs.Before(utf8, at, out at);
            }

            return sign != Signs.Solo && Signs.IsWord(sign);
        }

        /// <summary>Where the host behind an <c>@</c> ends; 0 where no point stands within.</summary>
        private readonly int HostBehind(int at)
        {
            var (labels, before) = (0, '.');
            for (var sign = Signs.Read(utf8, at, out var next); Signs.IsWord(sign) || sign is '.' or '-'; sign = Signs.Read(utf8, at, out next))
            {
                labels += before == '.' && sign != '.' ? 1 : 0;
                (at, before) = (next, sign);
            }

            return labels > 1 ? at : 0;
        }

        // The four digits of a name of Discord's: their end, or 0.
        private readonly int Discriminator(int at)
        {
            for (var i = 0; i < 4; i++)
            {
                if (!char.IsAsciiDigit(Signs.Read(utf8, at, out at)))
                {
                    return 0;
                }
            }

            return Signs.IsWord(Signs.Read(utf8, at, out _)) ? 0 : at;
        }

        /// <summary>A URL whose first slash this is: read where its host is a platform's, passed over where it is another's.</summary>
        private int ReadUrl(int slash, int next)
        {
            var (start, host, scheme) = (slash, slash, "");
            if (Signs.Before(utf8, slash, out var colon) == ':' && Signs.Read(utf8, next, out var authority) == '/')
            {
                (start, host, next) = (Back(colon, char.IsAsciiLetter), authority, authority);
                scheme = Visible(start, colon);
            }
            else
            {
                start = host = Host(slash);
            }

            if (host == slash || scheme is not ("" or "http" or "https" or "tg"))
            {
                return next;
            }

            var (from, until) = (host, host);
            for (var sign = Signs.Read(utf8, until, out var behind); IsUrl(sign) && sign is not ('/' or '?' or '#'); sign = Signs.Read(utf8, until, out behind))
            {
                (from, until) = (sign == '@' ? behind : from, behind);
            }

            var site = Site(Visible(from, until));
            if (scheme != "tg" && !site.Contains('.', StringComparison.Ordinal))
            {
                return next;
            }

            // Where a script has no spaces a text goes on directly behind a URL. Only the first of a row is read as far as it may reach.
            var isFirst = until >= urlEnd;
            urlEnd = isFirst ? Forth(until, solo: true) : urlEnd;
            if (scheme != "tg" && !Sites.Contains(site))
            {
                return Math.Max(next, until);
            }

            var end = Forth(until, solo: false);
            var trimmed = Trimmed(end, until);
            Tell(start, isFirst ? Trimmed(urlEnd, until) : start, trimmed, Back(trimmed, IsEmphasis));
            return floor = end;
        }

        /// <summary>Where the host before a slash begins, its port behind it; the slash where there is none.</summary>
        private readonly int Host(int slash)
        {
            var port = Back(slash, char.IsAsciiDigit);
            var end = port < slash && port > floor && Signs.Before(utf8, port, out var colon) == ':' ? colon : slash;
            var start = Back(end, IsHost);
            while (start < end && Signs.Read(utf8, start, out var next) is '.' or '-' or '_')
            {
                start = next;
            }

            return start < end ? start : slash;
        }

        private readonly int Back(int at, Func<char, bool> belongs)
        {
            while (at > floor && belongs(Signs.Before(utf8, at, out var before)) && before >= floor)
            {
                at = before;
            }

            return at;
        }

        private readonly int Forth(int at, bool solo)
        {
            while (Signs.Read(utf8, at, out var next) is var sign && IsUrl(sign) && (solo || sign != Signs.Solo))
            {
                at = next;
            }

            return at;
        }

        private readonly int Trimmed(int end, int least)
        {
            while (end > least && BehindUrl.Contains(Signs.Before(utf8, end, out var before)))
            {
                end = before;
            }

            return end;
        }

        private readonly string Visible(int start, int end) => Folding.Visible(Encoding.UTF8.GetString(utf8[start..end])).ToLowerInvariant();

        /// <summary>Tells each name at the first of the ends that gives it.</summary>
        private void Tell(int start, params ReadOnlySpan<int> ends)
        {
            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var end in ends)
            {
                var names = end > start ? mentions.NamesOf(utf8[start..end]) : [];
                string[] fresh = [.. (names ?? []).Where(told.Add)];
                var fits = names is not null && (fresh.Length == 0 || mentions.TakePlace());
                Whole &= fits;
                if (fits && fresh.Length > 0)
                {
                    units += Encoding.UTF8.GetCharCount(utf8[counted..start]);
                    counted = start;
                    into.Add(new(start, end, units, units + Encoding.UTF8.GetCharCount(utf8[start..end]), fresh));
                }
            }
        }
    }
}
